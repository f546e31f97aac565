/** Money that came to the bank from somebody whom nobody knows: it waits in suspense, and its line is explained. */
import type { Database } from 'better-sqlite3'
import { dayOfNumber } from '../../calendar/day.ts'
import type { Instant } from '../../calendar/instant.ts'
import { postUnknownPayer } from '../../funding/transfers.ts'
import { invariant } from '../../invariant.ts'
import { command } from '../../store/command.ts'
import { withoutTrace } from '../../store/savepoint.ts'
import { findBankLine, type LineRefusal } from './bank-line.ts'
import { explain } from './book-lines.ts'
import { nextKeyOf, type PostedBefore, postedBefore } from './posted-before.ts'

export type UnknownPayer = Readonly<{ line: number; reason: string; by: string }>
export type InSuspense =
  | Readonly<{ status: 'done'; match: number }>
  | LineRefusal
  | PostedBefore
  /** Only what came in to a bank can be of an unknown payer. */
  | Readonly<{ status: 'line_not_of_a_payer'; line: number }>

export const bookUnknownPayer = command({
  topics: ['reconciliation', 'ledger'],
  record: ({ line, reason }: UnknownPayer, outcome: InSuspense) => ({
    action: 'reconcile.book_unknown',
    subject: `line:${line}`,
    outcome: outcome.status,
    detail: { reason },
  }),
  run: (context, asked): InSuspense =>
    withoutTrace(
      context.raw,
      () => toSuspense(context, asked),
      ({ status }) => status !== 'done',
    ),
})

function toSuspense(
  context: Readonly<{ raw: Database; at: Instant }>,
  { line: id, reason, by }: UnknownPayer,
): InSuspense {
  const { raw } = context
  const line = findBankLine(raw, id)
  if ('status' in line) return line
  const { account, code, kind, currency, item } = line
  const { day, amount } = item
  if (kind !== 'omnibus' || amount <= 0) return { status: 'line_not_of_a_payer', line: id }
  const before = postedBefore(raw, account, item)
  if (before !== null) return before
  const told = {
    key: nextKeyOf(raw, id),
    omnibus: code,
    currency,
    amount,
    reference: reason.slice(0, 140),
    day: dayOfNumber(day),
    by,
  }
  const booked = postUnknownPayer(context, told)
  if (booked.status !== 'done') return { status: 'line_not_of_a_payer', line: id }
  const match = explain(context, account, [item], [booked.answer.transaction], { by, reason })
  invariant(match !== null, 'a line and its own posting differ', { line: id })
  return { status: 'done', match }
}
