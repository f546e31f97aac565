/**
 * Looking through postings in the order of their numbers. Candidates come from an index, lazily; conditions are held
 * against them piece by piece, until there are enough or a page has looked far enough: then it ends early, says where,
 * and the next page goes on from there. So a rare find costs many pages, and none of them holds up a reader.
 */
import type { Database } from 'better-sqlite3'
import { invariant } from '../invariant.ts'
import { perConnection } from '../store/compiled.ts'

export type Order = 'newestFirst' | 'oldestFirst'

/** Business days, both included. */
export type DayRange = Readonly<{ from: string; to: string }>

/** Null when no day is asked for; a range may be open at one end. */
export const daysOf = ({
  from,
  to,
}: Readonly<{ from?: string | undefined; to?: string | undefined }>): DayRange | null =>
  from === undefined && to === undefined ? null : { from: from ?? '0000-01-01', to: to ?? '9999-12-31' }

export type Conditions = Readonly<{
  /** SQL over `posting` and `entry`, with names that `values` gives. */
  all: readonly string[]
  values: Readonly<Record<string, string | number>>
  days: DayRange | null
}>

export type Look = Conditions &
  Readonly<{
    order: Order
    from: Candidates
  }>

export type Candidates = Readonly<{
  /** SQL that answers numbers of postings beyond @edge as `seq`, in the order of the look, at most @count. */
  sql: string
  /** The same as a condition, for when another index gets further; null where none can. */
  condition: string | null
}>

/** `stoppedAt`: the last number that was looked at, when there is more to look through. */
export type Found = Readonly<{ seqs: readonly number[]; stoppedAt: number | null }>

/** How many candidates one page looks through at most. */
export const lookMax = 50_000
const firstLook = 2_000
/** More days than this are not merged from the index of days: each posting of them would be compared with every day. */
const daysMax = 40

/** A number that no posting has reached, to begin from. */
export const beyond = (order: Order): number => (order === 'newestFirst' ? Number.MAX_SAFE_INTEGER : 0)

export function lookThrough(
  raw: Database,
  look: Look,
  { edge, want }: Readonly<{ edge: number; want: number }>,
): Found {
  const sources = sourcesOf(raw, look)
  const seqs: number[] = []
  let looked = 0
  let count = look.all.length === 0 ? want * (look.days === null ? 1 : 2) : Math.max(want, firstLook)
  let at = edge
  for (;;) {
    const start = look.days === null ? at : beforeNextOf(raw, { days: look.days, order: look.order, edge: at })
    if (start === null) return { seqs, stoppedAt: null }
    const piece = { edge: start, count }
    const { source, number, last } = furthest(sources, piece)
    seqs.push(...source.matching({ ...piece, wanted: want - seqs.length }))
    if (seqs.length >= want || number < count || last === null) return { seqs, stoppedAt: null }
    looked += number
    at = last
    if (looked >= lookMax) return { seqs, stoppedAt: at }
    count = Math.min(count * 4, lookMax - looked)
  }
}

/** What a page shows of what was found when one more was looked for than it may show, and where the next one begins. */
export function pageOfFound(
  { seqs, stoppedAt }: Found,
  limit: number,
): Readonly<{ shown: readonly number[]; next: number | null; early: boolean }> {
  const shown = seqs.slice(0, limit)
  if (seqs.length > limit) return { shown, next: shown.at(-1) ?? null, early: false }
  return { shown, next: stoppedAt, early: stoppedAt !== null && shown.length < limit }
}

/** Every posting there is. */
export const allPostings = (order: Order): Candidates => ({
  sql: `SELECT seq FROM posting WHERE ${beyondEdge(order)} ${inOrder(order)}`,
  condition: 'TRUE',
})

/** What moved any of these accounts: each side has its index, which are merged and stop as soon as there is enough. */
export function postingsOfAccounts(accounts: readonly number[], order: Order): Candidates {
  const sides = accounts.flatMap((account) => [`debit = ${account}`, `credit = ${account}`])
  const arms = sides.map((side) => `SELECT seq FROM posting WHERE ${side} AND ${beyondEdge(order)}`)
  // A posting between two of them is on both sides.
  return { sql: `${arms.join(' UNION ')} ${inOrder(order)}`, condition: touches(accounts) }
}

export const touches = (accounts: readonly number[]): string =>
  `(posting.debit IN (${accounts.join()}) OR posting.credit IN (${accounts.join()}))`

/** The words of SQL for an order. */
const orders = {
  newestFirst: { beyond: '<', direction: 'DESC', last: 'min', next: 'max', step: 1 },
  oldestFirst: { beyond: '>', direction: 'ASC', last: 'max', next: 'min', step: -1 },
} as const

const beyondEdge = (order: Order): string => `seq ${orders[order].beyond} @edge`
const inOrder = (order: Order): string => `ORDER BY seq ${orders[order].direction} LIMIT @count`

type Piece = Readonly<{ edge: number; count: number }>
type Extent = Readonly<{ number: number; last: number | null }>
type Source = Readonly<{
  /** How many candidates there are, and the last of them. */
  extent: (piece: Piece) => Extent
  matching: (piece: Piece & Readonly<{ wanted: number }>) => number[]
}>

function sourcesOf(raw: Database, look: Look): readonly Source[] {
  const { from, days, order, all } = look
  const own = sourceOf(raw, look, { sql: from.sql, conditions: all })
  if (days === null || from.condition === null) return [own]
  const found = distinctDays(raw).all({ ...days, most: daysMax + 1 }) as string[]
  if (found.length === 0 || found.length > daysMax) return [own]
  const arms = found.map((day) => `SELECT seq FROM posting WHERE business_day = '${day}' AND ${beyondEdge(order)}`)
  const sql = `${arms.join(' UNION ALL ')} ${inOrder(order)}`
  return [own, sourceOf(raw, look, { sql, conditions: [...all, from.condition] })]
}

function sourceOf(
  raw: Database,
  { values, days, order }: Look,
  { sql, conditions }: Readonly<{ sql: string; conditions: readonly string[] }>,
): Source {
  const { last, direction } = orders[order]
  const extent = raw.prepare(`SELECT count(*) AS number, ${last}(seq) AS last FROM (${sql})`)
  const asked = days === null ? conditions : [...conditions, 'posting.business_day BETWEEN @fromDay AND @toDay']
  const named = { ...values, ...(days === null ? {} : { fromDay: days.from, toDay: days.to }) }
  const matching = raw
    .prepare(`
      SELECT candidate.seq FROM (${sql}) AS candidate CROSS JOIN posting ON posting.seq = candidate.seq
      LEFT JOIN entry ON entry.id = posting.entry
      ${asked.length === 0 ? '' : `WHERE ${asked.join(' AND ')}`}
      ORDER BY candidate.seq ${direction} LIMIT @wanted`)
    .pluck()
  return {
    extent: (piece) => extent.get({ ...named, ...piece }) as Extent,
    matching: (piece) => matching.all({ ...named, ...piece }) as number[],
  }
}

/** Of two indexes the one that gets further with as many candidates, which are counted in the index alone. */
function furthest(sources: readonly Source[], piece: Piece): Extent & Readonly<{ source: Source }> {
  const reached = ({ number, last }: Extent): number =>
    number < piece.count || last === null ? Number.MAX_SAFE_INTEGER : Math.abs(last - piece.edge)
  const [first, ...others] = sources.map((source) => ({ source, ...source.extent(piece) }))
  invariant(first !== undefined, 'a look without candidates')
  return others.reduce((best, each) => (reached(each) > reached(best) ? each : best), first)
}

/**
 * Just before the next posting of these days, whosever it is: what lies between, millions of postings of other days
 * when a row came late, is stepped over. Each day is one step in its index.
 */
function beforeNextOf(
  raw: Database,
  { days, order, edge }: Readonly<{ days: DayRange; order: Order; edge: number }>,
): number | null {
  const next = nextOfDays(raw)[order].get({ ...days, edge }) as number | null
  return next === null ? null : next + orders[order].step
}

const distinctDays = perConnection((raw) =>
  raw
    .prepare(`
      WITH RECURSIVE day (d) AS (
        SELECT min(business_day) FROM posting WHERE business_day BETWEEN @from AND @to
        UNION ALL
        SELECT (SELECT min(business_day) FROM posting WHERE business_day > d AND business_day <= @to) FROM day
        WHERE d IS NOT NULL)
      SELECT d FROM day WHERE d IS NOT NULL LIMIT @most`)
    .pluck(),
)

const nextOfDays = perConnection((raw) => {
  const statement = (order: Order) =>
    raw
      .prepare(`
        WITH RECURSIVE day (d) AS (
          SELECT min(business_day) FROM posting WHERE business_day BETWEEN @from AND @to
          UNION ALL
          SELECT (SELECT min(business_day) FROM posting WHERE business_day > d AND business_day <= @to) FROM day
          WHERE d IS NOT NULL)
        SELECT ${orders[order].next}((SELECT ${orders[order].next}(seq) FROM posting
          WHERE business_day = d AND seq ${orders[order].beyond} @edge)) FROM day WHERE d IS NOT NULL`)
      .pluck()
  return { newestFirst: statement('newestFirst'), oldestFirst: statement('oldestFirst') }
})
