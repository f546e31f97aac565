/**
 * Looking through postings in the order of their numbers. Candidates come one piece after another; conditions are held
 * against them, until there are enough or a page has looked far enough: then it ends early, says where, and the next page
 * goes on from there. So a rare find costs many pages, and none of them holds up a reader.
 */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../store/compiled.ts'
import { type Order, postingsOf } from './account-postings.ts'
import { type DayRange, dayNumbersOf, nearNextOf } from './posting-days.ts'
import { bucketSize } from './posting-writer.ts'

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

/** Where a piece begins, which is beyond the edge, and how many candidates it has at most. */
export type Piece = Readonly<{ edge: number; count: number }>

export type Candidates = Readonly<{
  /** Numbers of postings in the order of the look; null when every posting is one. */
  take: ((piece: Piece) => readonly number[]) | null
  /** SQL that a posting fulfils to be one. */
  condition: string
}>

/** `stoppedAt`: the last number that was looked at, when there is more to look through. */
export type Found = Readonly<{ seqs: readonly number[]; stoppedAt: number | null }>

/** How many candidates one page looks through at most. */
export const lookMax = 50_000
const firstLook = 2_000
/** Where days are asked for a piece may run on into others: it is kept small, and begins anew behind them. */
const ofDaysMax = 4_096
/** Walking from one posting of an account to the next takes so many times what passing a posting takes. */
const stepCost = 8

/** A number that no posting has reached, to begin from. */
export const beyond = (order: Order): number => (order === 'newestFirst' ? Number.MAX_SAFE_INTEGER : 0)

export function lookThrough(
  raw: Database,
  look: Look,
  { edge, want }: Readonly<{ edge: number; want: number }>,
): Found {
  const { take, condition } = look.from
  const days = look.days === null ? null : dayNumbersOf(look.days)
  const source = take === null ? everyPosting(raw, look, condition) : given(raw, look, take)
  const seqs: number[] = []
  const first = firstCount(look, want)
  let looked = 0
  let count = first
  let at = edge
  for (;;) {
    const start = days === null ? at : nearNextOf(raw, { days, order: look.order, edge: at })
    if (start === null) return { seqs, stoppedAt: null }
    const { found, number, last } = source({ edge: start, count, wanted: want - seqs.length })
    seqs.push(...found)
    if (seqs.length >= want || number < count || last === null) return { seqs, stoppedAt: null }
    looked += number
    at = last
    if (looked >= lookMax) return { seqs, stoppedAt: at }
    const more =
      days === null ? count * 4 : found.length === 0 ? first : Math.max(first, Math.min(count * 4, ofDaysMax))
    count = Math.min(more, lookMax - looked)
  }
}

function firstCount({ all, days, from }: Look, want: number): number {
  if (days !== null && from.take === null) return Math.max(want, bucketSize)
  if (all.length > 0) return Math.max(want, firstLook)
  return days === null ? want : want * 2
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
export const everything: Candidates = { take: null, condition: 'TRUE' }

/** What moved any of these accounts. Of those that nearly every posting moves, all postings of the days are looked at. */
export function postingsOfAccounts(
  raw: Database,
  accounts: readonly number[],
  { order, days }: Readonly<{ order: Order; days: DayRange | null }>,
): Candidates {
  const { postings, newest } = share(raw).get(JSON.stringify(accounts)) as { postings: number; newest: number }
  if (days !== null && postings * stepCost > newest) return { take: null, condition: touches(accounts) }
  return { take: (piece) => postingsOf(raw, accounts, { order, ...piece }), condition: 'TRUE' }
}

const share = perConnection((raw) =>
  raw.prepare(`
    SELECT coalesce(sum(postings), 0) AS postings, (SELECT coalesce(max(seq), 0) FROM movement) AS newest
    FROM account WHERE id IN (SELECT value FROM json_each(?))`),
)

export const touches = (accounts: readonly number[]): string =>
  `(posting.debit IN (${accounts.join()}) OR posting.credit IN (${accounts.join()}))`

type Looked = Readonly<{
  found: readonly number[]
  /** How many candidates the piece had, and the last of them. */
  number: number
  last: number | null
}>
type Source = (piece: Piece & Readonly<{ wanted: number }>) => Looked

const directions = { newestFirst: 'DESC', oldestFirst: 'ASC' } as const

function given(raw: Database, look: Look, take: NonNullable<Candidates['take']>): Source {
  const { conditions, values } = conditionsOf(look)
  // Candidates are met in their order, so it ends with the last one that is wanted.
  const matching = raw
    .prepare(`
      SELECT posting.seq FROM json_each(@candidates) AS candidate CROSS JOIN posting ON posting.seq = candidate.value
      LEFT JOIN entry ON entry.id = posting.entry
      ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
      LIMIT @wanted`)
    .pluck()
  return ({ wanted, ...piece }) => {
    const candidates = take(piece)
    const of = { number: candidates.length, last: candidates.at(-1) ?? null }
    if (conditions.length === 0) return { ...of, found: candidates.slice(0, wanted) }
    const found = matching.all({ ...values, wanted, candidates: JSON.stringify(candidates) }) as number[]
    return { ...of, found }
  }
}

/** Numbers are given in order and none is left out, so it is known without looking where a piece ends. */
function everyPosting(raw: Database, look: Look, condition: string): Source {
  const newest = (raw.prepare('SELECT max(seq) FROM movement').pluck().get() as number | null) ?? 0
  const { conditions, values } = conditionsOf(look)
  const matching = raw
    .prepare(`
      SELECT posting.seq FROM posting LEFT JOIN entry ON entry.id = posting.entry
      WHERE ${['posting.seq >= @first', 'posting.seq <= @last', condition, ...conditions].join(' AND ')}
      ORDER BY posting.seq ${directions[look.order]} LIMIT @wanted`)
    .pluck()
  return ({ edge, count, wanted }) => {
    const isBack = look.order === 'newestFirst'
    const last = isBack ? Math.min(edge - 1, newest) : Math.min(edge + count, newest)
    const first = isBack ? Math.max(1, last - count + 1) : edge + 1
    const number = Math.max(0, last - first + 1)
    const found = matching.all({ ...values, first, last, wanted }) as number[]
    return { found, number, last: number === 0 ? null : isBack ? first : last }
  }
}

function conditionsOf({ all, values, days }: Look): Readonly<{
  conditions: readonly string[]
  values: Readonly<Record<string, string | number>>
}> {
  if (days === null) return { conditions: all, values }
  const ofDays = 'posting.day BETWEEN @fromDay AND @toDay'
  return { conditions: [...all, ofDays], values: { ...values, ...dayNumbersOf(days) } }
}
