/** The threads of a store, which load their programs while somebody still types a passphrase. */
import { prepareThread, type WaitingThread } from '../threads/start-thread.ts'

export type StoreThreads = Readonly<{
  writer: WaitingThread
  quick: WaitingThread
  long: WaitingThread
  /** How many calls wait for the writer, which looks at it while it works on one of them. */
  asked: Int32Array
}>

export function prepareStoreThreads(): StoreThreads {
  const asked = new Int32Array(new SharedArrayBuffer(4))
  return {
    writer: prepareThread('writer', asked),
    quick: prepareThread('reader'),
    long: prepareThread('reader'),
    asked,
  }
}

export async function dropStoreThreads({ writer, quick, long }: StoreThreads): Promise<void> {
  await Promise.all([writer, quick, long].map((thread) => thread.drop()))
}
