/** Settlements with producers and withdrawals to be paid out, newest first. */
import type { ExpectedPayment } from '../../contract/expected.ts'
import { listExpected } from '../../expected/list.ts'
import { behindLast, pageRows, pagesBehind, sourceOf } from '../source.ts'

export const expectedPayments = sourceOf<'expected_payments', ExpectedPayment>('expected_payments', {
  title: 'Expected payments',
  columns: {
    id: ['integer', 0.7],
    kind: ['state', 1.2],
    part: 'state',
    state: ['state', 1.1],
    reference: ['text', 1.4],
    currency: ['text', 0.8],
    amount: ['money', 1.4],
    paid: ['money', 1.3],
    left: 'money',
    bank: 'text',
    account: 'text',
    producer: 'integer',
    producerName: ['text', 1.5],
    client: ['text', 1.2],
    topUps: 'money',
    payments: 'money',
    feeExpense: 'money',
    feeIncome: 'money',
    other: 'money',
    cleared: 'money',
    batch: 'integer',
    throughDay: 'day',
    withdrawal: 'integer',
    dueDay: ['day', 1.1],
    overdue: 'flag',
    createdAt: 'instant',
    transaction: 'integer',
    version: 'integer',
  },
  pages: (context, asked) =>
    pagesBehind<ExpectedPayment, number>((before) =>
      behindLast(listExpected(context, { ...asked, before, limit: pageRows }), ({ id }) => id),
    ),
})
