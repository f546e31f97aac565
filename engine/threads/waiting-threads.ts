/**
 * The threads that an opening waits for. They load their programs while the engine's own loads and while somebody types a
 * passphrase. The reader of long questions is not one of them.
 */
import { prepareThread, type WaitingThread } from './start-thread.ts'

export type WaitingThreads = Readonly<{
  writer: WaitingThread
  quick: WaitingThread
  intake: WaitingThread
  /** How many calls wait for the writer, which looks at it while it works on one of them. */
  asked: Int32Array
}>

export function prepareThreads(): WaitingThreads {
  const asked = new Int32Array(new SharedArrayBuffer(4))
  return {
    writer: prepareThread('writer', asked),
    quick: prepareThread('reader'),
    intake: prepareThread('intake'),
    asked,
  }
}

export async function dropThreads({ writer, quick, intake }: WaitingThreads): Promise<void> {
  await Promise.all([writer, quick, intake].map((thread) => thread.drop()))
}
