import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { viewRowsMax } from '../../engine/views/views.ts'
import { type Books, csvOf, openBooks } from '../ingest/drop.ts'
import { refusalOf } from '../workspace-fixture.ts'

let books: Books
beforeAll(async () => {
  books = await openBooks()
  for (let i = 0; i < 12; i += 1) await batch(i % 2 === 0 ? 'seven' : 'eight')
})
afterAll(() => books.close())
afterEach(() => {
  vi.useRealTimers()
})

let files = 0
async function batch(code: 'seven' | 'eight'): Promise<void> {
  files += 1
  const producer = code === 'seven' ? 7 : 8
  const rows = Array.from({ length: 1 + (files % 4) }, (_, i) => ({
    client: 'v',
    tx: `${files}-${i}`,
    amount: files,
    producer,
  }))
  books.drop(`file-${String(files).padStart(3, '0')}.csv`, csvOf(rows), code)
  await books.drain()
}

it('keeps every row at its place while batches arrive, and a new view has the new ones', async () => {
  const { client } = books
  const opened = await client.batches.openView({})
  expect(opened).toMatchObject({ total: 12, complete: true, currency: 'USD' })
  const first = await client.batches.viewRows({ view: opened.view, from: 0, to: 5 })
  await batch('seven')
  await batch('eight')
  const rest = await client.batches.viewRows({ view: opened.view, from: 5, to: 100 })
  expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
  expect((await client.batches.viewRows({ view: opened.view, from: 0, to: 5 })).items).toEqual(first.items)
  expect((await client.batches.openView({})).total).toBe(14)
})

it('says how many match, what money is at stake, and orders by any column, the batch number deciding between equals', async () => {
  const { client } = books
  const all = (await client.batches.list({ limit: 1_000 })).items.toReversed()
  const opened = await client.batches.openView({ filter: { producer: 8, state: 'posted', file: 'FILE-' } })
  const eight = all.filter(({ producer }) => producer === 8)
  expect(opened).toMatchObject({ total: eight.length, money: eight.reduce((sum, { sum: each }) => sum + each, 0) })
  const keys = {
    receivedAt: 'id',
    producer: 'producerCode',
    file: 'file',
    state: 'state',
    rows: 'rows',
    sum: 'sum',
    faults: 'faults',
  } as const
  for (const [by, key] of Object.entries(keys) as [keyof typeof keys, (typeof keys)[keyof typeof keys]][]) {
    for (const direction of ['ascending', 'descending'] as const) {
      const { view } = await client.batches.openView({ sort: { by, direction } })
      const { items } = await client.batches.viewRows({ view, from: 0, to: 1_000 })
      const sign = direction === 'ascending' ? 1 : -1
      const expected = all.toSorted((a, b) => sign * (a[key] < b[key] ? -1 : a[key] > b[key] ? 1 : a.id - b.id))
      expect([by, direction, items.map(({ id }) => id)]).toEqual([by, direction, expected.map(({ id }) => id)])
    }
  }
})

it('answers positions that do not exist with nothing, and never more than a thousand rows at once', async () => {
  const { client } = books
  const { view, total } = await client.batches.openView({})
  expect((await client.batches.viewRows({ view, from: 5, to: 5 })).items).toEqual([])
  expect((await client.batches.viewRows({ view, from: 9, to: 2 })).items).toEqual([])
  expect((await client.batches.viewRows({ view, from: total, to: total + 9 })).items).toEqual([])
  expect((await client.batches.viewRows({ view, from: 0, to: viewRowsMax })).items).toHaveLength(total)
  for (const range of [
    { from: -1, to: 2 },
    { from: 0, to: viewRowsMax + 1 },
    { from: 0.5, to: 1 },
  ]) {
    expect((await refusalOf(client.batches.viewRows({ view, ...range }))).code).toBe('bad_input')
  }
})

it('is nobody else’s: another session, of the same person even, is told that it expired', async () => {
  const { view } = await books.client.batches.openView({})
  const other = await books.as('admin')
  const expired = { code: 'view_expired', data: { view } }
  expect(await refusalOf(other.batches.viewRows({ view, from: 0, to: 1 }))).toEqual(expired)
  expect(await refusalOf(books.client.batches.viewRows({ view: 'made-up', from: 0, to: 1 }))).toEqual({
    code: 'view_expired',
    data: { view: 'made-up' },
  })
  expect((await refusalOf(books.client.batches.viewRows({ view, from: 0, to: 1 }))).code).toBe('not refused')
})

it('expires when it was not read for half an hour; reading keeps it', async () => {
  const { view } = await books.client.batches.openView({})
  const read = () => refusalOf(books.client.batches.viewRows({ view, from: 0, to: 1 }))
  vi.useFakeTimers({ toFake: ['Date'] })
  const began = Date.now()
  // The session is kept alive meanwhile, so that only the view is asked about.
  for (let minutes = 0; minutes <= 28; minutes += 14) {
    vi.setSystemTime(began + minutes * 60_000)
    expect((await read()).code).toBe('not refused')
  }
  for (let minutes = 40; minutes <= 52; minutes += 12) {
    vi.setSystemTime(began + minutes * 60_000)
    await books.client.session.get()
  }
  vi.setSystemTime(began + 59 * 60_000)
  expect((await read()).code).toBe('view_expired')
})

it('keeps eight views of a session and closes the one that was read longest ago', async () => {
  const client = await books.as('admin')
  vi.useFakeTimers({ toFake: ['Date'] })
  const views: string[] = []
  for (let i = 0; i < 8; i += 1) {
    vi.advanceTimersByTime(1_000)
    views.push((await client.batches.openView({})).view)
  }
  vi.advanceTimersByTime(1_000)
  await client.batches.viewRows({ view: views[0] ?? '', from: 0, to: 1 })
  vi.advanceTimersByTime(1_000)
  views.push((await client.batches.openView({})).view)
  const open = []
  for (const view of views) open.push((await refusalOf(client.batches.viewRows({ view, from: 0, to: 1 }))).code)
  expect(open).toEqual(views.map((_, index) => (index === 1 ? 'view_expired' : 'not refused')))
})

it('says when more matched than a view may hold, and holds the first of them', async () => {
  const { store } = await books.engine.opened()
  const sort = { by: 'receivedAt', direction: 'ascending' } as const
  const total = (await books.client.batches.openView({})).total
  for (const [max, complete] of [
    [total - 1, false],
    [total, true],
    [total + 1, true],
  ] as const) {
    const found = await store.read('batches.viewIds', { filter: {}, sort, max })
    expect([max, found.complete, found.ids.length]).toEqual([max, complete, Math.min(max, total)])
  }
  const { ids, money } = await store.read('batches.viewIds', { filter: {}, sort, max: 2 })
  expect([...ids]).toEqual([1, 2])
  expect(money).toBe(1 * 2 + 2 * 3)
})
