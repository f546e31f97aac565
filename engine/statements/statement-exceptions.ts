/** What about statements needs a person, and when it is over by itself. */
import type { Database } from 'better-sqlite3'
import { dayOfNumber } from '../calendar/day.ts'
import type { ExceptionCode } from '../contract/exceptions.ts'
import type { FileProblem } from '../contract/statements.ts'
import { type Cause, raise, settle } from '../exceptions/raise.ts'
import type { Json } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import { skippedBefore } from './continuity/numbers.ts'

type Unreadable = Readonly<{ file: number; source: string; name: string; problem: FileProblem }>

export function raiseUnreadable(raw: Database, at: number, { file, source, name, problem }: Unreadable): void {
  const { around, ...where } = problem
  raiseOne(raw, at, causeOf('STATEMENT_UNREADABLE', `file:${file}`), {
    amount: null,
    detail: { statementFile: file, source, file: name, ...where, around: [...around] },
  })
}

type Unknown = Readonly<{ source: string; said: string; currency: string | null }>

/** Every day's statement of one account is one matter, which counts them. */
export function raiseAccountUnknown(raw: Database, at: number, unknown: Unknown): void {
  const waiting = statementsOf(raw).waiting.get(unknown) as number
  const { source, said, currency } = unknown
  const detail = { source, said, currency, statements: waiting }
  raiseOne(raw, at, causeOfUnknown(unknown), { amount: null, detail, anew: true })
}

export function settleAccountUnknown(raw: Database, at: number, unknown: Unknown): void {
  if ((statementsOf(raw).waiting.get(unknown) as number) > 0) return
  settle(raw, at, causeOfUnknown(unknown), 'not_a_problem')
}

const causeOfUnknown = ({ source, said, currency }: Unknown): Cause =>
  causeOf('STATEMENT_ACCOUNT_UNKNOWN', `${source} ${currency ?? ''} ${said}`)

type Wrong = Readonly<{ statement: number; opening: number; lines: number; closing: number }>

export function raiseDoesNotAddUp(raw: Database, at: number, { statement, opening, lines, closing }: Wrong): void {
  const facts = factsOf(raw, statement)
  const expected = opening + lines
  raiseOne(raw, at, causeOf('STATEMENT_DOES_NOT_ADD_UP', `statement:${statement}`), {
    amount: moneyOf(raw, facts.currency, closing - expected),
    detail: { ...facts, opening, lines, expected, found: closing },
  })
}

type Corrected = Readonly<{ statement: number; lines: number; sum: number; first: readonly number[] }>

export function raiseCorrected(raw: Database, at: number, { statement, lines, sum, first }: Corrected): void {
  const facts = factsOf(raw, statement)
  raiseOne(raw, at, causeOf('STATEMENT_CORRECTED', `statement:${statement}`), {
    amount: moneyOf(raw, facts.currency, sum),
    detail: { ...facts, lines, sum, first: [...first] },
  })
}

/** A span that does not begin where the one before it ended, or one that does and did not before. */
export type Edge = Readonly<{ span: number; gap: Gap | null }>
export type Gap = Readonly<{
  /** The statements before and behind it. */
  after: number
  before: number
  fromDay: number
  toDay: number
  closing: number
  opening: number
}>

export function noteEdge(raw: Database, at: number, { span, gap }: Edge): void {
  const cause = causeOf('STATEMENT_GAP', `span:${span}`)
  if (gap === null) return void settle(raw, at, cause, 'not_a_problem')
  const { after, before, fromDay, toDay, closing, opening } = gap
  const { account, currency, source } = factsOf(raw, before)
  const days = { from: dayOfNumber(fromDay), to: dayOfNumber(toDay) }
  raiseOne(raw, at, cause, {
    amount: moneyOf(raw, currency, opening - closing),
    detail: { account, currency, source, after, statement: before, ...days, closing, opening },
  })
}

/** Before each of these something is missing by its number, or nothing is any more. */
export function noteNumbers(raw: Database, at: number, statements: readonly number[]): void {
  for (const statement of statements) {
    const cause = causeOf('STATEMENT_NUMBER_MISSING', `statement:${statement}`)
    const skipped = skippedBefore(raw, statement)
    if (skipped === null) settle(raw, at, cause, 'not_a_problem')
    else raiseOne(raw, at, cause, { amount: null, detail: { ...factsOf(raw, statement), ...skipped } })
  }
}

type Draft = Readonly<{ amount: number | null; detail: Readonly<Record<string, Json>>; anew?: boolean }>

function raiseOne(raw: Database, at: number, cause: Cause, { amount, detail, anew = false }: Draft): void {
  const plain = { rows: 0, client: null, line: null, found: null, facts: [] }
  raise(raw, at, { ...cause, ...plain, amount, detail }, { anew })
}

const causeOf = (code: ExceptionCode, cause: string): Cause => ({
  code,
  scope: 'engine',
  producer: null,
  batch: null,
  cause,
})

type Facts = Readonly<{ statement: number; source: string; file: string; account: string; currency: string | null }>

const factsOf = (raw: Database, statement: number): Facts => statementsOf(raw).facts.get(statement) as Facts

/** What is at stake is told in the workspace's own money only. */
const moneyOf = (raw: Database, currency: string | null, difference: number): number | null =>
  currency === homeOf(raw).currency ? Math.abs(difference) : null

const statementsOf = perConnection((raw) => ({
  waiting: raw
    .prepare(`
      SELECT count(*) FROM statement JOIN statement_file ON statement_file.id = statement.file
      WHERE statement.state = 'waiting' AND statement_file.source = @source AND statement.account_said = @said
        AND statement.currency IS @currency`)
    .pluck(),
  facts: raw.prepare(`
    SELECT statement.id AS statement, statement_file.source, statement_file.name AS file,
      coalesce(account.code, statement.account_said) AS account, statement.currency
    FROM statement JOIN statement_file ON statement_file.id = statement.file
    LEFT JOIN account ON account.id = statement.account WHERE statement.id = ?`),
}))
