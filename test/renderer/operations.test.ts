import { describe, expect, it } from 'vitest'
import type { Hold, Receipt } from '../../engine/contract/operations.ts'
import { pastOperationOf } from '../../renderer/operations/past.ts'
import { holdWords, receiptWords } from '../../renderer/operations/receipt-words.ts'
import { amountProblem, emptyOperation, readAccountNumber, readOperation } from '../../renderer/operations/typed.ts'
import { noonOf } from '../../renderer/time/noon.ts'
import { english, formats } from './text.ts'

const reader = { digits: 2, zone: 'Asia/Hong_Kong', today: '2026-11-21' }

describe('what is typed about an operation', () => {
  it('sends what was filled in and nothing of what was left empty', () => {
    const typed = { ...emptyOperation, amount: '1,204.50', reference: ' INV-7 ', reason: ' ' }
    expect(readOperation(typed, reader)).toEqual({
      amount: 120_450,
      details: { reference: 'INV-7' },
      reason: undefined,
    })
  })

  it('takes a past day as its noon in the zone of the workspace, and today as now', () => {
    const on = (day: string) => readOperation({ ...emptyOperation, day }, reader).details
    expect(on('2026-11-19')).toEqual({ occurredAt: '2026-11-19T04:00:00.000Z' })
    expect(on('2026-11-21')).toEqual({})
    expect(on('')).toEqual({})
  })

  it('sends nothing that the contract would not take', () => {
    const long = { ...emptyOperation, reference: 'x'.repeat(141) }
    expect(readOperation(long, reader).details).toBeNull()
    expect(readOperation({ ...emptyOperation, amount: '1.005' }, reader).amount).toBeUndefined()
  })

  it('says of an amount what is wrong with it; an empty one may mean all that is left', () => {
    expect(amountProblem('12,50', 2)).toBe('amount.ambiguous')
    expect(amountProblem('', 2)).toBe('amount.empty')
    expect(amountProblem('', 2, true)).toBeNull()
    expect(amountProblem('0', 2, true)).toBe('amount.zero')
    expect(amountProblem('12.50', 2)).toBeNull()
  })

  it('reads account numbers as banks print them', () => {
    expect(readAccountNumber(' hk12 3456-7890 ')).toBe('HK1234567890')
    expect(readAccountNumber('12')).toBeNull()
    expect(readAccountNumber('１２３４５')).toBeNull()
  })
})

describe('noon of a day', () => {
  it.each([
    ['2026-11-21', 'Asia/Hong_Kong', '2026-11-21T04:00:00.000Z'],
    ['2026-11-21', 'UTC', '2026-11-21T12:00:00.000Z'],
    ['2026-07-01', 'America/New_York', '2026-07-01T16:00:00.000Z'],
    ['2026-01-01', 'America/New_York', '2026-01-01T17:00:00.000Z'],
    ['2026-11-21', 'Pacific/Kiritimati', '2026-11-20T22:00:00.000Z'],
    ['2026-11-21', 'Pacific/Pago_Pago', '2026-11-21T23:00:00.000Z'],
    ['2026-11-21', 'Asia/Kathmandu', '2026-11-21T06:15:00.000Z'],
    // The day on which clocks go back in New York.
    ['2026-11-01', 'America/New_York', '2026-11-01T17:00:00.000Z'],
  ])('%s in %s is %s', (day, zone, instant) => {
    expect(noonOf(day, zone)).toBe(instant)
  })
})

const receipt: Receipt = {
  transaction: 1234,
  kind: 'deposit',
  currency: 'USD',
  amount: 5_000,
  at: '2026-11-21T04:00:00.000Z',
  businessDay: '2026-11-21',
  late: false,
  wallets: [{ client: 'C-1', currency: 'USD', balance: 15_000, available: 12_000, version: 4 }],
  heldPosted: 0,
  autoTopUp: null,
}

describe('a receipt in words', () => {
  it('says what was posted and what the wallet has now', () => {
    expect(receiptWords(receipt, { text: english, formats })).toEqual({
      lines: ['Posted: Deposit, USD 50.00.', 'Client C-1: balance USD 150.00, available USD 120.00.'],
      transaction: 1234,
    })
  })

  it('says what else it set off, and where late money stands', () => {
    const { lines } = receiptWords(
      { ...receipt, heldPosted: 2, autoTopUp: 1235, late: true },
      { text: english, formats },
    )
    expect(lines.slice(2)).toEqual([
      '2 held payments went through with it.',
      'It set off an auto top-up, transaction 1235.',
      'Its day is closed, so it stands on 2026-11-21.',
    ])
  })

  it('names both wallets of a transfer', () => {
    const other = { client: 'C-2', currency: 'USD', balance: 5_000, available: 5_000, version: 1 }
    const both = { ...receipt, kind: 'transfer', wallets: [...receipt.wallets, other] }
    expect(receiptWords(both, { text: english, formats }).lines).toEqual([
      'Posted: Transfer, USD 50.00.',
      'Client C-1: balance USD 150.00, available USD 120.00.',
      'Client C-2: balance USD 50.00, available USD 50.00.',
    ])
  })

  it('says of a hold what is set aside, what was captured and what is left', () => {
    const hold: Hold = {
      id: 3,
      client: 'C-1',
      currency: 'USD',
      amount: 3_000,
      captured: 1_000,
      left: 2_000,
      state: 'open',
      producer: null,
      orderId: null,
      reference: null,
      placedAt: receipt.at,
      expiresAt: receipt.at,
      endedAt: null,
    }
    const [wallet] = receipt.wallets
    if (!wallet) throw new Error('no wallet')
    const said = holdWords({ hold, wallet, heldPosted: 1, transaction: 9 }, 'captured', { text: english, formats })
    expect(said).toEqual({
      lines: [
        'Hold 3 captured.',
        'Set aside USD 30.00, captured USD 10.00, left USD 20.00.',
        'Client C-1: balance USD 150.00, available USD 120.00.',
        '1 held payment went through with it.',
      ],
      transaction: 9,
    })
  })
})

it.each([
  ['purchase', 'refund'],
  ['capture', 'refund'],
  ['Payment', 'refund'],
  ['deposit', 'chargeback'],
  ['TopUp', 'chargeback'],
  ['auto_top_up', 'chargeback'],
  ['withdrawal', 'payout'],
  ['fee', null],
  ['toString', null],
])('what can be done about a %s is: %s', (kind, operation) => {
  expect(pastOperationOf(kind)).toBe(operation)
})
