/** A person says that a bank's line is an expected payment: it is posted as the line has it, and the line is explained. */
import type { Database } from 'better-sqlite3'
import type { Instant } from '../../calendar/instant.ts'
import type { ExpectedPayment, ExpectedState } from '../../contract/expected.ts'
import { shownExpected } from '../../expected/list.ts'
import { type ExpectedRecord, findExpected, isOpen, leftOf } from '../../expected/record.ts'
import { invariant } from '../../invariant.ts'
import { command } from '../../store/command.ts'
import { withoutTrace } from '../../store/savepoint.ts'
import { type BankLine, findBankLine, type LineRefusal } from './bank-line.ts'
import { explain } from './book-lines.ts'
import { payExpected } from './pay-expected.ts'
import { type PostedBefore, postedBefore } from './posted-before.ts'

type Settling = Readonly<{ id: number; line: number; reason: string; by: string }>
export type SettledByHand =
  | Readonly<{ status: 'done'; payment: ExpectedPayment }>
  | Readonly<{ status: 'not_found' }>
  | Readonly<{ status: 'expected_over'; state: ExpectedState }>
  | LineRefusal
  | PostedBefore
  | Readonly<{ status: 'line_does_not_pay'; line: number; amount: number; expected: number }>

export const settleExpected = command({
  topics: ['expected', 'reconciliation', 'ledger', 'exceptions'],
  record: ({ id, line, reason }: Settling, { status }: SettledByHand) => ({
    action: 'expected.settle',
    subject: `expected:${id}`,
    outcome: status,
    detail: { line, reason },
  }),
  run: (context, asked): SettledByHand =>
    withoutTrace(
      context.raw,
      () => settle(context, asked),
      ({ status }) => status !== 'done',
    ),
})

type At = Readonly<{ raw: Database; at: Instant }>

function settle(context: At, { id, line: number, reason, by }: Settling): SettledByHand {
  const { raw } = context
  const record = findExpected(raw, id)
  if (record === null) return { status: 'not_found' }
  if (!isOpen(record)) return { status: 'expected_over', state: shownExpected(raw, id).state }
  const line = findBankLine(raw, number)
  if ('status' in line) return line
  const { item, account } = line
  const refusal = { status: 'line_does_not_pay', line: number, amount: item.amount, expected: leftOf(record) } as const
  if (!mayBe(record, line)) return refusal
  const before = postedBefore(raw, account, item)
  if (before !== null) return before
  const entry = payExpected(context, id, { account, line: item, by })
  if (entry === null) return refusal
  const match = explain(context, account, [item], [entry], { by, reason })
  invariant(match !== null, 'a line and its own posting differ', { line: number })
  return { status: 'done', payment: shownExpected(raw, id) }
}

const mayBe = (record: ExpectedRecord, { kind, currency, item }: BankLine): boolean =>
  kind === 'omnibus' && currency === record.currency && Math.sign(item.amount) === Math.sign(record.amount)
