/**
 * Every reason for which an operation is refused, in the order in which they are asked. Each bad request also breaks what is
 * asked later, so that moving a question up or down fails here. Nothing is moved, and the key stays free.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Operation } from '../../engine/operations/operation.ts'
import { balancesOf, type OpenBooks, openBooks, perform } from './open-books.ts'

let books: OpenBooks
let purchase: number
let deposit: number

beforeAll(async () => {
  books = await openBooks()
  const { raw } = books
  for (const client of ['anna', 'frozen', 'closed', 'full', 'tiered']) await books.run('wallets.open', { client })
  await books.run('producers.add', { id: 7, code: 'seven', name: 'Seven' })
  deposit = await done(perform(books, 'deposit', { client: 'anna', amount: 1_000, bankTransactionId: 'B1' }))
  purchase = await done(perform(books, 'purchase', { client: 'anna', amount: 400 }))
  await done(perform(books, 'deposit', { client: 'frozen', amount: 50 }))
  await books.run('wallets.freeze', { client: 'frozen', reason: 'asked by the bank' })
  await books.run('wallets.close', { client: 'closed', reason: 'asked by the client' })
  await done(perform(books, 'deposit', { client: 'anna', amount: 1, reference: 'once' }, { key: 'used' }))
  const limits = {
    rules: [
      { name: 'One operation', perTransaction: 5_000_000 },
      { name: 'Purchases of a day', operations: ['purchase'], perDay: 450 },
      { name: 'Fees of a month', operations: ['fee'], perMonth: 30 },
    ],
  }
  // The rules as a proposal would have left them.
  raw.exec(`
    INSERT INTO proposal (id, kind, moves_money, change, hash, effect, effect_hash, reason, proposed_by, proposed_at,
      expires_at, state, decided_by, decided_at, result)
    VALUES (1, 'setting', 0, '{}', zeroblob(32), '{}', zeroblob(32), 'test', 2, 0, 1, 'approved', 3, 1, '{}');
    INSERT INTO setting (name, version, value, proposal, at) VALUES ('limits', 1, '${JSON.stringify(limits)}', 1, 0)`)
})
afterAll(() => books.close())

async function done(asked: ReturnType<typeof perform>): Promise<number> {
  const outcome = await asked
  if (!('answer' in outcome)) throw new Error(JSON.stringify(outcome))
  return outcome.answer.transaction
}

type Case = readonly [
  kind: Operation['kind'],
  content: object,
  refusal: object,
  asked?: Readonly<{ key?: string; expectedVersion?: number }>,
]

const much = 6_000_000
const tomorrow = new Date(Date.now() + 3 * 86_400_000).toISOString()

const cases = (): readonly Case[] => [
  [
    'deposit',
    { client: 'nobody', currency: 'XXX', amount: much },
    { status: 'key_reused_with_other_content', key: 'used' },
    { key: 'used' },
  ],
  ['deposit', { client: 'nobody', currency: 'XXX', amount: much }, { status: 'currency_unknown', currency: 'XXX' }],
  [
    'deposit',
    { client: 'nobody', from: 'gateway:none', amount: much },
    { status: 'wallet_unknown', client: 'nobody', currency: 'USD' },
  ],
  [
    'deposit',
    { client: 'anna', virtualAccount: 'HK99', amount: much },
    { status: 'virtual_account_unknown', virtualAccount: 'HK99' },
  ],
  [
    'deposit',
    { client: 'closed', from: 'gateway:none', amount: much },
    { status: 'account_unknown', account: 'gateway:none' },
  ],
  [
    'deposit',
    { client: 'closed', from: 'suspense', amount: much },
    { status: 'account_not_meant_for_this', account: 'suspense' },
  ],
  ['purchase', { client: 'closed', producer: 99, amount: much }, { status: 'producer_unknown', producer: 99 }],
  ['refund', { of: 999, amount: much }, { status: 'transaction_unknown', transaction: 999 }],
  ['refund', { of: deposit, amount: much }, { status: 'not_of_this_kind', transaction: deposit, kind: 'deposit' }],
  [
    'chargeback',
    { of: purchase, amount: much },
    { status: 'not_of_this_kind', transaction: purchase, kind: 'purchase' },
  ],
  ['payout', { of: purchase, amount: much }, { status: 'not_of_this_kind', transaction: purchase, kind: 'purchase' }],
  ['refund', { of: purchase, amount: 401 }, { status: 'exceeds_left', left: 400 }],
  ['chargeback', { of: deposit, amount: 1_001 }, { status: 'exceeds_left', left: 1_000 }],
  ['transfer', { from: 'anna', to: 'anna', amount: much }, { status: 'same_wallet', client: 'anna' }],
  [
    'transfer',
    { from: 'frozen', to: 'closed', amount: much },
    { status: 'wallet_closed', client: 'closed' },
    { expectedVersion: 77 },
  ],
  [
    'withdrawal',
    { client: 'frozen', amount: much },
    { status: 'wallet_frozen', client: 'frozen' },
    { expectedVersion: 77 },
  ],
  [
    'withdrawal',
    { client: 'anna', amount: much, occurredAt: tomorrow },
    { status: 'version_moved', client: 'anna', expected: 77, found: 3 },
    { expectedVersion: 77 },
  ],
  [
    'deposit',
    { client: 'anna', amount: much, bankTransactionId: 'B1', occurredAt: tomorrow },
    { status: 'date_in_future', latest: expect.stringMatching(/Z$/) },
  ],
  [
    'deposit',
    { client: 'anna', amount: much, bankTransactionId: 'B1' },
    { status: 'bank_transaction_known', transaction: 1 },
  ],
  [
    'withdrawal',
    { client: 'anna', amount: much },
    { status: 'limit_exceeded', which: 'transaction', rule: 'One operation', limit: 5_000_000, left: 5_000_000 },
  ],
  [
    'purchase',
    { client: 'anna', amount: 51 },
    { status: 'limit_exceeded', which: 'day', rule: 'Purchases of a day', limit: 450, left: 50 },
  ],
  [
    'fee',
    { client: 'anna', amount: 1_000 },
    { status: 'limit_exceeded', which: 'month', rule: 'Fees of a month', limit: 30, left: 30 },
  ],
  ['withdrawal', { client: 'anna', amount: 1_000_001 }, { status: 'approval_needed', above: 1_000_000 }],
  [
    'withdrawal',
    { client: 'anna', amount: 602 },
    { status: 'insufficient_funds', client: 'anna', available: 601, shortfall: 1 },
  ],
]

it('is refused for the first reason that holds, and leaves nothing behind', async () => {
  const before = { balances: balancesOf(books), tables: tablesOf() }
  for (const [kind, content, refusal, asked] of cases()) {
    const key = asked?.key ?? 'free'
    expect(await perform(books, kind, content as never, { ...asked, key }), JSON.stringify(content)).toEqual(refusal)
  }
  expect({ balances: balancesOf(books), tables: tablesOf() }).toEqual(before)
})

it('binds no key when it refuses: the same key works once the reason is gone', async () => {
  const asked = { client: 'later', amount: 5 }
  expect(await perform(books, 'deposit', asked, { key: 'retry' })).toMatchObject({ status: 'wallet_unknown' })
  await books.run('wallets.open', { client: 'later' })
  expect(await perform(books, 'deposit', asked, { key: 'retry' })).toMatchObject({ status: 'done' })
  expect(await perform(books, 'deposit', asked, { key: 'retry' })).toMatchObject({ status: 'replayed' })
})

it('refuses what would not fit into a number', async () => {
  await books.run('wallets.open', { client: 'rich' })
  books.raw.exec(`
    UPDATE account SET balance = ${Number.MAX_SAFE_INTEGER - 5} WHERE code = 'wallet:rich'`)
  expect(await perform(books, 'deposit', { client: 'rich', amount: 6 })).toEqual({
    status: 'balance_too_large',
    account: 'wallet:rich',
  })
  books.raw.exec(`UPDATE account SET balance = 0 WHERE code = 'wallet:rich'`)
})

const tablesOf = () =>
  Object.fromEntries(
    ['posting', 'entry', 'account', 'operation_key', 'spent', 'hold', 'kind_total'].map((table) => [
      table,
      books.raw.prepare(`SELECT * FROM ${table}`).all(),
    ]),
  )
