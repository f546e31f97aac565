/** The queue against a plain model of it, over random exceptions, filters and orders. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  type CaseFacets,
  type CaseFilter,
  type CaseGroup,
  type CaseGrouping,
  type CaseSort,
  caseGroupings,
  caseSortKeys,
} from '../../../engine/contract/case-views.ts'
import { type Exception, exceptionStatuses, resolutions, severities } from '../../../engine/contract/exceptions.ts'
import type { Books } from '../../ingest/drop.ts'
import { passphraseOf } from '../../workspace-fixture.ts'
import { inStore, openLenientBooks, takeBatch } from '../open-exceptions.ts'
import { facetsOf, groupsOf, type Model, matching, moneyOf, sorted } from './model.ts'
import { caseDrafts, clients, codes, insertCase, instants, type World } from './random-cases.ts'

let books: Books
let world: World
let batches: readonly number[]
beforeAll(async () => {
  books = await openLenientBooks()
  for (const name of ['maria', 'tom'])
    await books.client.users.add({
      name,
      displayName: `The ${name}`,
      roles: ['operator'],
      passphrase: passphraseOf(name),
    })
  batches = [
    await takeBatch(books, 'ada.csv', [{ tx: 'a', amount: 1 }]),
    await takeBatch(books, 'day-12.csv', [{ tx: 'b', amount: 1 }]),
    await takeBatch(books, 'EX-3.csv', [{ tx: 'c', amount: 1 }]),
  ]
  const people = await inStore(books, (raw) => {
    const hold = raw.prepare(`
      INSERT INTO held_row (batch_id, line, client_id, kind, amount, tx_id, location, occurred_at, business_day, code, raw, state)
      VALUES (?, ?, ?, 'Payment', 5, 't' || ?, 'x', 0, '2024-03-01', ?, 'raw', ?)`)
    for (const [i, client] of clients.entries()) {
      hold.run(batches[0], 100 + i, client, i, codes[0], 'held')
      // Of these one is still held: the others went through.
      hold.run(batches[1], 100 + i, client, i, codes[1], i === 1 ? 'held' : 'posted')
    }
    return raw.prepare('SELECT name, id FROM user').raw().all() as [string, number][]
  })
  world = {
    batches: batches.map((id) => ({ id, producer: 9 })),
    otherProducers: [7, 8],
    people: Object.fromEntries(people),
  }
})
afterAll(() => books.close())

const several = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.uniqueArray(item, { minLength: 1, maxLength: 2 })
const times = instants.map((at) => new Date(at).toISOString())

const fields = {
  status: several(fc.constantFrom(...exceptionStatuses, 'unresolved' as const)),
  waitingFor: several(fc.constantFrom('client', 'producer', 'approval')),
  resolution: several(fc.constantFrom(...resolutions)),
  scope: several(fc.constantFrom('fault', 'hold', 'batch', 'producer', 'client', 'engine')),
  code: several(fc.constantFrom(...codes)),
  severity: several(fc.constantFrom(...severities)),
  producer: several(fc.constantFrom(7, 9)),
  noProducer: fc.boolean(),
  batch: fc.integer({ min: 1, max: 3 }),
  client: fc.constantFrom(...clients),
  noClient: fc.boolean(),
  owner: several(fc.constantFrom('maria', 'tom', 'who')),
  mine: fc.boolean(),
  unowned: fc.boolean(),
  amountFrom: fc.integer({ min: 0, max: 6 }),
  amountTo: fc.integer({ min: 0, max: 6 }),
  dueBefore: times,
  dueAfter: times,
  raisedFrom: times,
  raisedBefore: times,
  resolvedFrom: times,
  resolvedBefore: times,
  snoozed: fc.constantFrom('with', 'only'),
  search: fc.constantFrom(
    '12',
    'EX-3',
    'ex-12',
    'ada',
    'Ada',
    'ADAM',
    'nine',
    'lives',
    'č',
    '%',
    '_',
    'csv',
    'nowhere',
  ),
} satisfies Readonly<Record<keyof CaseFilter, fc.Arbitrary<unknown>>>
const fieldNames = Object.keys(fields) as (keyof CaseFilter)[]

/** Of all that can be asked for only a little at once, or nothing would ever be found. */
const filters = fc
  .tuple(fc.record(fields) as fc.Arbitrary<CaseFilter>, fc.shuffledSubarray(fieldNames, { maxLength: 3 }))
  .map(([all, kept]): CaseFilter => Object.fromEntries(kept.map((name) => [name, all[name]])))

type Look = Readonly<{ filter: CaseFilter; sort: CaseSort; by: CaseGrouping }>

const looks: fc.Arbitrary<Look> = fc.record({
  filter: filters,
  sort: fc.record({ by: fc.constantFrom(...caseSortKeys), direction: fc.constantFrom('ascending', 'descending') }),
  by: fc.constantFrom(...caseGroupings),
})

it('filters, sorts, counts, adds up and groups as a plain model does', async () => {
  const foundIn = { filters: 0, groups: 0 }
  await fc.assert(
    fc.asyncProperty(
      fc.array(caseDrafts(world), { minLength: 1, maxLength: 12 }),
      fc.array(looks, { minLength: 6, maxLength: 6 }),
      async (drafts, asked) => {
        await inStore(books, (raw) => {
          for (const draft of drafts) insertCase(raw, draft)
        })
        const model = await readModel()
        for (const look of asked) {
          foundIn.filters += Number((await expectView(model, look)) > 0)
          await expectFacets(model, look)
          foundIn.groups += await expectGroups(model, look)
        }
      },
    ),
    { numRuns: 40 },
  )
  // Or nothing was looked at.
  expect(foundIn.filters).toBeGreaterThan(60)
  expect(foundIn.groups).toBeGreaterThan(200)
}, 120_000)

/** Everything there is, through the list, which knows nothing of views. */
async function readModel(): Promise<Model> {
  const exceptions: Exception[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await books.client.exceptions.list({ limit: 1_000, ...(cursor === undefined ? {} : { cursor }) })
    exceptions.push(...page.items)
    cursor = page.next
  }
  const heldIn = ({ scope, batch, code }: Exception): readonly string[] => {
    if (scope !== 'hold') return []
    if (batch === batches[0] && code === codes[0]) return clients
    return batch === batches[1] && code === codes[1] ? [clients[1]] : []
  }
  const held = new Map(exceptions.map((each) => [each.id, new Set(heldIn(each))]))
  return { exceptions, me: 'admin', at: Date.now(), held }
}

async function expectView(model: Model, { filter, sort }: Look): Promise<number> {
  const { client } = books
  const expected = sorted(matching(model, filter), sort)
  const opened = await client.exceptions.openView({ filter, sort })
  const { view, total } = opened
  const money = moneyOf(expected)
  expect(opened).toMatchObject({
    total: expected.length,
    complete: true,
    sum: String(money),
    money: Math.min(Number(money), Number.MAX_SAFE_INTEGER),
    unknown: expected.filter(({ amount }) => amount === null).length,
    currency: 'USD',
  })
  expect((await client.exceptions.viewIds({ view, from: 0, to: total })).ids).toEqual(expected.map(({ id }) => id))
  const from = Math.floor(total / 2)
  expect((await client.exceptions.viewRows({ view, from, to: from + 7 })).items).toEqual(expected.slice(from, from + 7))
  return total
}

async function expectFacets(model: Model, { filter }: Look): Promise<void> {
  const facets = await books.client.exceptions.facets({ filter })
  const counted = (facet: CaseFacets['status']) => Object.fromEntries(facet.map(({ value, count }) => [value, count]))
  expect(Object.fromEntries(Object.entries(facets).map(([name, facet]) => [name, counted(facet)]))).toEqual(
    facetsOf(model, filter),
  )
}

/** Answers how many groups there were. What each shows when it is opened is asked of the store, which was just held to account. */
async function expectGroups(model: Model, { filter, by }: Look): Promise<number> {
  const { client } = books
  const expected = groupsOf(model, filter, by)
  const { items, complete } = await client.exceptions.groups({ filter, by })
  expect([items.length, complete]).toEqual([expected.size, true])
  const money = items.map((group) => BigInt(group.money))
  expect(money).toEqual(money.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)))
  for (const group of items) {
    const members = expected.get(nameOf(group, by))
    if (members === undefined) throw new Error(`a group that the model does not have: ${nameOf(group, by)}`)
    expect(figuresOf(group)).toEqual({
      exceptions: members.length,
      rows: members.reduce((sum, { rows }) => sum + rows, 0),
      money: String(moneyOf(members)),
      unknown: members.filter(({ amount }) => amount === null).length,
      oldestAt: members.map(({ raisedAt }) => raisedAt).toSorted()[0],
      earliestDueAt: members.map(({ dueAt }) => dueAt).toSorted()[0],
    })
  }
  const { counts } = await client.exceptions.counts({
    filters: [filter, ...items.slice(0, 19).map((group) => group.filter)],
  })
  const shown = items.slice(0, 19).map((group) => group.exceptions)
  expect(counts).toEqual([matching(model, filter).length, ...shown])
  return items.length
}

const nameOf = (group: CaseGroup, by: CaseGrouping): string =>
  by === 'cause' ? `${group.code} ${group.producer}` : String(group[by])

const figuresOf = ({ exceptions, rows, money, unknown, oldestAt, earliestDueAt }: CaseGroup) => ({
  exceptions,
  rows,
  money,
  unknown,
  oldestAt,
  earliestDueAt,
})
