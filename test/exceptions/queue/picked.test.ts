/** What a person picked in the queue: its money by currency, and its rows in the order of the list, loaded or not. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type ExceptionDraft, raise } from '../../../engine/exceptions/raise.ts'
import type { Books } from '../../ingest/drop.ts'
import { refusalOf } from '../../workspace-fixture.ts'
import { inStore, openLenientBooks } from '../open-exceptions.ts'

const at = Date.parse('2024-03-01T00:00:00Z')

let books: Books
let ids: readonly number[]
beforeEach(async () => {
  books = await openLenientBooks()
  ids = await raiseMany([500, 70, null, 3])
})
afterEach(() => books.close())

const draftOf = (cause: string, amount: number | null): ExceptionDraft => ({
  code: 'BATCH_MISSING',
  scope: 'producer',
  producer: 8,
  batch: null,
  cause,
  rows: 0,
  amount,
  client: null,
  line: null,
  found: null,
  facts: [],
  detail: {},
})

const raiseMany = (amounts: readonly (number | null)[]): Promise<readonly number[]> =>
  inStore(books, (raw) =>
    amounts.map((amount, i) => raise(raw, at + i, draftOf(`${i} of ${amounts.length}`, amount)).id),
  )

const some = (...places: readonly number[]) => ({ ids: places.map((place) => ids[place] ?? 0) })
const amountsOf = (items: readonly Readonly<{ amount: number | null }>[]) => items.map(({ amount }) => amount)

it('of those picked one by one the money is added up, each once, and what nobody knows is counted', async () => {
  const { stake } = books.client.exceptions
  expect(await stake({ of: some(0, 2, 0) })).toMatchObject({
    cases: 2,
    sums: [{ currency: 'USD', sum: '500' }],
    unknown: 1,
  })
  expect(await stake({ of: some(2) })).toMatchObject({ cases: 1, sums: [], unknown: 1 })
  expect(await stake({ of: { ids: [999_999] } })).toMatchObject({ cases: 0, sums: [], unknown: 0 })
})

it('of all of a view but some it is the money of the others, also where some came since', async () => {
  const { exceptions } = books.client
  const { view } = await exceptions.openView({})
  await raiseMany([9_000])
  const of = { view, except: [ids[1] ?? 0] }
  expect(await exceptions.stake({ of })).toMatchObject({ cases: 3, sums: [{ sum: '503' }], unknown: 1 })
})

it('money of another currency is never added to the workspace’s own', async () => {
  await inStore(books, (raw) => {
    raw.exec(`INSERT INTO currency (code, digits) VALUES ('HKD', 2)`)
    raw.prepare(`UPDATE exception SET currency = 'HKD', version = version + 1 WHERE id IN (?, ?)`).run(ids[1], ids[3])
  })
  expect((await books.client.exceptions.stake({ of: some(0, 1, 3) })).sums).toEqual([
    { currency: 'USD', sum: '500' },
    { currency: 'HKD', sum: '73' },
  ])
})

it('a sum is exact beyond what a number holds', async () => {
  const most = Number.MAX_SAFE_INTEGER
  await inStore(books, (raw) => raw.prepare('UPDATE exception SET amount = ?, version = version + 1').run(most))
  const { sums } = await books.client.exceptions.stake({ of: some(0, 1, 3) })
  expect(sums).toEqual([{ currency: 'USD', sum: String(3n * BigInt(most)) }])
})

it('rows are in the order of the list, whichever they were picked in', async () => {
  const { exceptions } = books.client
  const sort = { by: 'amount', direction: 'descending' } as const
  const { items, total } = await exceptions.picked({ of: some(3, 0, 1), sort })
  expect([amountsOf(items), total]).toEqual([[500, 70, 3], 3])
  const { view } = await exceptions.openView({ sort: { by: 'amount', direction: 'ascending' } })
  const rest = await exceptions.picked({ of: { view, except: [ids[1] ?? 0] }, sort, from: 1, to: 3 })
  expect([amountsOf(rest.items), rest.total]).toEqual([[500, null], 3])
})

it('a view of somebody else, or one that is closed, is told to be gone', async () => {
  const { exceptions } = books.client
  const { view } = await exceptions.openView({})
  const other = await books.as('admin')
  const of = { view, except: [] }
  expect((await refusalOf(other.exceptions.stake({ of }))).code).toBe('view_expired')
  expect((await refusalOf(other.exceptions.picked({ of }))).code).toBe('view_expired')
})
