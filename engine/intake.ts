/** Entry of the intake thread: it hashes, compresses, encrypts and reads files, so that no other thread waits for them. */
import { parentPort, workerData } from 'node:worker_threads'
import { type IntakeOptions, runIntake } from './ingest/intake-loop.ts'
import { invariant } from './invariant.ts'
import { toldToBegin } from './threads/start-thread.ts'

invariant(parentPort !== null, 'the intake runs as a thread')
runIntake(parentPort, await toldToBegin<IntakeOptions>(workerData))
