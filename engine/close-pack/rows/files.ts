/** What it all rests on: files of batches and statements with the hash of each, and the roots of closed periods. */
import { dayNumberOf, dayOfNumber } from '../../calendar/day.ts'
import { isoOf } from '../../calendar/instant.ts'
import { perConnection } from '../../store/compiled.ts'
import { homeOf } from '../../workspace/home.ts'
import type { Row } from '../tables.ts'
import { paged, type RowsContext } from './context.ts'

type BatchRow = Readonly<{
  number: number
  file: string
  sha256: Buffer
  bytes: number
  sender: string
  state: string
  receivedAt: number
  firstAt: number | null
  lastAt: number | null
  rows: number
  posted: number
  sum: number
}>

type StatementRow = Readonly<{
  number: number
  file: string
  sha256: Buffer
  bytes: number
  sender: string
  state: string
  receivedAt: number
  account: string | null
  currency: string | null
  fromDay: number | null
  toDay: number | null
  rows: number
  sumIn: number | null
  sumOut: number | null
  opening: number | null
  closing: number | null
}>

/** Files that came in the period, and those that tell of it whenever they came; a row for each statement of a file. */
export function* fileRows({ raw, days, instants }: RowsContext): Generator<Row> {
  const { batches, statements } = statementsOf(raw)
  const { zone, currency } = homeOf(raw)
  const onDay = (at: number | null): string | null => (at === null ? null : zone.dayOf(at))
  for (const { sha256, receivedAt, firstAt, lastAt, ...batch } of paged<BatchRow>(batches, instants))
    yield {
      ...batch,
      ...keptFile('batch', sha256, receivedAt),
      currency,
      from_day: onDay(firstAt),
      to_day: onDay(lastAt),
    }
  const asked = { ...instants, first: dayNumberOf(days.from), last: dayNumberOf(days.to) }
  // By file and statement; a file that could not be read has none, and is one row all the same.
  for (const { sha256, receivedAt, fromDay, toDay, ...told } of statements.all(asked) as StatementRow[]) {
    const { sumIn, sumOut, opening, closing, ...row } = told
    const hasMoney = told.currency !== null
    yield {
      ...row,
      ...keptFile('statement', sha256, receivedAt),
      from_day: fromDay === null ? null : dayOfNumber(fromDay),
      to_day: toDay === null ? null : dayOfNumber(toDay),
      sum_in: hasMoney ? sumIn : null,
      sum_out: hasMoney ? sumOut : null,
      opening: hasMoney ? opening : null,
      closing: hasMoney ? closing : null,
    }
  }
}

const keptFile = (kind: 'batch' | 'statement', sha256: Buffer, receivedAt: number) => ({
  kind,
  sha256: sha256.toString('hex'),
  received_at: isoOf(receivedAt),
})

type PeriodRow = Readonly<{
  name: string
  kind: string
  state: string
  firstDay: string
  lastDay: string
  postings: number | null
  root: Buffer | null
  closedAt: number
  proposal: number
}>

/** Closed days and months that have a day in common with the period. */
export const periodRows = ({ raw, days }: RowsContext): readonly Row[] =>
  (statementsOf(raw).periods.all(days) as PeriodRow[]).map(({ firstDay, lastDay, root, closedAt, ...row }) => ({
    ...row,
    first_day: firstDay,
    last_day: lastDay,
    root: root?.toString('hex') ?? null,
    closed_at: isoOf(closedAt),
  }))

const statementsOf = perConnection((raw) => ({
  batches: raw.prepare(`
    SELECT batch.id AS number, file, sha256, bytes, producer.code AS sender, batch.state, received_at AS receivedAt,
      first_at AS firstAt, last_at AS lastAt, rows, posted, sum
    FROM batch JOIN producer ON producer.id = batch.producer_id
    WHERE batch.id > @after
      AND ((received_at >= @start AND received_at < @end) OR (first_at < @end AND last_at >= @start))
    ORDER BY batch.id LIMIT @limit`),
  statements: raw.prepare(`
    SELECT statement_file.id AS number, statement_file.name AS file, sha256, bytes, source AS sender,
      coalesce(statement.state, statement_file.state) AS state, received_at AS receivedAt,
      coalesce(account.code, account_said) AS account,
      coalesce(statement.currency, account.currency) AS currency, from_day AS fromDay, to_day AS toDay,
      coalesce(lines, 0) AS rows, sum_in AS sumIn, sum_out AS sumOut, statement.opening, statement.closing
    FROM statement_file LEFT JOIN statement ON statement.file = statement_file.id
    LEFT JOIN account ON account.id = statement.account
    WHERE (received_at >= @start AND received_at < @end) OR (from_day <= @last AND to_day >= @first)
    ORDER BY statement_file.id, statement.id`),
  periods: raw.prepare(`
    SELECT iif(kind = 'day', first_day, substr(first_day, 1, 7)) AS name, kind, state, first_day AS firstDay,
      last_day AS lastDay, postings, root, closed_at AS closedAt, proposal
    FROM period WHERE first_day <= @to AND last_day >= @from ORDER BY last_day, kind`),
}))
