import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AccountKind } from '../../engine/contract/accounts.ts'
import { findAccountQuery, listAccounts } from '../../engine/ledger/accounts-list.ts'
import { enter, type Ledger, openLedger } from './entries.ts'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
  const deposit = { kind: 'deposit', debit: 'omnibus:main', amount: 5 }
  enter(ledger.raw, [
    { ...deposit, credit: 'wallet:anna' },
    { ...deposit, credit: 'wallet:anna', currency: 'EUR' },
    { ...deposit, credit: 'wallet:ann' },
    { ...deposit, credit: 'wallet:wallet:wx', debit: 'gateway:anna' },
    { ...deposit, credit: 'wallet:w', currency: 'EUR' },
    { kind: 'chargeback', debit: 'receivable:anna', credit: 'clearing:seven', amount: 2, related: 1 },
  ])
})
afterAll(() => ledger.close())

type Filter = Parameters<typeof listAccounts>[1]['filter']
function codesOf(filter: Filter, limit: number): string[] {
  const codes: string[] = []
  let after: number | null = null
  do {
    const page = listAccounts(ledger.context, { filter, after, limit })
    expect(page.items.length).toBeLessThanOrEqual(limit)
    codes.push(...page.items.map(({ code, currency }) => (currency === 'USD' ? code : `${code} ${currency}`)))
    after = page.next
  } while (after !== null)
  return codes
}

const wallets = ['wallet:ann', 'wallet:anna EUR', 'wallet:anna', 'wallet:w EUR', 'wallet:wallet:wx']
it.each<readonly [string, Filter, readonly string[]]>([
  [
    'everything',
    {},
    [
      ...wallets,
      'receivable:anna',
      'clearing:eight',
      'clearing:seven',
      'gateway:anna',
      'omnibus:main EUR',
      'omnibus:main',
    ],
  ],
  ['a kind', { kind: 'clearing' }, ['clearing:eight', 'clearing:seven']],
  ['a currency', { currency: 'EUR' }, ['wallet:anna EUR', 'wallet:w EUR', 'omnibus:main EUR']],
  ['a client’s number', { search: 'anna' }, ['wallet:anna EUR', 'wallet:anna', 'receivable:anna']],
  ['the beginning of one', { search: 'ann', kind: 'wallet' }, ['wallet:ann', 'wallet:anna EUR', 'wallet:anna']],
  ['the beginning of a code', { search: 'wallet:anna' }, ['wallet:anna EUR', 'wallet:anna']],
  ['the beginning of a kind', { search: 'w' }, wallets],
  ['a number that looks like a code', { search: 'wallet:w' }, ['wallet:w EUR', 'wallet:wallet:wx']],
  ['a code of no client', { search: 'omni' }, ['omnibus:main EUR', 'omnibus:main']],
  ['a pattern', { search: '%' }, []],
])('lists accounts by kind and code: %s', (_, filter, codes) => {
  for (const limit of [1, 2, 3, 100]) expect(codesOf(filter, limit)).toEqual(codes)
})

it('tells an account by its code, in the workspace’s currency or the one that it began with', () => {
  expect(findAccountQuery(ledger.context, { code: 'wallet:anna' })).toEqual({
    id: expect.any(Number),
    code: 'wallet:anna',
    kind: 'wallet' satisfies AccountKind,
    currency: 'USD',
    balance: 5,
    client: 'anna',
    state: 'active',
    version: 1,
    openedAt: expect.stringMatching(/Z$/),
  })
  expect(findAccountQuery(ledger.context, { code: 'wallet:anna', currency: 'EUR' })).toMatchObject({ currency: 'EUR' })
  expect(findAccountQuery(ledger.context, { code: 'wallet:w' })).toMatchObject({ currency: 'EUR', balance: 5 })
  expect(findAccountQuery(ledger.context, { code: 'wallet:w', currency: 'USD' })).toBeNull()
  expect(findAccountQuery(ledger.context, { code: 'nothing' })).toBeNull()
})
