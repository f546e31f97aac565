import { ORPCError } from '@orpc/client'
import { describe, expect, it } from 'vitest'
import { contract } from '../../engine/contract/contract.ts'
import { operationFaults } from '../../engine/contract/operations.ts'
import { type Fault, readFault } from '../../renderer/engine/fault.ts'
import { faultSentence } from '../../renderer/faults/fault-sentence.ts'
import { isOperationFault, mayBeProposed } from '../../renderer/faults/operation-sentence.ts'
import { chinese, english, shown } from './text.ts'

const client = 'C-1'

// One line per way that money is not moved or a wallet not changed, with what a person reads.
const refusals: readonly (readonly [code: string, facts: object, sentence: string])[] = [
  [
    'key_reused_with_other_content',
    { key: 'k' },
    'This was sent before with other content, and what was sent then may have been done. Look at the history, then begin anew.',
  ],
  [
    'currency_unknown',
    { currency: 'XAF' },
    'The books are not kept in XAF. A currency is added by proposal, under Settings.',
  ],
  ['wallet_unknown', { client, currency: 'USD' }, 'Client C-1 has no wallet in USD. Open one first.'],
  ['virtual_account_unknown', { virtualAccount: 'HK1' }, 'No wallet has the account number HK1.'],
  ['account_unknown', { account: 'omnibus:x' }, 'There is no account omnibus:x.'],
  [
    'account_not_meant_for_this',
    { account: 'suspense' },
    'The account suspense is of a kind that this can’t be done with.',
  ],
  ['producer_unknown', { producer: 1234 }, 'There is no producer 1234.'],
  ['transaction_unknown', { transaction: 1234 }, 'There is no transaction 1234.'],
  ['hold_unknown', { hold: 3 }, 'There is no hold 3.'],
  ['same_wallet', { client }, 'From and to are the same wallet: that of client C-1.'],
  ['wallet_closed', { client }, 'The wallet of client C-1 is closed: nothing goes in or out any more.'],
  [
    'wallet_frozen',
    { client },
    'The wallet of client C-1 is frozen. Unfreeze it first, once the reason for it is gone.',
  ],
  [
    'version_moved',
    { client, expected: 3, found: 4 },
    'The wallet of client C-1 moved since you opened it. Look at what it shows now and press again.',
  ],
  ['bank_transaction_known', { transaction: 1234 }, 'The bank’s number is known already: transaction 1234 has it.'],
  [
    'not_of_this_kind',
    { transaction: 12, kind: 'deposit' },
    'Transaction 12 is of a kind that this can’t be done to (deposit).',
  ],
  ['exceeds_left', { left: 120_450 }, 'Only USD 1,204.50 is left of it.'],
  ['exceeds_left', { left: 0 }, 'Nothing is left of it.'],
  ['hold_ended', { hold: 3, state: 'captured' }, 'Hold 3 has ended already: its money was captured.'],
  ['hold_ended', { hold: 3, state: 'expired' }, 'Hold 3 has ended already: it expired.'],
  [
    'date_in_future',
    { latest: '2026-11-21T06:00:00.000Z' },
    'The date lies in the future. The latest that is taken is 2026-11-21 14:00:00.',
  ],
  [
    'limit_exceeded',
    { which: 'transaction', rule: 'Counter', limit: 500_000, left: 500_000 },
    'The limit “Counter” allows USD 5,000.00 at a time; USD 5,000.00 is left.',
  ],
  [
    'limit_exceeded',
    { which: 'day', rule: 'Counter', limit: 500_000, left: 50 },
    'The limit “Counter” allows USD 5,000.00 a business day; USD 0.50 is left.',
  ],
  [
    'limit_exceeded',
    { which: 'month', rule: 'Counter', limit: 500_000, left: 0 },
    'The limit “Counter” allows USD 5,000.00 a month; USD 0.00 is left.',
  ],
  [
    'approval_needed',
    { above: 1_000_000 },
    'You may do up to USD 10,000.00 alone; above it a second person has to agree.',
  ],
  [
    'insufficient_funds',
    { client, available: 8_000, shortfall: 4_000 },
    'Client C-1 has USD 80.00 available: USD 40.00 is missing.',
  ],
  [
    'balance_too_large',
    { account: 'wallet:C-1' },
    'The account wallet:C-1 would come to more than the books can hold exactly.',
  ],
  ['wallet_exists', { client, currency: 'USD' }, 'Client C-1 has a wallet in USD already.'],
  [
    'wallet_not_empty',
    { balance: 500, held: 0, pending: 0, receivable: 0, heldRows: 0 },
    'Still in it: balance USD 5.00; each has to go first.',
  ],
  [
    'wallet_not_empty',
    { balance: 500, held: 1, pending: 2, receivable: 3, heldRows: 2 },
    'Still in it: balance USD 5.00; held USD 0.01; pending USD 0.02; receivable USD 0.03; 2 payments held; each has to go first.',
  ],
  ['virtual_account_exists', { virtualAccount: 'HK1' }, 'The account number HK1 is taken already.'],
  ['tier_unknown', { tier: 'gold' }, 'There is no tier gold. Tiers are settings.'],
]

const faultOf = (code: string, data: object): Fault => readFault(new ORPCError(code, { data }))

describe('why money was not moved', () => {
  it.each(refusals)('%s %j', (code, facts, sentence) => {
    const fault = faultOf(code, facts)
    expect(fault).toEqual({ code, ...facts })
    const { id, values } = faultSentence(fault, shown)
    expect(english(id, values)).toBe(sentence)
    // The other language says it with the same facts, and leaves no placeholder standing.
    expect(chinese(id, values)).not.toMatch(/[{}]|undefined/)
  })

  it('is told of every refusal that an operation or a wallet knows', () => {
    const own = [contract.wallets.open, contract.wallets.close, contract.wallets.openVirtualAccount].flatMap(
      ({ '~orpc': { errorMap } }) => Object.keys(errorMap),
    )
    const asked = new Set(
      [...Object.keys(operationFaults), ...own].filter((code) => isOperationFault(faultNamed(code))),
    )
    expect([...asked].sort()).toEqual([...new Set(refusals.map(([code]) => code))].sort())
  })
})

const faultNamed = (code: string): Fault => ({ code }) as Fault

it('offers a proposal for what a second person may allow, and for nothing else', () => {
  const offered = refusals.filter(([code, facts]) => mayBeProposed(faultOf(code, facts))).map(([code]) => code)
  expect([...new Set(offered)]).toEqual(['limit_exceeded', 'approval_needed'])
  expect(mayBeProposed(undefined)).toBe(false)
})
