/**
 * Writing off held payments: the shop has given the goods and gets its money, the house bears the loss, and the client is
 * asked for nothing. What they claim stays claimed, so that the same row never posts again.
 */
import type { Database } from 'better-sqlite3'
import type { Effect, ProposedChange } from '../../contract/proposals.ts'
import type { Refusal } from '../../operations/refusal.ts'
import { perConnection } from '../../store/compiled.ts'
import { decideRow } from '../row-decisions.ts'
import { type CaseOfRows, type HeldRow, heldRowsOf, isCase, openCaseOfRows } from './case-rows.ts'
import { type Agreed, type RowsSettled, sumOf } from './post-held.ts'
import { RowBooker } from './row-booker.ts'
import { inSums, noteSettled, shownMax } from './settled-rows.ts'

type Context = Readonly<{ raw: Database; at: number }>

export function writeOffRows(
  { raw, at }: Context,
  { exception, lines }: Extract<ProposedChange, { kind: 'rows_write_off' }>,
  agreed: Agreed,
): RowsSettled | Refusal {
  const of = openCaseOfRows(raw, exception)
  if (!isCase(of)) return of
  if (of.scope !== 'hold') return { status: 'nothing_left', exception }
  const rows = heldRowsOf(raw, of, lines)
  if ('status' in rows) return rows
  const topUp = rows.find(({ type }) => type !== 'Payment')
  if (topUp !== undefined) return { status: 'only_payments', line: topUp.line }
  const booker = new RowBooker(raw, at, of)
  const amount = sumOf(rows)
  const { clearing } = booker
  if (!Number.isSafeInteger(clearing.balance + amount)) return { status: 'balance_too_large', account: clearing.code }
  for (const row of rows) {
    const posting = giveUp(booker, of, row, agreed)
    statementsOf(raw).end.run(of.batch, row.line)
    const { by, reason, proposal } = agreed
    const of1 = { exception, batch: of.batch, line: row.line, by, reason, proposal, posting }
    decideRow(raw, at, { ...of1, decision: 'written_off' })
  }
  booker.finish()
  noteSettled(raw, at, of, { rows: rows.length, amount, by: agreed.by, proposal: agreed.proposal, kind: 'written_off' })
  const sets = [
    { subject: `exception:${exception}`, before: { held: rows.length }, after: { writtenOff: rows.length } },
  ]
  const client = rows.length === 1 ? (rows[0]?.client ?? null) : null
  const done = { status: 'done' as const, rows: rows.length, amount, sets, client }
  return rows.length <= shownMax ? done : { ...done, inSums: inSumsOf(raw, of, amount) }
}

function giveUp(
  booker: RowBooker,
  { id }: CaseOfRows,
  { client, amount, code, occurredAt, day }: HeldRow,
  { by, reason, proposal }: Agreed,
): number {
  const { books, clearing, home } = booker
  if (code === 'INSUFFICIENT_FUNDS') booker.forget(client)
  return books.postEntry({
    kind: 'write_off',
    currency: home.currency,
    amount,
    legs: [{ debit: books.house('write-off', home.currency), credit: clearing, amount }],
    proposal,
    reference: `EX-${id}`,
    reason,
    initiator: by,
    occurredAt,
    day,
  })
}

function inSumsOf(raw: Database, of: CaseOfRows, amount: number): Pick<Effect, 'postings' | 'balances'> {
  const { postings, balances } = inSums(raw, of, { topUps: 0, payments: amount })
  return { postings: postings.map((each) => ({ ...each, kind: 'write_off', debit: 'write-off' })), balances }
}

const statementsOf = perConnection((raw) => ({
  end: raw.prepare(`UPDATE held_row SET state = 'rejected' WHERE batch_id = ? AND line = ? AND state = 'held'`),
}))
