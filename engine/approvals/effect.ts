/**
 * What a change does: tried out on the books in force, looked at, and taken back. Its hash leaves the balances out, because
 * they move with every batch; what is posted and what is set is what a second person agrees to.
 */
import { hash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { Effect, ProposedChange } from '../contract/proposals.ts'
import { canonical } from '../operations/keys.ts'
import type { Refusal } from '../operations/refusal.ts'
import { perConnection } from '../store/compiled.ts'
import { withoutTrace } from '../store/savepoint.ts'
import { type Approval, type Carried, carryOutChange } from './kinds.ts'

export type Done = Readonly<{ status: 'done'; carried: Carried; effect: Effect; effectHash: Uint8Array }>

type Context = Readonly<{ raw: Database; at: number }>

/** Carries a change out and says what that did. */
export function carryOutWithEffect(context: Context, change: ProposedChange, approval: Approval): Done | Refusal {
  const { raw } = context
  const before = (statementsOf(raw).lastSeq.get() as number | null) ?? 0
  const carried = carryOutChange(context, change, approval)
  if (carried.status !== 'done') return carried
  const effect = { ...(carried.inSums ?? postedSince(raw, before)), sets: carried.sets }
  return { status: 'done', carried, effect, effectHash: hashOfEffect(effect) }
}

const postedSince = (raw: Database, before: number): Pick<Effect, 'postings' | 'balances'> => ({
  postings: statementsOf(raw).postings.all(before) as Effect['postings'],
  balances: statementsOf(raw).balances.all({ before }) as Effect['balances'],
})

/** The same, and nothing of it stays. */
export const simulate = (context: Context, change: ProposedChange, approval: Approval): Done | Refusal =>
  withoutTrace(
    context.raw,
    () => carryOutWithEffect(context, change, approval),
    () => true,
  )

export const hashOfChange = (change: ProposedChange): Uint8Array => hash('sha256', canonical(change), 'buffer')

const hashOfEffect = ({ postings, sets }: Effect): Uint8Array => hash('sha256', canonical({ postings, sets }), 'buffer')

const statementsOf = perConnection((raw) => ({
  lastSeq: raw.prepare('SELECT max(seq) FROM movement').pluck(),
  postings: raw.prepare(`
    SELECT posting.kind, debit.code AS debit, credit.code AS credit, posting.currency, posting.amount
    FROM movement AS posting JOIN account AS debit ON debit.id = posting.debit JOIN account AS credit ON credit.id = posting.credit
    WHERE posting.seq > ? ORDER BY posting.seq`),
  balances: raw.prepare(`
    WITH leg AS (
      SELECT debit AS account, -amount AS change FROM movement WHERE seq > @before
      UNION ALL SELECT credit, amount FROM movement WHERE seq > @before)
    SELECT account.code AS account, account.currency, account.balance - sum(leg.change) AS before,
      account.balance AS after
    FROM leg JOIN account ON account.id = leg.account GROUP BY account.id ORDER BY account.id`),
}))
