/** Money that came to the bank from somebody whom nobody knows: it waits in suspense, and its line is explained. */
import type { Database } from 'better-sqlite3'
import { dayOfNumber } from '../../calendar/day.ts'
import { postUnknownPayer } from '../../funding/transfers.ts'
import { invariant } from '../../invariant.ts'
import { command } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { withoutTrace } from '../../store/savepoint.ts'
import { type Item, sides } from '../items/open-items.ts'
import { isOpenItem } from '../matches/by-hand.ts'
import { matchOfItem } from '../matches/write-match.ts'
import { explain } from './book-lines.ts'

export type UnknownPayer = Readonly<{ line: number; reason: string; by: string }>
export type InSuspense =
  | Readonly<{ status: 'done'; match: number }>
  | Readonly<{ status: 'item_unknown'; side: 'line'; item: number }>
  | Readonly<{ status: 'item_matched'; side: 'line'; item: number; match: number }>
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

type Line = Readonly<{ account: number; code: string; kind: string; currency: string; day: number; amount: number }>

function toSuspense(
  context: Readonly<{ raw: Database; at: number }>,
  { line: id, reason, by }: UnknownPayer,
): InSuspense {
  const { raw } = context
  const line = findLine(raw).get(id) as Line | undefined
  if (line === undefined) return { status: 'item_unknown', side: 'line', item: id }
  const { account, code, kind, currency, day, amount } = line
  const item: Item = { side: sides.line, item: id, day, amount }
  if (!isOpenItem(raw, account, item)) {
    const match = matchOfItem(raw, account, sides.line, id)
    return match === undefined
      ? { status: 'item_unknown', side: 'line', item: id }
      : { status: 'item_matched', side: 'line', item: id, match }
  }
  if (kind !== 'omnibus' || amount <= 0) return { status: 'line_not_of_a_payer', line: id }
  const told = {
    key: `line:${id}`,
    omnibus: code,
    currency,
    amount,
    reference: reason.slice(0, 140),
    day: dayOfNumber(day),
    by,
  }
  const booked = postUnknownPayer(context, told)
  // A line that was booked before and taken apart since has its posting, which is open as well.
  if (booked.status !== 'done') return { status: 'line_not_of_a_payer', line: id }
  const match = explain(context, account, [item], [booked.answer.transaction], { by, reason })
  invariant(match !== null, 'a line and its own posting differ', { line: id })
  return { status: 'done', match }
}

const findLine = perConnection((raw) =>
  raw.prepare(`
    SELECT account.id AS account, account.code, account.kind, account.currency, line.day, line.amount
    FROM statement_line AS line JOIN account ON account.id = line.account WHERE line.id = ?`),
)
