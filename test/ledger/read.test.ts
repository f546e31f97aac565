import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Books, csvOf, openBooks } from '../ingest/drop.ts'
import { refusalOf } from '../workspace-fixture.ts'
import { withRawStore } from './raw-store.ts'

let books: Books
beforeAll(async () => {
  books = await openBooks()
})
afterAll(() => books.close())

let files = 0
async function post(rows: Parameters<typeof csvOf>[0]): Promise<void> {
  files += 1
  books.drop(`f${files}.csv`, csvOf(rows))
  await books.drain()
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

it('tells the balance as it stood at any instant, by when it was posted', async () => {
  const steps: [string, number][] = []
  for (const [tx, type, amount] of [
    ['1', 'TopUp', 100],
    ['2', 'Payment', 30],
    ['3', 'TopUp', 5],
  ] as const) {
    await post([{ client: 'past', tx: `past-${tx}`, type, amount }])
    await pause(5)
    steps.push([new Date().toISOString(), (await books.client.ledger.balance({ client: 'past' })).balance])
    await pause(5)
  }
  expect(steps.map(([, balance]) => balance)).toEqual([100, 70, 75])
  for (const [at, balance] of steps) {
    expect((await books.client.ledger.balance({ client: 'past', at })).balance).toBe(balance)
    // The same instant in the zone's own time.
    const local = new Date(Date.parse(at) + 8 * 3_600_000).toISOString().replace('Z', '+08:00')
    expect((await books.client.ledger.balance({ client: 'past', at: local })).balance).toBe(balance)
  }
  expect((await books.client.ledger.balance({ client: 'past', at: '2020-01-01T00:00:00Z' })).balance).toBe(0)
  expect((await books.client.ledger.balance({ client: 'past', at: '2100-01-01T00:00:00Z' })).balance).toBe(75)
  expect(await books.client.ledger.balance({ client: 'past' })).toEqual({
    client: 'past',
    currency: 'USD',
    balance: 75,
    available: 75,
    pending: 0,
  })
  for (const at of ['2026-02-30T00:00:00Z', 'yesterday', '2026-01-01', '2026-01-01T00:00:00']) {
    expect((await refusalOf(books.client.ledger.balance({ client: 'past', at }))).code).toBe('bad_input')
  }
})

it('pages through a history without losing or doubling an item, whatever the limits, while more arrives', async () => {
  const rows = Array.from({ length: 120 }, (_, i) => ({
    client: 'pages',
    tx: `pg-${i}`,
    type: i % 3 === 2 ? 'Payment' : 'TopUp',
    amount: i + 1,
  }))
  await post([
    ...rows,
    ...['x', 'y', 'z'].map((tx) => ({ client: 'pages', tx: `pg-${tx}`, type: 'Payment', amount: 9_000_000 })),
  ])
  const expected = ['pg-z', 'pg-y', 'pg-x', ...rows.toReversed().map(({ tx }) => tx)]
  let more = 0
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 }), async (limits) => {
      const seen: string[] = []
      let cursor: string | null | undefined
      for (let page = 0; cursor !== null; page += 1) {
        const limit = limits[page % limits.length] ?? 1
        const { items, next } = await books.client.ledger.history({
          client: 'pages',
          limit,
          ...(cursor === undefined ? {} : { cursor }),
        })
        seen.push(...items.map(({ txId }) => txId ?? 'no TxId'))
        expect(items.length).toBeLessThanOrEqual(limit)
        cursor = next
        // A top-up that arrives while somebody pages comes before what they have read already.
        if (page === 1 && more < 3) {
          more += 1
          await post([{ client: 'pages', tx: `pg-more-${more}`, amount: 1 }])
        }
      }
      const old = seen.filter((tx) => !tx.startsWith('pg-more'))
      expect(old).toEqual(expected)
      expect(new Set(seen).size).toBe(seen.length)
    }),
    { numRuns: 15 },
  )
})

it('finds clients by the beginning of their name, and takes nothing in it for a pattern', async () => {
  const names = [
    'S%1',
    'S_1',
    "S'1",
    'S"1',
    'Sa',
    'SA',
    'S',
    'S\u{10FFFF}',
    'S\u{10FFFF}\u{10FFFF}x',
    'S😀',
    'S漢字',
    'S\\',
    'S;--',
    'T',
    'Ｓ',
  ]
  // In a file a quote is written twice, and the cell in quotes.
  await post(
    names.map((client, i) => ({ client: `"${client.replaceAll('"', '""')}"`, tx: `search-${i}`, amount: i + 1 })),
  )
  const search = async (text: string): Promise<string[]> =>
    (await books.client.clients.list({ search: text, limit: 1_000 })).items.map(({ id }) => id)
  const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
  expect(await search('S')).toEqual(names.filter((name) => name.startsWith('S')).toSorted(byBytes))
  for (const name of names)
    expect([name, await search(name)]).toEqual([name, names.filter((each) => each.startsWith(name)).toSorted(byBytes)])
  for (const text of ['%', '_', "'", 's', 'Sb', "S' OR 1=1 --", '\0', 'S\0'])
    expect([text, await search(text)]).toEqual([text, []])
  for (const name of names) expect((await books.client.clients.get({ client: name })).id).toBe(name)
})

it('pages through clients whose names are longer than a cursor', async () => {
  const names = Array.from({ length: 12 }, (_, i) => `${'漢'.repeat(120)}${String.fromCodePoint(0x4e00 + i)}`)
  await post(names.map((client, i) => ({ client, tx: `long-${i}`, amount: 1 })))
  const seen: string[] = []
  let cursor: string | null | undefined
  while (cursor !== null) {
    const page = await books.client.clients.list({
      search: '漢',
      limit: 5,
      ...(cursor === undefined ? {} : { cursor }),
    })
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.next
  }
  expect(seen).toEqual(names)
})

it('says what a client has in process beside what is theirs', async () => {
  await post([
    { client: 'process', tx: 'pr-1', amount: 10 },
    { client: 'process', tx: 'pr-2', type: 'Payment', amount: 25 },
    { client: 'process', tx: 'pr-3', type: 'Payment', amount: 7 },
    { client: 'process', tx: 'pr-4', type: 'Payment', amount: 50 },
  ])
  expect(await books.client.clients.get({ client: 'process' })).toMatchObject({ balance: 3, inProcess: -75 })
  // A wallet with an overdraft has more to spend than it holds.
  await withRawStore(books.engine, (raw) => raw.exec(`UPDATE account SET overdraft = 20 WHERE code = 'wallet:process'`))
  expect(await books.client.ledger.balance({ client: 'process' })).toMatchObject({ balance: 3, available: 23 })
  await withRawStore(books.engine, (raw) => raw.exec(`UPDATE account SET overdraft = 0 WHERE code = 'wallet:process'`))
  expect(await refusalOf(books.client.ledger.balance({ client: 'nobody' }))).toEqual({
    code: 'not_found',
    data: { noun: 'client', id: 'nobody' },
  })
})
