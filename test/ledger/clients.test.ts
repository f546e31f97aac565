import { afterAll, beforeAll, expect, it } from 'vitest'
import { listHolds } from '../../engine/holds/list.ts'
import { findBalance } from '../../engine/ledger/balance.ts'
import { findClient, listClients } from '../../engine/ledger/clients.ts'
import { listWallets } from '../../engine/wallets/list.ts'
import { enter, type Ledger, openLedger } from './entries.ts'

let ledger: Ledger
const nine = Date.parse('2026-03-01T09:00:00Z')
const minute = 60_000
beforeAll(async () => {
  ledger = await openLedger()
  const { raw } = ledger
  const deposit = { kind: 'deposit', debit: 'omnibus:main' }
  enter(
    raw,
    [
      { ...deposit, credit: 'wallet:anna', amount: 8, currency: 'EUR' },
      { ...deposit, credit: 'wallet:anna', amount: 500 },
      { ...deposit, credit: 'wallet:zoe', amount: 4, currency: 'EUR' },
    ],
    nine,
  )
  const idOf = (code: string) =>
    raw.prepare(`SELECT id FROM account WHERE code = ? AND currency = 'USD'`).pluck().get(code)
  const hold = raw.prepare(`
    INSERT INTO hold (id, wallet, amount, captured, state, initiator, placed_at, expires_at, ended_at)
    VALUES (@id, @wallet, @amount, @captured, @state, 'admin', @placedAt, @placedAt, @endedAt)`)
  const wallet = idOf('wallet:anna')
  hold.run({ id: 1, wallet, amount: 100, captured: 30, state: 'open', placedAt: nine + minute, endedAt: null })
  hold.run({
    id: 2,
    wallet,
    amount: 7,
    captured: 0,
    state: 'released',
    placedAt: nine + 2 * minute,
    endedAt: nine + 3 * minute,
  })
  enter(
    raw,
    [{ kind: 'capture', debit: 'wallet:anna', credit: 'clearing:house', amount: 30, hold: 1 }],
    nine + 4 * minute,
  )
  raw.prepare(`UPDATE account SET held = 70, overdraft = 20, tier = 'gold' WHERE id = ?`).run(wallet)
  raw.exec(`
    INSERT INTO account (code, kind, currency, client_id) VALUES ('pending:anna', 'pending', 'USD', 'anna'),
      ('receivable:anna', 'receivable', 'USD', 'anna')`)
  enter(raw, [{ kind: 'deposit', debit: 'gateway:acme', credit: 'pending:anna', amount: 33 }], nine + 5 * minute)
  enter(
    raw,
    [{ kind: 'chargeback', debit: 'receivable:anna', credit: 'gateway:acme', amount: 6, related: 1 }],
    nine + 6 * minute,
  )
  raw.prepare('INSERT INTO auto_top_up VALUES (?, 50, 200, ?, 0, ?, 1)').run(wallet, idOf('omnibus:main'), 'admin')
  raw.prepare(`INSERT INTO virtual_account VALUES ('HK01', ?, ?, 'active', 1)`).run(wallet, idOf('omnibus:main'))
})
afterAll(() => ledger.close())

it('shows a client with the wallet in the workspace’s currency, or else the one that they began with', () => {
  expect(findClient(ledger.context, { client: 'anna' })).toEqual({
    id: 'anna',
    state: 'active',
    currency: 'USD',
    balance: 470,
    available: 470 + 20 - 70,
    pending: 33,
    tier: 'gold',
    version: 2,
    inProcess: 0,
    wallets: 2,
    createdAt: '2026-03-01T09:00:00.000Z',
  })
  const zoe = findClient(ledger.context, { client: 'zoe' })
  expect(zoe).toMatchObject({ id: 'zoe', currency: 'EUR', balance: 4, available: 4, wallets: 1, pending: 0 })
  const { items, next } = listClients(ledger.context, { after: null, limit: 10 })
  expect(items).toEqual([findClient(ledger.context, { client: 'anna' }), zoe])
  expect(next).toBeNull()
  expect(findClient(ledger.context, { client: 'nobody' })).toBeNull()
})

it('pages through clients by their number, though their first wallets are in several currencies', () => {
  const first = listClients(ledger.context, { after: null, limit: 1 })
  expect(first.items).toMatchObject([{ id: 'anna' }])
  expect(listClients(ledger.context, { after: first.next, limit: 1 })).toMatchObject({
    items: [{ id: 'zoe' }],
    next: null,
  })
})

it('tells what was there, what could be spent and what was pending, now and at any instant', () => {
  const at = (minutes: number) => findBalance(ledger.context, { client: 'anna', at: nine + minutes * minute })
  const usd = { client: 'anna', currency: 'USD' }
  // What the holds set aside then; today's overdraft, which is the only one that is kept.
  expect([-1, 0, 1, 2, 3, 4, 5].map((each) => at(each))).toEqual([
    { ...usd, balance: 0, available: 20, pending: 0 },
    { ...usd, balance: 500, available: 520, pending: 0 },
    { ...usd, balance: 500, available: 420, pending: 0 },
    { ...usd, balance: 500, available: 413, pending: 0 },
    { ...usd, balance: 500, available: 420, pending: 0 },
    { ...usd, balance: 470, available: 420, pending: 0 },
    { ...usd, balance: 470, available: 420, pending: 33 },
  ])
  expect(findBalance(ledger.context, { client: 'anna', at: null })).toEqual(at(60))
})

it('tells a balance in the currency that is asked for', () => {
  const ask = (client: string, currency?: string) => findBalance(ledger.context, { client, currency, at: null })
  expect(ask('anna', 'EUR')).toEqual({ client: 'anna', currency: 'EUR', balance: 8, available: 8, pending: 0 })
  expect(ask('zoe')).toMatchObject({ currency: 'EUR', balance: 4 })
  expect([ask('zoe', 'USD'), ask('anna', 'JPY'), ask('nobody')]).toEqual([null, null, null])
})

it('lists a client’s wallets with all that belongs to them', () => {
  const [euro, dollar] = listWallets(ledger.context, { client: 'anna' }) ?? []
  expect(euro).toMatchObject({
    currency: 'EUR',
    balance: 8,
    pending: 0,
    receivable: 0,
    autoTopUp: null,
    virtualAccounts: [],
  })
  expect(dollar).toMatchObject({
    client: 'anna',
    account: 'wallet:anna',
    currency: 'USD',
    tier: 'gold',
    balance: 470,
    available: 420,
    held: 70,
    pending: 33,
    receivable: 6,
    overdraft: 20,
    autoTopUp: { threshold: 50, amount: 200, from: 'omnibus:main', armed: false },
    virtualAccounts: [{ number: 'HK01', omnibus: 'omnibus:main', state: 'active' }],
  })
  expect(listWallets(ledger.context, { client: 'nobody' })).toBeNull()
})

it('lists a wallet’s holds, newest first, with what they still set aside', () => {
  const holds = listHolds(ledger.context, { client: 'anna', limit: 10 })
  expect(holds).toMatchObject([
    {
      id: 2,
      client: 'anna',
      currency: 'USD',
      amount: 7,
      captured: 0,
      left: 0,
      state: 'released',
      endedAt: '2026-03-01T09:03:00.000Z',
    },
    { id: 1, client: 'anna', currency: 'USD', amount: 100, captured: 30, left: 70, state: 'open', endedAt: null },
  ])
  expect(listHolds(ledger.context, { client: 'anna', limit: 1 })).toEqual(holds.slice(0, 1))
  expect(listHolds(ledger.context, { client: 'anna', currency: 'EUR', limit: 9 })).toEqual([])
})
