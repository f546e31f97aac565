/** What the console says of expected money: cases, refusals and settings, in words for people of finance. */
import { ORPCError } from '@orpc/client'
import { expect, it } from 'vitest'
import type { ExceptionCode, ExceptionScope } from '../../engine/contract/exceptions.ts'
import { type WhatCase, whatSentence } from '../../renderer/case/what.ts'
import { readFault } from '../../renderer/engine/fault.ts'
import { fundingSentence, isFundingFault } from '../../renderer/faults/funding-sentence.ts'
import { settingLines } from '../../renderer/settings/setting-lines.ts'
import { gatewayOf } from '../funding/open-funds.ts'
import { english, formats } from './text.ts'

const caseOf = (code: ExceptionCode, scope: ExceptionScope, detail: WhatCase['detail']): WhatCase => ({
  code,
  scope,
  rows: 0,
  amount: 125_000,
  currency: 'USD',
  client: scope === 'client' ? 'C-204' : null,
  file: null,
  batch: null,
  batchState: null,
  producerName: null,
  facts: [],
  found: null,
  firstRows: [],
  detail: { gateway: 'acme', reference: 'FR7KM2Q9RX', ...detail },
})

it.each<readonly [ExceptionCode, ExceptionScope, WhatCase['detail'], string]>([
  [
    'FUND_UNKNOWN',
    'engine',
    {},
    'Gateway acme tells of a payment with the reference “FR7KM2Q9RX” that was never asked for. Ask the gateway whose money it is.',
  ],
  [
    'FUND_AMOUNT_DIFFERS',
    'client',
    {},
    'Gateway acme tells of a payment for C-204 that is not what was asked for: USD 1,250.00. Nothing was posted for it. Ask the gateway what was paid.',
  ],
  [
    'FUND_CONTRADICTED',
    'client',
    { why: 'paid_twice' },
    'C-204 paid twice for one top-up, USD 1,250.00 each time. The second payment is at gateway acme, and in no wallet.',
  ],
  [
    'FUND_CONTRADICTED',
    'client',
    { why: 'wallet_closed' },
    'C-204 paid USD 1,250.00, and their wallet is closed. The money waits in suspense.',
  ],
])('a case of %s about a %s says what happened and what to do: %j', (code, scope, detail, sentence) => {
  expect(whatSentence(caseOf(code, scope, detail), null, { text: english, formats })).toBe(sentence)
})

it.each([
  ['gateway_unknown', { gateway: 'acme' }, 'There is no gateway acme. Gateways are settings.'],
  ['fund_request_over', { state: 'paid' }, 'The top-up is paid already, so there is nothing to cancel.'],
  [
    'virtual_ibans_used_up',
    { last: '0011' },
    'Every account number up to 0011 is given out. Ask the bank for a further range, and propose it.',
  ],
])('the refusal %s %j', (code, data, sentence) => {
  const fault = readFault(new ORPCError(code, { data }))
  if (!isFundingFault(fault)) throw new Error('not read')
  const { id, values } = fundingSentence(fault)
  expect(english(id, values)).toBe(sentence)
})

it('shows what is agreed with each gateway in a line', () => {
  const gateways = [
    gatewayOf('acme'),
    gatewayOf('swift-pay', {
      availableWhenPaid: true,
      feePercentBasisPoints: null,
      feeFixed: null,
      webhook: { isOn: false, toleranceSeconds: 300 },
    }),
  ]
  expect(settingLines('gateways', { gateways }, { text: english, formats })).toEqual([
    {
      what: 'acme',
      says: 'USD, pending until the bank has it, to be paid within 24 hours; usual fee 1.50 % + USD 0.30; listened to, signatures at most 300 seconds old',
    },
    { what: 'swift-pay', says: 'USD, spendable when paid, to be paid within 24 hours; no usual fee; not listened to' },
  ])
  expect(settingLines('gateways', { gateways: [] }, { text: english, formats })).toEqual([
    { what: 'Gateways', says: 'Money comes through no gateway yet.' },
  ])
})
