import { describe, expect, it } from 'vitest'
import { clientColumns } from '../../renderer/clients/columns.ts'
import { ClientSearch, findAddress, historyFilterOf, isFiltered } from '../../renderer/clients/search.ts'
import { LedgerSearch } from '../../renderer/ledger/search.ts'
import { formatsOf } from '../../renderer/workspace/workspace-context.ts'
import { english, formats } from './text.ts'

describe('finding a posting without knowing the client', () => {
  it.each([
    ['reference', ' INV-7 & more ', { tab: 'postings', reference: 'INV-7 & more' }],
    ['text', 'late fee', { tab: 'postings', text: 'late fee' }],
    ['amount', '1,204.50', { tab: 'postings', amount: 120_450 }],
    ['transaction', '1234', { tab: 'postings', transaction: 1234 }],
  ] as const)('by %s leads to the ledger, which reads it the same', (by, typed, found) => {
    const address = findAddress(by, typed, 2)
    const query = new URLSearchParams(address?.split('?')[1])
    expect(LedgerSearch.parse(Object.fromEntries(query))).toMatchObject(found)
  })

  it.each([
    ['amount', '12,50'],
    ['amount', 'INV-7'],
    ['transaction', 'INV-7'],
    ['transaction', '0'],
    ['reference', ' '],
    ['text', 'x'.repeat(141)],
  ] as const)('does not look for what can’t be one: %s %j', (by, typed) => {
    expect(findAddress(by, typed, 2)).toBeNull()
  })
})

describe('the address of the clients screen', () => {
  it('keeps the open wallet and the filters of its history', () => {
    const search = ClientSearch.parse({ open: 'C-1', currency: 'USD', kind: 'fee', amount: '500', from: '2026-11-01' })
    expect(historyFilterOf(search)).toEqual({
      kind: 'fee',
      text: undefined,
      amount: 500,
      from: '2026-11-01',
      to: undefined,
    })
    expect(isFiltered(historyFilterOf(search))).toBe(true)
  })

  it('opens in spite of anything that somebody typed into it', () => {
    const search = ClientSearch.parse({
      open: '',
      currency: 'dollars',
      amount: '-5',
      from: 'yesterday',
      transaction: 'x',
    })
    expect(isFiltered(historyFilterOf(search))).toBe(false)
    expect(search).toEqual({})
  })
})

it('shows noughts of balances, and leaves out those of what is only sometimes there', () => {
  const client = {
    id: 'C-1',
    state: 'active' as const,
    currency: 'USD',
    balance: 0,
    available: -500,
    pending: 0,
    tier: 'standard',
    version: 0,
    inProcess: 120,
    wallets: 2,
    createdAt: '2026-11-20T06:02:11.000Z',
  }
  const cells = Object.fromEntries(clientColumns(english, formats).map(({ id, text }) => [id, text(client)]))
  expect(cells).toEqual({
    id: 'C-1',
    state: 'Active',
    currency: 'USD +1',
    balance: '0.00',
    available: '\u22125.00',
    pending: '',
    inProcess: '+1.20',
    tier: 'standard',
    createdAt: '2026-11-20 14:02:11',
  })
})

it('writes money with the digits that the books keep, not those that the browser knows', () => {
  const own = formatsOf(null, 'en-HK', [{ code: 'XTS', digits: 4, home: false }])
  expect([own.money(12_345, 'XTS'), own.digits('XTS'), own.digits('JPY')]).toEqual(['1.2345', 4, 0])
})
