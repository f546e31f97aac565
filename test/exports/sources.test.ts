/** Every table that can be exported says row by row what its list answers, through the whole of the engine. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { inUnits } from '../../engine/close-pack/csv.ts'
import { type ExportSource, exportPermissions, exportSources } from '../../engine/contract/export-sources.ts'
import { printedColumnsMax } from '../../engine/contract/exports.ts'
import { chosenColumns } from '../../engine/exports/columns.ts'
import { sources } from '../../engine/exports/sources.ts'
import { booksOfThreeDays } from '../close-pack/made.ts'
import { procedures } from '../contract/tree.ts'
import type { OpenBooks } from '../operations/open-books.ts'
import { openTestEngine, removeFolder, type TestEngine } from '../workspace-fixture.ts'
import { figureCases } from './figure-cases.ts'
import { listCases, putListed } from './list-cases.ts'
import { type Cases, type Item, listed, rowsOf, type Wish } from './made.ts'

let directory: string
let opened: TestEngine
let client: Awaited<ReturnType<TestEngine['as']>>
let secrets: readonly string[]

beforeAll(async () => {
  const books: OpenBooks = await booksOfThreeDays()
  vi.useRealTimers()
  directory = books.directory
  books.raw.close()
  opened = await openTestEngine(directory)
  client = await opened.as('admin')
  secrets = await putListed(opened)
})
afterAll(async () => {
  await opened.engine.close()
  removeFolder(directory)
})

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

const cases: Readonly<Record<ExportSource, Cases>> = {
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
  ...listCases(() => client),
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

/** Where a list is asked for, by the table that is exported. */
const lists: Readonly<Record<Exclude<ExportSource, `overview_${string}`>, string>> = {
  exceptions: 'exceptions.list',
  batches: 'batches.list',
  batch_rows: 'batches.rows',
  clients: 'clients.list',
  accounts: 'accounts.list',
  postings: 'accounts.postings',
  transactions: 'accounts.transaction',
  trial_balance: 'accounts.trialBalance',
  open_items: 'reconciliation.open',
  matches: 'reconciliation.matches',
  statement_lines: 'statements.lines',
  proposals: 'proposals.list',
  audit_records: 'audit.list',
  producers: 'producers.list',
  statements: 'statements.list',
  fund_requests: 'funding.list',
  expected_payments: 'expected.list',
  webhook_deliveries: 'webhooks.deliveries',
  users: 'users.list',
  callers: 'callers.list',
  job_runs: 'jobs.runs',
}

it.each(Object.entries(lists))('%s: an export needs what its list needs', (source, list) => {
  const access = procedures().find(({ name }) => name === list)?.access
  expect(exportPermissions[source as ExportSource]).toBe(access)
})

it.each(['webhook_deliveries', 'users', 'callers', 'producers'] as const)(
  '%s: no file says a secret',
  async (source) => {
    const text = JSON.stringify(await rowsOf(client, { source, parameters: {} } as Wish))
    for (const secret of secrets) expect(text).not.toContain(secret)
    expect(text).not.toMatch(/hash|passphrase|secret/i)
  },
)
