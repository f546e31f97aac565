/** What a client sees of their wallet: balance, history, "in process" and "confirmed", and what they look for. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Inputs } from '../../engine/contract/contract.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { refusalOf } from '../workspace-fixture.ts'
import { addClient, closeWallets, type Owner, openWallets, post, signIn, type Wallets } from './open-wallets.ts'

let books: Wallets
let owner: Owner

beforeAll(async () => {
  books = await openWallets()
  await addClient(books, 'C-1')
  await post(books, [
    { client: 'C-1', tx: 'in-1', amount: 50_000, location: 'Central' },
    { client: 'C-1', tx: 'out-1', amount: 1_250, type: 'Payment', location: 'Mong Kok' },
    { client: 'C-1', tx: 'out-2', amount: 90_000, type: 'Payment', location: 'Sha Tin' },
  ])
  const { tom } = books
  await tom.operations.purchase({ client: 'C-1', amount: 700, key: 'p1', producer: 8, reference: 'order 77' })
  await tom.operations.withdraw({ client: 'C-1', amount: 2_000, key: 'w1', reference: 'to my bank' })
  owner = await signIn(books, 'C-1')
}, 60_000)
afterAll(() => closeWallets(books))

const find = async (input: Inputs['ownWallet']['history']) =>
  (await owner.history(input)).items.map(({ reference }) => reference)

it('tells each with its day, place, producer and balance, newest first, and what is held before all', async () => {
  expect((await owner.balances()).items).toEqual([
    { currency: 'USD', digits: 2, state: 'active', balance: 46_050, available: 46_050, pending: 0 },
  ])
  const { items, next } = await owner.history({})
  expect(next).toBeNull()
  const day = expect.stringMatching(/^\d{4}-\d\d-\d\d$/)
  const of = { currency: 'USD', at: expect.stringMatching(/Z$/), id: expect.stringMatching(/^[th]\d/), day }
  const seven = { ...of, producer: 'Seven Corner', time: null }
  const byHand = { ...of, place: null, time: expect.stringMatching(/^\d\d:\d\d$/) }
  expect(items).toEqual([
    {
      ...seven,
      kind: 'payment',
      amount: -90_000,
      balance: null,
      place: 'Sha Tin',
      reference: 'out-2',
      status: 'in_process',
    },
    {
      ...byHand,
      kind: 'withdrawal',
      amount: -2_000,
      balance: 46_050,
      producer: null,
      reference: 'to my bank',
      status: 'in_process',
    },
    {
      ...byHand,
      kind: 'payment',
      amount: -700,
      balance: 48_050,
      producer: 'Eight Bells',
      reference: 'order 77',
      status: 'confirmed',
    },
    {
      ...seven,
      kind: 'payment',
      amount: -1_250,
      balance: 48_750,
      place: 'Mong Kok',
      reference: 'out-1',
      status: 'confirmed',
    },
    {
      ...seven,
      kind: 'top_up',
      amount: 50_000,
      balance: 50_000,
      place: 'Central',
      reference: 'in-1',
      status: 'confirmed',
    },
  ])
})

it('goes on page by page without leaving one out or saying one twice', async () => {
  const all = await find({})
  const seen: (string | null)[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await owner.history({ limit: 1, ...(cursor === undefined ? {} : { cursor }) })
    seen.push(...page.items.map(({ reference }) => reference))
    if (page.next === null) break
    cursor = page.next
  }
  expect(seen).toEqual(all)
})

it('finds by the producer’s name, a place, a reference or an amount, in whatever case', async () => {
  expect(await find({ text: 'seven' })).toEqual(['out-2', 'out-1', 'in-1'])
  expect(await find({ text: 'EIGHT BELLS' })).toEqual(['order 77'])
  expect(await find({ text: 'mong' })).toEqual(['out-1'])
  expect(await find({ text: 'order' })).toEqual(['order 77'])
  expect(await find({ amount: 700 })).toEqual(['order 77'])
  expect(await find({ text: 'bank', amount: 1_250 })).toEqual(['to my bank', 'out-1'])
  expect(await find({ text: 'nothing of it' })).toEqual([])
  expect(await find({ from: '2020-01-01', to: '2020-12-31' })).toEqual([])
  expect(await find({ status: 'in_process' })).toEqual(['out-2', 'to my bank'])
  expect(await find({ status: 'confirmed' })).toEqual(['order 77', 'out-1', 'in-1'])
  expect(await refusalOf(owner.history({ from: '2026-02-01', to: '2026-01-01' }))).toMatchObject({ code: 'bad_input' })
  expect(await refusalOf(owner.history({ cursor: 'not ours' }))).toMatchObject({ code: 'bad_input' })
})

it('calls a row in process until its batch is sealed and while it is held, in the list and by itself', async () => {
  const item = (await owner.history({ text: 'out-1' })).items[0]
  const id = item?.id ?? ''
  const statuses = async () => [
    (await owner.transaction({ id })).status,
    (await owner.history({ text: 'out-1' })).items[0]?.status,
    (await find({ status: 'confirmed' })).includes('out-1') ? 'confirmed' : 'in_process',
  ]
  const change = (sql: string) => withRawStore(books.engine, (raw) => raw.exec(`UPDATE batch SET ${sql}`))
  expect(await statuses()).toEqual(['confirmed', 'confirmed', 'confirmed'])
  const sealed = await withRawStore(books.engine, (raw) => raw.prepare('SELECT sealed_at FROM batch').pluck().get())
  await change(`state = 'posting', sealed_at = NULL`)
  expect(await statuses()).toEqual(['in_process', 'in_process', 'in_process'])
  await change(`state = 'held', sealed_at = ${String(sealed)}`)
  expect(await statuses()).toEqual(['in_process', 'in_process', 'in_process'])
  await change(`state = 'posted'`)
  expect(await statuses()).toEqual(['confirmed', 'confirmed', 'confirmed'])
})

it('follows a held payment to the posting that comes of it', async () => {
  await addClient(books, 'C-2')
  await post(books, [{ client: 'C-2', tx: 'wait-1', amount: 300, type: 'Payment' }])
  const other = await signIn(books, 'C-2')
  const id = (await other.history({})).items[0]?.id ?? ''
  expect(id).toMatch(/^h/)
  expect(await other.transaction({ id })).toMatchObject({
    id,
    status: 'in_process',
    refundBar: 'in_process',
    cases: [],
  })
  await post(books, [{ client: 'C-2', tx: 'money-1', amount: 500 }])
  expect(await other.transaction({ id })).toMatchObject({
    id: expect.stringMatching(/^t/),
    status: 'confirmed',
    reference: 'wait-1',
    balance: 200,
    refundBar: null,
  })
})

it('keeps the language that a client chose, for letters as for pages', async () => {
  expect((await owner.me()).language).toBeNull()
  await owner.setLanguage({ language: 'zh-HK' })
  expect((await owner.me()).language).toBe('zh-HK')
  const contact = await books.tom.clients.contact({ client: 'C-1' })
  expect(contact).toMatchObject({ language: 'zh-HK', version: 2, changedBy: 'client', email: 'c-1@client.example' })
})
