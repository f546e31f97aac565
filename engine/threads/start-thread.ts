/** Threads of the engine. What is short-lived in one gets the room that its work needs: by itself each would take 48 MB. */
import { Worker } from 'node:worker_threads'
import { type ThreadName, threadFile } from './thread-file.ts'

const youngMb: Readonly<Record<ThreadName, number>> = { writer: 24, reader: 6, intake: 12 }

export const startThread = (name: ThreadName, workerData: unknown): Worker =>
  new Worker(threadFile(name), { workerData, resourceLimits: { maxYoungGenerationSizeMb: youngMb[name] } })
