import { afterAll, beforeAll, expect, it } from 'vitest'
import type { HistoryItem } from '../../engine/contract/clients.ts'
import { type Books, csvOf, openBooks, recentDay } from '../ingest/drop.ts'
import { refusalOf } from '../workspace-fixture.ts'
import { addEuro, closeThrough, enter } from './entries.ts'
import { withRawStore } from './raw-store.ts'

let books: Books
const at = Date.parse(`${recentDay}T04:00:00Z`)
beforeAll(async () => {
  books = await openBooks()
  const rows = [
    { client: 'anna', tx: 'up', amount: 1_000, location: 'Sha Tin' },
    { client: 'anna', tx: 'pay', type: 'Payment', amount: 300 },
    { client: 'anna', tx: 'too-much', type: 'Payment', amount: 9_000 },
  ]
  books.drop('a.csv', csvOf(rows))
  await books.drain()
  await withRawStore(books.engine, (raw) => {
    addEuro(raw)
    const transfer = { kind: 'transfer', debit: 'wallet:anna', credit: 'wallet:bob', amount: 50 }
    const fee = { debit: 'wallet:anna', credit: 'fee-income', amount: 2 }
    enter(raw, [{ ...transfer, and: fee, reference: 'Rent', reason: 'asked by phone' }], at)
    enter(raw, [{ kind: 'deposit', debit: 'omnibus:main', credit: 'wallet:anna', amount: 8, currency: 'EUR' }], at)
    enter(raw, [{ kind: 'deposit', debit: 'omnibus:main', credit: 'wallet:zoe', amount: 4, currency: 'EUR' }], at)
  })
})
afterAll(() => books.close())

type Asked = Parameters<Books['client']['ledger']['history']>[0]
const ask = (asked: Omit<Asked, 'client'>, client = 'anna') => books.client.ledger.history({ client, ...asked })
const txOf = ({ items }: Readonly<{ items: readonly HistoryItem[] }>): string[] =>
  items.map(({ txId, type, amount }) => txId ?? `${type} ${amount}`)

const whole = ['too-much', 'fee', 'transfer', 'pay', 'up']
const named = (page: Readonly<{ items: readonly HistoryItem[] }>): string[] =>
  page.items.map(({ txId, counter, type }) => txId ?? (counter === 'fee-income' ? 'fee' : type))

it('tells what is held, what people did and what came in batches, each with what is known of it', async () => {
  const noBatch = { producer: null, producerName: null, location: null, txId: null, batch: null, line: null }
  const entry = {
    ...noBatch,
    at: `${recentDay}T04:00:00.000Z`,
    type: 'transfer',
    status: 'confirmed',
    businessDay: recentDay,
  }
  const asked = { late: false, reference: 'Rent', reason: 'asked by phone' }
  const seven = { producer: 7, producerName: 'Seven Corner', batch: 1, businessDay: recentDay, late: false }
  const row = { ...seven, reference: null, reason: null, at: expect.stringMatching(/Z$/), location: 'Central' }
  const { items, next } = await ask({})
  expect(next).toBeNull()
  expect(items).toEqual([
    {
      ...row,
      type: 'Payment',
      amount: -9_000,
      balance: null,
      txId: 'too-much',
      line: 4,
      status: 'in_process',
      transaction: null,
      counter: null,
    },
    { ...entry, ...asked, amount: -2, balance: 648, transaction: 3, counter: 'fee-income' },
    { ...entry, ...asked, amount: -50, balance: 650, transaction: 3, counter: 'wallet:bob' },
    {
      ...row,
      type: 'Payment',
      amount: -300,
      balance: 700,
      txId: 'pay',
      line: 3,
      status: 'confirmed',
      transaction: 2,
      counter: 'clearing:seven',
    },
    {
      ...row,
      type: 'TopUp',
      amount: 1_000,
      balance: 1_000,
      txId: 'up',
      line: 2,
      status: 'confirmed',
      transaction: 1,
      counter: 'clearing:seven',
      location: 'Sha Tin',
    },
  ])
})

it('shows a transfer to both clients, each from their own side', async () => {
  expect((await ask({}, 'bob')).items).toMatchObject([
    { type: 'transfer', amount: 50, balance: 50, counter: 'wallet:anna', transaction: 3, reference: 'Rent' },
  ])
})

it.each<readonly [string, Omit<Asked, 'client'>, readonly string[]]>([
  ['a kind', { kind: 'Payment' }, ['too-much', 'pay']],
  ['a kind of entries', { kind: 'transfer' }, ['fee', 'transfer']],
  ['an amount, in or out', { amount: 300 }, ['pay']],
  ['an amount that is held', { amount: 9_000 }, ['too-much']],
  ['a part of a TxId', { text: 'TOO' }, ['too-much']],
  ['a part of a place', { text: 'sha t' }, ['up']],
  ['a part of a reference', { text: 'rEN' }, ['fee', 'transfer']],
  ['a part of a reason', { text: 'phone' }, ['fee', 'transfer']],
  ['what looks like a pattern', { text: '%' }, []],
  ['days', { from: recentDay, to: recentDay }, whole],
  ['days before', { to: '2020-01-01' }, []],
  ['days behind', { from: '2100-01-01' }, []],
  ['all at once', { from: recentDay, kind: 'Payment', amount: 300, text: 'central' }, ['pay']],
])('is narrowed to %s', async (_, asked, expected) => {
  expect(named(await ask(asked))).toEqual(expected)
  const seen: string[] = []
  let cursor: string | null | undefined
  while (cursor !== null) {
    const page = await ask({ ...asked, limit: 1, ...(cursor === undefined ? {} : { cursor }) })
    seen.push(...named(page))
    cursor = page.next
  }
  expect(seen).toEqual(expected)
})

it('is of one wallet: the workspace’s currency, the one that is asked for, or the one that a client began with', async () => {
  expect(txOf(await ask({ currency: 'EUR' }))).toEqual(['deposit 8'])
  expect(txOf(await ask({}, 'zoe'))).toEqual(['deposit 4'])
  expect(txOf(await ask({ currency: 'EUR' }, 'zoe'))).toEqual(['deposit 4'])
  for (const [client, currency] of [
    ['zoe', 'USD'],
    ['bob', 'EUR'],
    ['nobody', undefined],
  ] as const)
    expect(await refusalOf(ask(currency === undefined ? {} : { currency }, client))).toEqual({
      code: 'not_found',
      data: { noun: 'client', id: client },
    })
})

it('calls a row in process until its batch is sealed, and while its batch is held', async () => {
  const statusOf = async () => (await ask({ text: 'up' })).items[0]?.status
  expect(await statusOf()).toBe('confirmed')
  await withRawStore(books.engine, (raw) => raw.exec(`UPDATE batch SET state = 'held' WHERE id = 1`))
  expect(await statusOf()).toBe('in_process')
  await withRawStore(books.engine, (raw) =>
    raw.exec(`UPDATE batch SET state = 'posting', sealed_at = NULL WHERE id = 1`),
  )
  expect(await statusOf()).toBe('in_process')
  await withRawStore(books.engine, (raw) => raw.exec(`UPDATE batch SET state = 'posted', sealed_at = 1 WHERE id = 1`))
  expect(await statusOf()).toBe('confirmed')
})

it('says that a posting came too late for its own day', async () => {
  await withRawStore(books.engine, (raw) => {
    closeThrough(raw, recentDay)
    enter(raw, [{ kind: 'fee', debit: 'wallet:anna', credit: 'fee-income', amount: 1 }], at)
  })
  const [, late] = (await ask({})).items
  const next = new Date(at + 86_400_000).toISOString().slice(0, 10)
  expect(late).toMatchObject({ type: 'fee', at: `${recentDay}T04:00:00.000Z`, businessDay: next, late: true })
})

it('refuses days in the wrong order and a cursor of another list', async () => {
  expect(await refusalOf(ask({ from: recentDay, to: '2020-01-01' }))).toEqual({
    code: 'bad_input',
    data: { issues: [{ path: 'to', problem: 'before the first day' }] },
  })
  for (const cursor of ['nonsense', Buffer.from('[1,2,3]').toString('base64url')])
    expect((await refusalOf(ask({ cursor }))).code).toBe('bad_input')
})

it('the accounts of the ledger answer over the contract as they do inside', async () => {
  const { accounts } = books.client
  const statement = await accounts.statement({ code: 'wallet:anna', from: recentDay, to: recentDay, limit: 2 })
  expect(statement).toMatchObject({ opening: 0, closing: 648, items: [{ balance: 1_000 }, { balance: 700 }] })
  const rest = await accounts.statement({
    code: 'wallet:anna',
    from: recentDay,
    to: recentDay,
    cursor: statement.next ?? '',
  })
  expect(rest).toMatchObject({ items: [{ balance: 650, counter: 'wallet:bob' }, { balance: 648 }], next: null })
  expect((await accounts.list({ search: 'anna' })).items.map(({ code }) => code)).toEqual([
    'wallet:anna',
    'wallet:anna',
  ])
  expect(await accounts.get({ code: 'wallet:bob' })).toMatchObject({ kind: 'wallet', balance: 50, client: 'bob' })
  expect(await accounts.transaction({ transaction: 3 })).toMatchObject({ amount: 50, left: 50, postings: [{}, {}] })
  const found = await accounts.postings({ reference: 'too-much' })
  expect(found).toEqual({ items: [], next: null, lookedBackTo: null })
  expect((await accounts.postings({ reference: 'pay' })).items).toMatchObject([{ kind: 'Payment', amount: 300 }])
  expect(await accounts.trialBalance({})).toMatchObject({ balanced: true })
  expect(await books.client.wallets.list({ client: 'anna' })).toMatchObject({
    items: [
      { currency: 'USD', balance: 647, available: 647, held: 0, pending: 0, receivable: 0, autoTopUp: null },
      { currency: 'EUR', balance: 8 },
    ],
    next: null,
  })
  expect(await books.client.holds.list({ client: 'anna' })).toEqual({ items: [], next: null })
  for (const [call, noun, id] of [
    [accounts.get({ code: 'wallet:nobody' }), 'account', 'wallet:nobody'],
    [accounts.statement({ code: 'wallet:nobody' }), 'account', 'wallet:nobody'],
    [accounts.transaction({ transaction: 4 }), 'transaction', '4'],
    [books.client.wallets.list({ client: 'nobody' }), 'client', 'nobody'],
  ] as const)
    expect(await refusalOf(call)).toEqual({ code: 'not_found', data: { noun, id } })
})
