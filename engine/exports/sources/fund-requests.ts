/** Requests to top up through a gateway, newest first. */
import type { FundRequest } from '../../contract/funding.ts'
import { listFundRequests } from '../../funding/list.ts'
import { behindLast, pageRows, pagesBehind, sourceOf } from '../source.ts'

export const fundRequests = sourceOf<'fund_requests', FundRequest>('fund_requests', {
  title: 'Fund requests',
  columns: {
    id: ['integer', 0.7],
    client: ['text', 1.3],
    amount: ['money', 1.3],
    currency: ['text', 0.8],
    gateway: ['text', 1],
    state: ['state', 1.1],
    reference: ['text', 1.6],
    callerReference: 'text',
    availableWhenPaid: 'flag',
    createdAt: ['instant', 1.6],
    createdBy: 'text',
    expiresAt: 'instant',
    payment: 'text',
    paidAt: ['instant', 1.6],
    paidLate: 'flag',
    settledAt: 'instant',
    settledDay: ['day', 1.1],
    received: 'money',
    fee: 'money',
    bankReference: 'text',
    reconciledAt: 'instant',
    undoneAt: 'instant',
    version: 'integer',
  },
  pages: (context, asked) =>
    pagesBehind<FundRequest, number>((before) =>
      behindLast(listFundRequests(context, { ...asked, before, limit: pageRows }), ({ id }) => id),
    ),
})
