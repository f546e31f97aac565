/**
 * Posting held rows although a rule had held them: two people overrule the rule, never the books. Rows whose wallet has too
 * little stay held.
 */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../../calendar/instant.ts'
import type { Effect, ProposedChange } from '../../contract/proposals.ts'
import type { Refusal } from '../../operations/refusal.ts'
import { perConnection } from '../../store/compiled.ts'
import { decideRow } from '../row-decisions.ts'
import { type CaseOfRows, type HeldRow, heldRowsOf, isCase, openCaseOfRows } from './case-rows.ts'
import { type Booked, RowBooker } from './row-booker.ts'
import { inSums, noteSettled, shownMax } from './settled-rows.ts'

/** A proposal that is being carried out, or tried out. */
export type Agreed = Readonly<{ proposal: number; by: string; reason: string }>

export type RowsSettled = Readonly<{
  status: 'done'
  rows: number
  amount: number
  sets: Effect['sets']
  client: string | null
  inSums?: Pick<Effect, 'postings' | 'balances'>
}>

type Context = Readonly<{ raw: Database; at: number }>

export function postHeldRows(
  { raw, at }: Context,
  { exception, lines }: Extract<ProposedChange, { kind: 'rows_post' }>,
  { proposal, by, reason }: Agreed,
): RowsSettled | Refusal {
  const of = openCaseOfRows(raw, exception)
  if (!isCase(of)) return of
  if (of.scope !== 'hold') return { status: 'nothing_left', exception }
  if (of.suspendedBy !== null)
    return { status: 'producer_suspended', by: of.suspendedBy, at: isoOf(of.suspendedAt ?? at) }
  const rows = heldRowsOf(raw, of, lines)
  if ('status' in rows) return rows
  const booked = bookAll(raw, at, of, rows)
  if ('status' in booked) return booked
  for (const { row, posting } of booked.posted)
    decideRow(raw, at, {
      exception,
      batch: of.batch,
      line: row.line,
      decision: 'posted',
      by,
      reason,
      proposal,
      posting,
    })
  const posted = booked.posted.map(({ row }) => row)
  const amount = sumOf(posted)
  noteSettled(raw, at, of, { rows: posted.length, amount, by, proposal, kind: 'posted' })
  const of1 = posted.length === 1 ? (posted[0]?.client ?? null) : null
  const sets = [
    {
      subject: `exception:${exception}`,
      before: { held: rows.length },
      after: { posted: posted.length, held: rows.length - posted.length },
    },
  ]
  const done = { status: 'done' as const, rows: posted.length, amount, sets, client: of1 }
  return posted.length <= shownMax ? done : { ...done, inSums: inSums(raw, of, byType(posted)) }
}

type PostedRow = Readonly<{ row: HeldRow; posting: number }>

function bookAll(
  raw: Database,
  at: number,
  of: CaseOfRows,
  rows: readonly HeldRow[],
): Readonly<{ posted: readonly PostedRow[] }> | Refusal {
  const booker = new RowBooker(raw, at, of)
  const posted: PostedRow[] = []
  const stopped: Readonly<{ row: HeldRow; why: Exclude<Booked, { status: 'posted' }> }>[] = []
  for (const row of rows) {
    const outcome = booker.post(row, {
      waited: row.code === 'INSUFFICIENT_FUNDS',
      settle: (posting) => statementsOf(raw).post.run({ batch: of.batch, line: row.line, posting }),
    })
    if (outcome.status === 'posted') posted.push({ row, posting: outcome.posting })
    else stopped.push({ row, why: outcome })
  }
  booker.finish()
  const first = stopped[0]
  return posted.length === 0 && first !== undefined ? refusalOf(first.row, first.why, stopped.length) : { posted }
}

/** Why a row could not be posted, of how many. */
export function refusalOf(
  { line, client, amount }: Pick<HeldRow, 'line' | 'client' | 'amount'>,
  why: Exclude<Booked, { status: 'posted' }>,
  rows: number,
): Refusal {
  switch (why.status) {
    case 'lacks_money':
      return { status: 'rows_lack_money', line, client, amount, available: why.available, rows }
    case 'client_unknown':
      return { status: 'row_client_unknown', line, client }
    case 'wallet_closed':
      return { status: 'wallet_closed', client }
    case 'too_large':
      return { status: 'balance_too_large', account: why.account }
  }
}

export const sumOf = (rows: readonly Readonly<{ amount: number }>[]): number =>
  // Beyond what a number holds it is beyond every bound as well.
  Math.min(
    rows.reduce((sum, { amount }) => sum + amount, 0),
    Number.MAX_SAFE_INTEGER,
  )

export const byType = (rows: readonly Pick<HeldRow, 'type' | 'amount'>[]) => ({
  topUps: sumOf(rows.filter(({ type }) => type === 'TopUp')),
  payments: sumOf(rows.filter(({ type }) => type === 'Payment')),
})

const statementsOf = perConnection((raw) => ({
  post: raw.prepare(`
    UPDATE held_row SET state = 'posted', posting = @posting WHERE batch_id = @batch AND line = @line AND state = 'held'`),
}))
