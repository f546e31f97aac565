/** Every table that can be exported says row by row what its list answers, through the whole of the engine. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { inUnits } from '../../engine/close-pack/csv.ts'
import { type ExportSource, exportSources } from '../../engine/contract/export-sources.ts'
import { printedColumnsMax } from '../../engine/contract/exports.ts'
import { chosenColumns } from '../../engine/exports/columns.ts'
import { sources } from '../../engine/exports/sources.ts'
import { booksOfThreeDays } from '../close-pack/made.ts'
import type { OpenBooks } from '../operations/open-books.ts'
import { openTestEngine, removeFolder, type TestEngine } from '../workspace-fixture.ts'
import { figureCases } from './figure-cases.ts'
import { rowsOf, type Wish } from './made.ts'

let directory: string
let opened: TestEngine
let client: Awaited<ReturnType<TestEngine['as']>>

beforeAll(async () => {
  const books: OpenBooks = await booksOfThreeDays()
  vi.useRealTimers()
  directory = books.directory
  books.raw.close()
  opened = await openTestEngine(directory)
  client = await opened.as('admin')
})
afterAll(async () => {
  await opened.engine.close()
  removeFolder(directory)
})

type Item = Readonly<Record<string, unknown>>
type Page = Readonly<{ items: readonly unknown[]; next: string | null }>

/** All that a list has, a few at a time, as screens ask for it. */
async function listed(list: (asked: { cursor?: string; limit: number }) => Promise<Page>): Promise<Item[]> {
  const all: Item[] = []
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await list({ limit: 3, ...(cursor === undefined ? {} : { cursor }) })
    all.push(...(items as Item[]))
    if (next === null) return all
    cursor = next
  }
}

/** As JSON says it: money in whole units. All of these books are in USD. */
const asExported = (source: ExportSource, items: readonly Item[]): Item[] =>
  items.map((item) =>
    Object.fromEntries(
      sources[source].columns.map(({ id, kind }) => {
        const value = item[id] ?? null
        return [id, kind === 'money' && value !== null ? inUnits(value as string, 2) : value]
      }),
    ),
  )

const withOrigin = ({ source, ...posting }: Item): Item => ({ ...posting, ...(source as Item) })
const inUsd = (item: Item): Item => ({ ...item, currency: 'USD' })
const omnibus = { account: 'omnibus:main' }

const cases: Readonly<
  Record<ExportSource, readonly (readonly [parameters: object, expected: () => Promise<Item[]>])[]>
> = {
  exceptions: [
    [{ by: 'number', direction: 'descending', snoozed: 'with' }, () => listed((page) => client.exceptions.list(page))],
    [
      { severity: ['critical'] },
      async () => {
        const { view } = await client.exceptions.openView({ filter: { severity: ['critical'] } })
        return (await client.exceptions.viewRows({ view, from: 0, to: 99 })).items
      },
    ],
  ],
  batches: [
    [{}, () => listed((page) => client.batches.list(page))],
    [{ file: 'nothing' }, async () => []],
  ],
  batch_rows: [[{ batch: 1 }, () => listed((page) => client.batches.rows({ id: 1, ...page }))]],
  clients: [
    [{}, () => listed((page) => client.clients.list(page))],
    [{ search: '陳' }, () => listed((page) => client.clients.list({ search: '陳', ...page }))],
  ],
  accounts: [
    [{}, () => listed((page) => client.accounts.list(page))],
    [{ kind: 'wallet' }, () => listed((page) => client.accounts.list({ kind: 'wallet', ...page }))],
  ],
  postings: [
    [{}, async () => (await listed((page) => client.accounts.postings(page))).map(withOrigin)],
    [
      { client: 'anna' },
      async () => (await listed((page) => client.accounts.postings({ client: 'anna', ...page }))).map(withOrigin),
    ],
  ],
  transactions: [
    [
      {},
      async () => {
        const postings = await listed((page) => client.accounts.postings(page))
        const ids = [...new Set(postings.map(({ transaction }) => Number(transaction)))].toSorted((a, b) => a - b)
        const all = await Promise.all(ids.map((transaction) => client.accounts.transaction({ transaction })))
        return all.map((each) => ({ ...withOrigin(each), postings: each.postings.length }))
      },
    ],
  ],
  trial_balance: [[{}, async () => (await client.accounts.trialBalance({})).items]],
  open_items: (['line', 'posting'] as const).map((side) => [
    { ...omnibus, side },
    async () => (await listed((page) => client.reconciliation.open({ ...omnibus, side, ...page }))).map(inUsd),
  ]),
  matches: [[omnibus, () => listed((page) => client.reconciliation.matches({ ...omnibus, ...page }))]],
  statement_lines: [
    [{ statement: 1 }, async () => (await listed((page) => client.statements.lines({ id: 1, ...page }))).map(inUsd)],
  ],
  proposals: [[{}, () => listed((page) => client.proposals.list(page))]],
  audit_records: [
    [{ action: 'session.sign_in' }, () => listed((page) => client.audit.list({ action: 'session.sign_in', ...page }))],
  ],
  ...figureCases(() => client),
}

it.each(exportSources)(
  '%s: an export has the rows of the list, in their order, and every field of them',
  async (source) => {
    for (const [parameters, expected] of cases[source]) {
      const rows = await rowsOf(client, { source, parameters } as Wish)
      expect(rows).toEqual(asExported(source, await expected()))
    }
  },
)

it('there is something to export of nearly every table, so that the above says something', async () => {
  const empty: string[] = []
  for (const source of exportSources) {
    const counts = await Promise.all(cases[source].map(async ([, expected]) => (await expected()).length))
    if (counts.every((count) => count === 0)) empty.push(source)
  }
  expect(empty).toEqual(['batch_rows', 'overview_punctuality'])
})

it.each(exportSources)('%s fits on a page of paper when nobody says which columns', (source) => {
  const chosen = chosenColumns(sources[source].columns, { columns: null, format: 'pdf' })
  expect(chosen).toMatchObject({ status: 'chosen' })
  if (chosen.status === 'chosen') expect(chosen.columns.length).toBeLessThanOrEqual(printedColumnsMax)
})

it.each(exportSources)('%s: what is money has a currency beside it', (source) => {
  const { columns } = sources[source]
  const isMoney = columns.some(({ kind }) => kind === 'money')
  expect(!isMoney || columns.some(({ id }) => id === 'currency')).toBe(true)
})
