/**
 * Numbers that statements of an account skip though their balances join: one is missing that moved nothing, or in which as
 * much came as went. Banks number in many ways, so what may be another way of counting is no skip: anew each year, by the
 * day, over several accounts, in pages. Where balances don't join, the gap says so already.
 */
import type { Database } from 'better-sqlite3'
import { dayNumberOf, dayOfNumber } from '../../calendar/day.ts'
import { perConnection } from '../../store/compiled.ts'
import { findSource } from '../sources/sources.ts'

export type Skipped = Readonly<{ after: number; first: number; last: number }>

/** More at once is another way of numbering. */
const skippedMax = 31
/** So many days about it numbers are looked at. */
const daysAround = 62

/** Null where nothing is missing before it, or nobody can say. */
export function skippedBefore(raw: Database, statement: number): Skipped | null {
  const own = statementsOf(raw).one.get(statement) as Numbered | undefined
  if (own === undefined) return null
  const near = { ...own, fromDay: own.from - daysAround }
  const before = (statementsOf(raw).before.all(near) as Before[]).find(({ number }) => number <= own.number)
  if (before === undefined) return null
  const skipped = own.number - before.number - 1
  if (skipped < 1 || skipped > skippedMax) return null
  if (isCountedByDay(own, before) || yearOf(own.to) !== yearOf(before.to)) return null
  const missing = missingOf(raw, own, before.number)
  return missing === null ? null : { after: before.id, ...missing }
}

/** Statements before which nothing may be missing any more, or something may be, because this one came. */
export function numberedBehind(raw: Database, statement: number): readonly number[] {
  const own = statementsOf(raw).any.get(statement) as Numbered | undefined
  if (own === undefined) return []
  const range = { first: own.number, last: own.number + skippedMax + 1, from: own.from - daysAround }
  const accounts = JSON.stringify(accountsOf(raw, own))
  return statementsOf(raw).behind.all({ ...own, ...range, to: own.to + daysAround, accounts }) as number[]
}

/** Several accounts of a source may share their numbers; one that waits or was refused is not missing. */
function missingOf(raw: Database, own: Numbered, before: number): Omit<Skipped, 'after'> | null {
  const accounts = JSON.stringify(accountsOf(raw, own))
  const range = { first: before + 1, last: own.number - 1, from: own.from - daysAround, to: own.to + daysAround }
  const there = new Set(statementsOf(raw).between.all({ ...own, ...range, accounts }) as number[])
  const missing: number[] = []
  for (let number = range.first; number <= range.last; number += 1) if (!there.has(number)) missing.push(number)
  const [first, last] = [missing[0], missing.at(-1)]
  return first === undefined || last === undefined ? null : { first, last }
}

function accountsOf(raw: Database, { source, account }: Numbered): readonly number[] {
  const said = findSource(raw, source)?.accounts ?? []
  const known = said.map(({ account: code, currency }) => statementsOf(raw).account.get(code, currency))
  return [...new Set([account, ...known.filter((id): id is number => typeof id === 'number')])]
}

type Numbered = Readonly<{
  id: number
  source: string
  format: string
  account: number
  number: number
  from: number
  to: number
  opening: number | null
}>
type Before = Readonly<{ id: number; number: number; to: number }>

const isNumber = `statement.number <> '' AND length(statement.number) < 10 AND statement.number NOT GLOB '*[^0-9]*'`
const numbered = `
  SELECT statement.id, file.source, file.format, statement.account, CAST(statement.number AS INTEGER) AS number,
    statement.from_day AS "from", statement.to_day AS "to", statement.opening
  FROM statement JOIN statement_file AS file ON file.id = statement.file
  WHERE statement.id = ? AND statement.account IS NOT NULL AND ${isNumber}`
const ofSource = `
  FROM statement CROSS JOIN statement_file AS file ON file.id = statement.file
  WHERE file.source = @source AND file.format = @format AND ${isNumber}`

const statementsOf = perConnection((raw) => ({
  one: raw.prepare(`${numbered} AND statement.state = 'accepted' AND statement.opening IS NOT NULL`),
  any: raw.prepare(numbered),
  account: raw.prepare('SELECT id FROM account WHERE code = ? AND currency = ?').pluck(),
  // What it joins: that ended with what this one begins with, the highest number first.
  before: raw.prepare(`
    SELECT statement.id, CAST(statement.number AS INTEGER) AS number, statement.to_day AS "to" ${ofSource}
      AND statement.account = @account AND statement.to_day BETWEEN @fromDay AND @from AND statement.state = 'accepted'
      AND statement.closing = @opening AND statement.id <> @id
    ORDER BY number DESC, statement.to_day DESC, statement.id DESC LIMIT 400`),
  between: raw
    .prepare(`
      SELECT CAST(statement.number AS INTEGER) AS number ${ofSource}
        AND (statement.account IN (SELECT value FROM json_each(@accounts)) OR statement.state = 'waiting')
        AND statement.to_day BETWEEN @from AND @to AND CAST(statement.number AS INTEGER) BETWEEN @first AND @last`)
    .pluck(),
  behind: raw
    .prepare(`
      SELECT statement.id ${ofSource} AND statement.account IN (SELECT value FROM json_each(@accounts))
        AND statement.to_day BETWEEN @from AND @to AND statement.state = 'accepted'
        AND CAST(statement.number AS INTEGER) BETWEEN @first AND @last ORDER BY statement.id`)
    .pluck(),
}))

/** Some banks number by the day of the year or by the date, so that a weekend is no skip. */
function isCountedByDay(...two: readonly Pick<Numbered, 'number' | 'to'>[]): boolean {
  const forms = two.map(({ to }) => dayNumbersOf(to))
  return (forms[0] ?? []).some((_, form) => two.every(({ number }, at) => forms[at]?.[form] === number))
}

function dayNumbersOf(to: number): readonly number[] {
  const day = dayOfNumber(to)
  const [year, dayOfYear] = [Number(day.slice(0, 4)), to - dayNumberOf(`${day.slice(0, 4)}-01-01`) + 1]
  const plain = day.replaceAll('-', '')
  const dates = [plain, plain.slice(2), plain.slice(4), plain.slice(6)].map(Number)
  return [dayOfYear, (year % 100) * 1_000 + dayOfYear, year * 1_000 + dayOfYear, ...dates]
}

const yearOf = (day: number): string => dayOfNumber(day).slice(0, 4)
