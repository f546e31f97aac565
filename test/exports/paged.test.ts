/** Lists that grow without end go into a file page by page, each row of them once and in the list's order. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ExportSource } from '../../engine/contract/export-sources.ts'
import { pageRows } from '../../engine/exports/source.ts'
import { sources } from '../../engine/exports/sources.ts'
import { kyselyOn } from '../../engine/store/kysely-on.ts'
import { line } from '../close-pack/made.ts'
import { bothGateways, openFunds, request } from '../funding/open-funds.ts'
import { type OpenBooks, perform } from '../operations/open-books.ts'
import { putLines } from '../reconcile/put-sides.ts'

const rows = pageRows + 5

let books: OpenBooks
beforeAll(async () => {
  books = await openFunds(bothGateways)
  // Thousands of changes one by one, none of which has to outlive this process.
  books.raw.pragma('synchronous = OFF')
  await perform(books, 'deposit', { client: 'anna', amount: 10 * rows })
  putEndpoint(books)
  await books.run('jobs.register', { jobs: [{ name: 'audit.verify', nextRunAt: null }] })
  for (let at = 0; at < rows; at += 1) {
    await request(books)
    await perform(books, 'withdrawal', { client: 'anna', amount: 1 })
    await books.run('webhooks.test', { id: 1 }, 'ana')
    putLines(books.raw, [line(0, 1 + at, `ORDER-${at}`)])
    await putRun(books)
  }
}, 120_000)
afterAll(() => books.close())

/** As a proposal that somebody else approved would have left it. */
function putEndpoint({ raw }: OpenBooks): void {
  raw
    .prepare(`
      INSERT INTO webhook_endpoint (name, url, events, state, created_at, proposal)
      VALUES ('shop', 'https://hooks.example.com', '["wallet.changed"]', 'active', 0, 1)`)
    .run()
}

async function putRun({ run }: OpenBooks): Promise<void> {
  const begun = await run('jobs.start', { job: 'audit.verify' })
  if (begun.status !== 'started') throw new Error(begun.status)
  await run('jobs.end', { job: 'audit.verify', run: begun.run, outcome: 'done', detail: {} })
}

const cases: readonly (readonly [ExportSource, object])[] = [
  ['fund_requests', {}],
  ['expected_payments', {}],
  ['webhook_deliveries', {}],
  ['statements', {}],
  ['job_runs', { job: 'audit.verify' }],
]

it.each(cases)('%s: a page behind the other, the newest first', async (source, parameters) => {
  const { raw } = books
  const context = { raw, db: kyselyOn(raw), onProgress: () => undefined, asker: { user: 1, at: Date.now() } }
  const lengths: number[] = []
  const ids: unknown[] = []
  for await (const page of sources[source].pages(context, parameters)) {
    lengths.push(page.length)
    ids.push(...page.map(({ id }) => id))
  }
  expect(lengths).toEqual([pageRows, rows - pageRows])
  expect(ids).toEqual(Array.from({ length: rows }, (_, at) => rows - at))
})
