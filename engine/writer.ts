/** Entry of the writer thread. */
import { parentPort, workerData } from 'node:worker_threads'
import { commands } from './commands.ts'
import { invariant } from './invariant.ts'
import { runWriter, type WriterOptions } from './store/writer-loop.ts'

invariant(parentPort !== null, 'the writer runs as a thread')
runWriter(parentPort, commands, workerData as WriterOptions)
