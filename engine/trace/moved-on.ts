/** What moved the money of a transaction on since: what undid it, and what undid that, as far as anybody reads. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import { type MovedOn, movedOnMax, type Trace } from '../contract/trace.ts'
import { usedOf } from '../operations/past-transaction.ts'
import { perConnection } from '../store/compiled.ts'
import type { Place } from './place.ts'

export function movedOn(raw: Database, { entry, posting }: Place): Pick<Trace, 'movedOn' | 'left'> {
  if (entry === null || posting === null) return { movedOn: [], left: null }
  const { transaction } = entry
  const { chain, amount } = statementsOf(raw)
  const rows = chain.all({ transaction, most: movedOnMax }) as (Omit<MovedOn, 'at'> & Readonly<{ at: number }>)[]
  const total = amount.get({ transaction }) as number
  return { movedOn: rows.map(({ at, ...row }) => ({ ...row, at: isoOf(at) })), left: total - usedOf(raw, transaction) }
}

const statementsOf = perConnection((raw) => ({
  // What undoes is written behind what it undoes, so the first of the chain are found first.
  chain: raw.prepare(`
    WITH RECURSIVE chain (id) AS (
      SELECT id FROM entry WHERE related = @transaction
      UNION SELECT entry.id FROM chain JOIN entry ON entry.related = chain.id
      ORDER BY 1 LIMIT @most)
    SELECT entry.id AS "transaction", kind, amount, currency, at FROM chain JOIN entry ON entry.id = chain.id
    ORDER BY entry.id`),
  amount: raw
    .prepare(`
      SELECT coalesce((SELECT amount FROM entry WHERE id = @transaction),
        (SELECT amount FROM movement WHERE seq = @transaction))`)
    .pluck(),
}))
