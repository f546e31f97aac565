/** Books whose batches need a person, and the writer's hand on their exceptions. */
import type { Database } from 'better-sqlite3'
import { type BatchFact, raiseForBatch } from '../../engine/exceptions/raise-for-batch.ts'
import { type Books, csvOf, openBooks, type RowDraft } from '../ingest/drop.ts'
import { withRawStore } from '../ledger/raw-store.ts'

/** Makes no question of small batches that are like each other, nor of very many faults. */
const agreement = { effects: { BATCH_DOUBLED: 'warn' }, limits: { clientsMin: 0, faultsMaxPercent: 100 } } as const

/** Also with the producer 9 `nine`, whose batches are posted however few their clients and many their faults. */
export async function openLenientBooks(): Promise<Books> {
  const books = await openBooks()
  await books.client.producers.add({ id: 9, code: 'nine', name: 'Nine Lives', agreement })
  return books
}

/** Takes a file of producer 9; answers the number of its batch. */
export async function takeBatch(books: Books, name: string, rows: readonly RowDraft[]): Promise<number> {
  books.drop(name, csvOf(rows.map((row) => ({ producer: 9, ...row }))), 'nine')
  await books.drain()
  const [batch] = (await books.client.batches.list({ file: name, limit: 1 })).items
  if (batch === undefined) throw new Error(`no batch came of ${name}`)
  return batch.id
}

/** As if the batch had come into this state, and its rules had said this. */
export const standsAt = (
  books: Books,
  batch: number,
  state: 'held' | 'posted',
  facts: readonly BatchFact[],
  reasons: readonly string[] = facts.map(({ code }) => code),
) =>
  inStore(books, (raw) => {
    raw.prepare('UPDATE batch SET state = ?, reasons = ? WHERE id = ?').run(state, JSON.stringify(reasons), batch)
    raiseForBatch(raw, Date.now(), batch, facts)
  })

/** In one transaction, as the writer does it. */
export const inStore = <T>(books: Books, act: (raw: Database) => T): Promise<T> =>
  withRawStore(books.engine, (raw) => raw.transaction(() => act(raw)).immediate())
