/** The usual views come in the order in which the store keeps them: sorting very many cases is what one would wait for. */
import type { Database } from 'better-sqlite3'
import { Kysely, SqliteDialect, sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CaseFilter, CaseSort } from '../../../engine/contract/case-views.ts'
import { allOf, conditionsOf } from '../../../engine/exceptions/queue/filter.ts'
import { orderOf } from '../../../engine/exceptions/queue/sort.ts'
import type { Books } from '../../ingest/drop.ts'
import { inStore, openLenientBooks } from '../open-exceptions.ts'

let books: Books
beforeAll(async () => {
  books = await openLenientBooks()
})
afterAll(() => books.close())

const byUrgency: CaseSort = { by: 'due', direction: 'ascending' }
const byMoney: CaseSort = { by: 'amount', direction: 'descending' }
const unresolved: CaseFilter = { status: ['unresolved'] }

it.each<[string, CaseFilter, CaseSort, string]>([
  ['all', unresolved, byUrgency, 'exception_by_urgency'],
  ['unassigned', { ...unresolved, unowned: true }, byUrgency, 'exception_by_urgency'],
  ['due', { ...unresolved, dueBefore: '2026-03-02T00:00:00Z' }, byUrgency, 'exception_by_urgency'],
  ['held', { ...unresolved, scope: ['batch'] }, byUrgency, 'exception_by_urgency'],
  ['by money', unresolved, byMoney, 'exception_by_money'],
])('%s is read along one index, with no look at a case and no sorting', async (_, filter, sort, index) => {
  const [step, ...others] = await inStore(books, (raw) => planOf(raw, filter, sort))
  expect(step).toMatch(new RegExp(`(SCAN|SEARCH) exception USING COVERING INDEX ${index}`))
  expect(others).toEqual([])
})

it('cases of one code are found by it, and only those are sorted', async () => {
  const plan = await inStore(books, (raw) => planOf(raw, { ...unresolved, code: ['FIELD_MISSING'] }, byUrgency))
  expect(plan[0]).toMatch(/SEARCH exception USING COVERING INDEX exception_in_queue \(code=\?\)/)
})

function planOf(raw: Database, filter: CaseFilter, sort: CaseSort): readonly string[] {
  const asker = { user: 1, at: 0 }
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: raw }) })
  const asked = sql`SELECT exception.id, exception.amount FROM exception
    WHERE ${allOf(conditionsOf(filter, asker))} ORDER BY ${orderOf(sort, filter)} LIMIT 250001`.compile(db)
  const steps = raw.prepare(`EXPLAIN QUERY PLAN ${asked.sql}`).all(...asked.parameters) as { detail: string }[]
  return steps.map(({ detail }) => detail)
}
