/** A view stays as it was opened while people work, tells what is newer, and adds money up exactly. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { changeCase } from '../../../engine/exceptions/case.ts'
import { type ExceptionDraft, raise, settle } from '../../../engine/exceptions/raise.ts'
import type { Books } from '../../ingest/drop.ts'
import { refusalOf } from '../../workspace-fixture.ts'
import { inStore, openLenientBooks } from '../open-exceptions.ts'

const at = Date.parse('2024-03-01T00:00:00Z')
const day = 86_400_000

let books: Books
beforeEach(async () => {
  books = await openLenientBooks()
})
afterEach(() => books.close())

const draftOf = (cause: string, amount: number | null = null): ExceptionDraft => ({
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

const raiseMany = (drafts: readonly ExceptionDraft[]): Promise<readonly number[]> =>
  inStore(books, (raw) => drafts.map((draft, i) => raise(raw, at + i * day, draft).id))

const resolve = (cause: string) => inStore(books, (raw) => settle(raw, at, draftOf(cause), 'not_a_problem'))

const unresolved = { filter: { status: ['unresolved' as const] } }

describe('a view of exceptions', () => {
  it('keeps its positions while exceptions end, come and change, and shows them as they are now', async () => {
    const ids = await raiseMany(['a', 'b', 'c', 'd', 'e'].map((cause) => draftOf(cause)))
    const { exceptions } = books.client
    const { view, total } = await exceptions.openView(unresolved)
    const read = async (from: number, to: number) => (await exceptions.viewRows({ view, from, to })).items
    expect((await read(0, 2)).map(({ id }) => id)).toEqual(ids.slice(0, 2))
    await resolve('a')
    await resolve('d')
    await raiseMany([draftOf('before all others')])
    await inStore(books, (raw) =>
      raw.prepare('UPDATE exception SET due_at = 0, version = version + 1 WHERE id = ?').run(ids[4]),
    )
    expect((await read(2, 9)).map(({ id, status }) => [id, status])).toEqual([
      [ids[2], 'open'],
      [ids[3], 'resolved'],
      [ids[4], 'open'],
    ])
    expect((await exceptions.viewIds({ view, from: 1, to: total })).ids).toEqual(ids.slice(1))
    expect((await exceptions.openView(unresolved)).total).toBe(4)
  })

  it('is told apart from a view of batches, and from the view of another session', async () => {
    await raiseMany([draftOf('a')])
    const { client } = books
    const { view } = await client.exceptions.openView({})
    const { view: ofBatches } = await client.batches.openView({})
    const range = { from: 0, to: 1 }
    const other = await books.as('admin')
    // One after another: one that is refused before anybody waits for it would end the run.
    for (const call of [
      () => client.exceptions.viewRows({ view: ofBatches, ...range }),
      () => client.exceptions.viewIds({ view: ofBatches, ...range }),
      () => client.exceptions.newer({ view: ofBatches }),
      () => client.batches.viewRows({ view, ...range }),
      () => other.exceptions.viewRows({ view, ...range }),
      () => other.exceptions.viewIds({ view, ...range }),
      () => other.exceptions.newer({ view }),
    ])
      expect((await refusalOf(call())).code).toBe('view_expired')
    expect((await client.exceptions.viewIds({ view, ...range })).ids).toHaveLength(1)
  })
})

describe('what is newer than a view', () => {
  const newer = async (view: string) => (await books.client.exceptions.newer({ view })).newer
  const change = (id: number | undefined, owner: number | null) =>
    inStore(books, (raw) => changeCase(raw, at, { id: id ?? 0, by: 'admin', kind: 'assigned', detail: {}, owner }))

  it('is what matches now and did not: raised, opened again or changed since, and nothing that the view has', async () => {
    const ids = await raiseMany(['a', 'b', 'c'].map((cause) => draftOf(cause)))
    await resolve('c')
    const { view } = await books.client.exceptions.openView(unresolved)
    const { view: mine } = await books.client.exceptions.openView({ filter: { mine: true } })
    const { view: all } = await books.client.exceptions.openView({})
    expect(await newer(view)).toBe(0)
    await change(ids[0], 1)
    await resolve('b')
    expect([await newer(view), await newer(mine), await newer(all)]).toEqual([0, 1, 0])
    await raiseMany([draftOf('d')])
    expect([await newer(view), await newer(mine), await newer(all)]).toEqual([1, 1, 1])
    await inStore(books, (raw) => raise(raw, at, draftOf('c'), { anew: true }))
    expect([await newer(view), await newer(mine), await newer(all)]).toEqual([2, 1, 1])
    await resolve('d')
    await change(ids[0], null)
    expect([await newer(view), await newer(mine), await newer(all)]).toEqual([1, 0, 1])
  })

  it('is also what time alone has woken', async () => {
    const [id = 0] = await raiseMany([draftOf('a')])
    const until = Date.now() + 400
    await inStore(books, (raw) =>
      changeCase(raw, at, { id, by: 'admin', kind: 'snoozed', detail: {}, snoozedUntil: until }),
    )
    const { view, total } = await books.client.exceptions.openView(unresolved)
    expect([total, await newer(view)]).toEqual([0, 0])
    await expect.poll(() => newer(view), { timeout: 5_000 }).toBe(1)
    expect(Date.now()).toBeGreaterThanOrEqual(until)
    expect((await books.client.exceptions.openView(unresolved)).total).toBe(1)
  })
})

describe('money at stake', () => {
  const most = Number.MAX_SAFE_INTEGER

  it('is exact beyond what a number holds, and says of how many exceptions nobody knows it', async () => {
    await raiseMany([...Array.from({ length: 5 }, (_, i) => draftOf(`${i}`, most - i)), draftOf('x'), draftOf('y')])
    const sum = String(5n * BigInt(most) - 10n)
    expect(await books.client.exceptions.openView({})).toMatchObject({ sum, money: most, unknown: 2, total: 7 })
    expect((await books.client.exceptions.groups({ by: 'code' })).items).toMatchObject([{ money: sum, unknown: 2 }])
  })

  it('of nothing that is known is nothing', async () => {
    await raiseMany([draftOf('x')])
    expect(await books.client.exceptions.openView({})).toMatchObject({ sum: '0', money: 0, unknown: 1 })
    expect(await books.client.exceptions.openView({ filter: { batch: 999 } })).toMatchObject({ sum: '0', unknown: 0 })
  })
})

it('answers the groups with the most money, and says when there are more', async () => {
  await inStore(books, (raw) => {
    for (let i = 1; i <= 4; i += 1)
      raise(raw, at, { ...draftOf(`${i}`, i), code: 'MESSAGE_FAILED', scope: 'client', client: `C${i}` })
  })
  const { exceptions } = books.client
  const named = async (limit: number) => {
    const { items, complete } = await exceptions.groups({ by: 'client', limit })
    return [items.map(({ client }) => client), complete]
  }
  expect(await named(2)).toEqual([['C4', 'C3'], false])
  expect(await named(4)).toEqual([['C4', 'C3', 'C2', 'C1'], true])
})

it('names producers and people in what is counted and grouped', async () => {
  const [id = 0] = await raiseMany([draftOf('a')])
  await inStore(books, (raw) => changeCase(raw, at, { id, by: 'admin', kind: 'assigned', detail: {}, owner: 1 }))
  const { exceptions } = books.client
  const { producer, owner, status } = await exceptions.facets({})
  expect(producer).toEqual([{ value: '8', name: 'Eight Bells', count: 1 }])
  expect(owner).toEqual([{ value: 'admin', name: 'admin', count: 1 }])
  expect(status).toEqual([{ value: 'in_progress', name: null, count: 1 }])
  expect((await exceptions.groups({ by: 'cause', filter: { mine: true } })).items).toMatchObject([
    { code: 'BATCH_MISSING', producer: 8, producerName: 'Eight Bells', filter: { mine: true, producer: [8] } },
  ])
  expect((await exceptions.groups({ by: 'owner', filter: { mine: true } })).items[0]?.filter).toEqual({
    owner: ['admin'],
  })
})
