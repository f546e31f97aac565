/** A reader thread's work: queries one after another, each on one stable snapshot of the store. */
import type { MessagePort } from 'node:worker_threads'
import { invariant } from '../invariant.ts'
import { announceStart, answerCalls, Handed } from '../threads/call.ts'
import type { QueryMap } from './command.ts'
import { connect } from './connection.ts'
import { kyselyOn } from './kysely-on.ts'

export type ReaderOptions = Readonly<{ file: string; key: Uint8Array }>

export function runReader(port: MessagePort, queries: QueryMap, { file, key }: ReaderOptions): void {
  void announceStart(port, () => {
    const raw = connect({ file, key, mode: 'read' })
    const db = kyselyOn(raw)
    const [begin, rollback] = [raw.prepare('BEGIN'), raw.prepare('ROLLBACK')]
    answerCalls(port, async ({ name, input }, onProgress) => {
      const query = queries[name]
      invariant(query !== undefined, 'no such query', { name })
      const memory: ArrayBuffer[] = []
      const handOver = (buffers: readonly ArrayBuffer[]): void => void memory.push(...buffers)
      begin.run()
      try {
        const answer = await query({ db, raw, onProgress, handOver }, input as never)
        return memory.length === 0 ? answer : new Handed(answer, memory)
      } finally {
        // Nothing was written, and after a damaged page only a rollback leaves the connection usable.
        if (raw.inTransaction) rollback.run()
      }
    })
    port.once('close', () => raw.close())
  })
}
