/** Entry of a reader thread. */
import { parentPort, workerData } from 'node:worker_threads'
import { invariant } from './invariant.ts'
import { queries } from './queries.ts'
import { type ReaderOptions, runReader } from './store/reader-loop.ts'
import { toldToBegin } from './threads/start-thread.ts'

invariant(parentPort !== null, 'a reader runs as a thread')
runReader(parentPort, queries, await toldToBegin<ReaderOptions>(workerData))
