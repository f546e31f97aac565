/** Deeds for many cases in the store, and as they are shown. */
import { isoOf } from '../../calendar/instant.ts'
import type { Bulk, BulkDeed, BulkItem, BulkResult } from '../../contract/bulk.ts'
import type { QueryContext } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'

type Context = Pick<QueryContext, 'raw'>

export function findBulk({ raw }: Context, { id }: Readonly<{ id: number }>): Bulk | null {
  const row = statementsOf(raw).one.get(id) as Row | undefined
  return row === undefined ? null : bulkOf(row)
}

/** Counted where it is read: of the most cases that there can be, all refused, it takes less than a tenth of a second. */
export const refusalReasons = ({ raw }: Context, { id }: Readonly<{ id: number }>): BulkResult['reasons'] =>
  statementsOf(raw).reasons.all(id) as BulkResult['reasons']

export function listBulks(
  { raw }: Context,
  { before, limit, state }: Readonly<{ before: number | null; limit: number; state?: Bulk['state'] | undefined }>,
): Readonly<{ items: Bulk[]; more: boolean }> {
  const asked = { before: before ?? Number.MAX_SAFE_INTEGER, state: state ?? null, limit: limit + 1 }
  const rows = statementsOf(raw).page.all(asked) as Row[]
  return { items: rows.slice(0, limit).map(bulkOf), more: rows.length > limit }
}

export type ItemPage = Readonly<{
  id: number
  outcome?: BulkItem['outcome'] | undefined
  code?: string | undefined
  /** The place of the last item of the page before. */
  after: number
  limit: number
}>

/** In the order in which they are worked on; `last` is the place of the last of them. */
export function listBulkItems(
  { raw }: Context,
  { id, outcome, code, after, limit }: ItemPage,
): Readonly<{ items: BulkItem[]; last: number; more: boolean }> {
  const asked = { id, outcome: outcome ?? null, code: code ?? null, after, limit: limit + 1 }
  const rows = statementsOf(raw).items.all(asked) as ItemRow[]
  const shown = rows.slice(0, limit)
  const items = shown.map(({ seq: _, facts, ...item }) => ({ ...item, facts: JSON.parse(facts) as BulkItem['facts'] }))
  return { items, last: shown.at(-1)?.seq ?? after, more: rows.length > limit }
}

export type Running = Readonly<{ id: number; deed: BulkDeed; user: number; by: string }>

/** What runs, or was running when the engine ended. */
export const runningBulks = ({ raw }: Context, _: null): readonly Running[] =>
  (statementsOf(raw).running.all() as (Omit<Running, 'deed'> & { deed: string })[]).map(({ deed, ...of }) => ({
    ...of,
    deed: JSON.parse(deed) as BulkDeed,
  }))

/** `isChanged`: somebody else did something about it since it was looked at. */
export type Pending = Readonly<{ seq: number; exception: number; version: number; isChanged: boolean }>

export const pendingItems = (
  { raw }: Context,
  { id, limit }: Readonly<{ id: number; limit: number }>,
): readonly Pending[] =>
  (statementsOf(raw).pending.all(id, limit) as (Omit<Pending, 'isChanged'> & { isChanged: number })[]).map((each) => ({
    ...each,
    isChanged: each.isChanged === 1,
  }))

type Row = Omit<Bulk, 'deed' | 'startedAt' | 'endedAt' | 'left'> &
  Readonly<{ deed: string; startedAt: number; endedAt: number | null }>
type ItemRow = Omit<BulkItem, 'facts'> & Readonly<{ seq: number; facts: string }>

const bulkOf = (row: Row): Bulk => ({
  ...row,
  deed: JSON.parse(row.deed) as BulkDeed,
  startedAt: isoOf(row.startedAt),
  endedAt: row.endedAt === null ? null : isoOf(row.endedAt),
  left: row.cases - row.done - row.proposed - row.refused,
})

const columns = `
  SELECT bulk.id, bulk.deed, user.name AS by, bulk.state, bulk.started_at AS startedAt, bulk.ended_at AS endedAt,
    bulk.cases, bulk.done, bulk.proposed, bulk.refused
  FROM bulk JOIN user ON user.id = bulk.user`

const statementsOf = perConnection((raw) => ({
  one: raw.prepare(`${columns} WHERE bulk.id = ?`),
  page: raw.prepare(`
    ${columns} WHERE bulk.id < @before AND (@state IS NULL OR bulk.state = @state) ORDER BY bulk.id DESC LIMIT @limit`),
  reasons: raw.prepare(`
    SELECT code, count(*) AS cases FROM bulk_item WHERE bulk_id = ? AND outcome = 'refused'
    GROUP BY code ORDER BY cases DESC, code`),
  items: raw.prepare(`
    SELECT seq, exception_id AS exception, outcome, code, facts, proposal FROM bulk_item
    WHERE bulk_id = @id AND seq > @after AND (@outcome IS NULL OR outcome = @outcome)
      AND (@code IS NULL OR code = @code)
    ORDER BY seq LIMIT @limit`),
  running: raw.prepare(`
    SELECT bulk.id, bulk.deed, bulk.user, user.name AS by FROM bulk JOIN user ON user.id = bulk.user
    WHERE bulk.state = 'running' ORDER BY bulk.id`),
  pending: raw.prepare(`
    SELECT item.seq, item.exception_id AS exception, exception.version,
      ifnull(exception.touched_at > bulk.as_of AND exception.touched_by <> user.name, 0) AS isChanged
    FROM bulk_item AS item JOIN exception ON exception.id = item.exception_id
    JOIN bulk ON bulk.id = item.bulk_id JOIN user ON user.id = bulk.user
    WHERE item.bulk_id = ? AND item.outcome = 'pending' ORDER BY item.seq LIMIT ?`),
}))
