/**
 * Threads of the engine. A thread begins to load what it runs at once and then waits to be told what to work on, so that the
 * one is over when the other is known. What is short-lived in one gets the room that its work needs: by itself each would
 * take 48 MB.
 */
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import { writeDownCompiledCode } from '../compiled-code.ts'
import { type Caller, callerOf } from './call.ts'
import { type ThreadName, threadFile } from './thread-file.ts'

const youngMb: Readonly<Record<ThreadName, number>> = { writer: 24, reader: 6, intake: 12 }

export type WaitingThread = Readonly<{
  caller: Caller
  begin: (data: unknown) => void
  /** Ends it where it never began. */
  drop: () => Promise<unknown>
}>

export function prepareThread(name: ThreadName, asked?: Int32Array): WaitingThread {
  const { port1: here, port2: there } = new MessageChannel()
  const worker = new Worker(threadFile(name), {
    workerData: there,
    transferList: [there],
    resourceLimits: { maxYoungGenerationSizeMb: youngMb[name] },
  })
  const caller = callerOf(worker, asked)
  // Whoever has it begin hears of a thread that died; before that, nobody waits for it.
  caller.started.catch(() => undefined)
  return {
    caller,
    begin: (data) => {
      here.postMessage(data)
      here.close()
    },
    drop: () => worker.terminate(),
  }
}

export function startThread(name: ThreadName, data: unknown): Caller {
  const { caller, begin } = prepareThread(name)
  begin(data)
  return caller
}

/** In the thread, which has loaded all it runs by then: what to work on. */
export async function toldToBegin<T>(told: MessagePort): Promise<T> {
  const begun = new Promise<T>((resolve) => told.once('message', resolve))
  writeDownCompiledCode()
  return begun
}
