/** A transaction by the number of its first posting: its postings, where it came from, what undid it and what is left. */
import { isoOf } from '../calendar/instant.ts'
import type { Transaction } from '../contract/accounts.ts'
import { usedOf } from '../operations/past-transaction.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { postingOf, readPostings, sourceOf } from './posting-rows.ts'

export function readTransaction(
  { raw }: Pick<QueryContext, 'raw'>,
  { transaction: id }: Readonly<{ transaction: number }>,
): Transaction | null {
  const { entry, undoing } = statementsOf(raw)
  const { postings, amount: total } = (entry.get(id) as EntryRow | undefined) ?? { postings: 1, amount: null }
  const seqs = statementsOf(raw).seqs.all({ id, behind: id + postings }) as number[]
  const rows = readPostings(raw, seqs)
  const [first] = rows
  // A number in the middle of an entry is that of a posting, not of a transaction.
  if (first === undefined || first.transaction !== id) return null
  const amount = total ?? first.amount
  const undoneBy = undoing.all(id) as UndoingRow[]
  return {
    id,
    kind: first.kind,
    currency: first.currency,
    amount,
    at: isoOf(first.postedAt),
    businessDay: first.businessDay,
    postings: rows.map(postingOf),
    undoneBy: undoneBy.map(({ at, ...each }) => ({ ...each, at: isoOf(at) })),
    left: amount - usedOf(raw, id),
    source: sourceOf(first),
  }
}

type EntryRow = Readonly<{ postings: number; amount: number }>
type UndoingRow = Readonly<{ transaction: number; kind: string; amount: number; at: number }>

const statementsOf = perConnection((raw) => ({
  entry: raw.prepare('SELECT postings, amount FROM entry WHERE id = ?'),
  seqs: raw.prepare('SELECT seq FROM movement WHERE seq >= @id AND seq < @behind ORDER BY seq').pluck(),
  undoing: raw.prepare('SELECT id AS "transaction", kind, amount, at FROM entry WHERE related = ? ORDER BY id'),
}))
