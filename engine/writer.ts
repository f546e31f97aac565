/** Entry of the writer thread. */
import { parentPort, workerData } from 'node:worker_threads'
import { commands } from './commands.ts'
import { invariant } from './invariant.ts'
import { runWriter, type WriterOptions } from './store/writer-loop.ts'
import { toldToBegin } from './threads/start-thread.ts'

invariant(parentPort !== null, 'the writer runs as a thread')
runWriter(parentPort, commands, await toldToBegin<WriterOptions>(workerData))
