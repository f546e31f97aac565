/**
 * Which days the bank has told of. Behind its last statement every posting waits for the bank, so that a day comes out there
 * whatever the bank has: that is no proof. Nor is it a break where lines without a balance came since.
 */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../../store/compiled.ts'

/** The balance that the bank is held to have had at the end of a day. */
export type BankClosing = Readonly<{
  statement: number
  /** At whose end it was so: an earlier day where the statement ends before. */
  day: number
  sum: bigint
}>

/**
 * Whether statements say what the bank had at the end of the day: the one whose balance was taken reaches to it, or a later
 * one goes on with that balance, so that nothing came in between.
 */
export const isTold = (raw: Database, { statement }: Pick<BankClosing, 'statement'>, day: number): boolean =>
  statementsOf(raw).told.get({ statement, day }) !== undefined

/**
 * What the bank had at the end of the day: the closing balance of the last statement up to it, or what a longer statement
 * comes to by then.
 */
export function bankClosing(raw: Database, account: number, day: number): BankClosing | null {
  const { newest, upTo } = statementsOf(raw)
  const found = newest.get({ account, day }) as
    | Readonly<{
        statement: bigint
        toDay: bigint
        opening: bigint | null
        closing: bigint
        first: bigint | null
        last: bigint | null
      }>
    | undefined
  if (found === undefined) return null
  const { toDay, opening, closing, first, last } = found
  const statement = Number(found.statement)
  if (toDay <= BigInt(day)) return { statement, day: Number(toDay), sum: closing }
  if (opening === null) return null
  return { statement, day, sum: opening + (upTo.get({ first, last, day }) as bigint) }
}

/** The last day up to this one of which statements say what the bank had; null before any. */
export function lastToldDay(raw: Database, account: number, day: number): number | null {
  const closing = bankClosing(raw, account, day)
  if (closing !== null && isTold(raw, closing, day)) return day
  return statementsOf(raw).lastEnd.get({ account, day }) as number | null
}

const statementsOf = perConnection((raw) => ({
  newest: raw
    .prepare(`
      SELECT id AS statement, to_day AS toDay, opening, closing, first_line AS first, last_line AS last FROM statement
      WHERE account = @account AND state = 'accepted' AND closing IS NOT NULL AND from_day <= @day
      ORDER BY min(to_day, @day) DESC, to_day, id DESC LIMIT 1`)
    .safeIntegers(),
  upTo: raw
    .prepare(`
      SELECT coalesce(sum(amount), 0) FROM statement_line
      WHERE id BETWEEN @first AND @last AND day <= @day AND is_pending = 0`)
    .pluck()
    .safeIntegers(),
  lastEnd: raw
    .prepare(`
      SELECT max(to_day) FROM statement
      WHERE account = @account AND state = 'accepted' AND closing IS NOT NULL AND to_day <= @day`)
    .pluck(),
  // A span that was merged goes on in the one that it is part of.
  told: raw.prepare(`
    WITH RECURSIVE whole (id, to_day, merged_into) AS (
      SELECT span.id, span.to_day, span.merged_into
      FROM statement JOIN statement_span AS span ON span.id = statement.span WHERE statement.id = @statement
      UNION
      SELECT span.id, span.to_day, span.merged_into
      FROM whole JOIN statement_span AS span ON span.id = whole.merged_into)
    SELECT 1 FROM statement WHERE id = @statement AND to_day >= @day
    UNION ALL SELECT 1 FROM whole WHERE merged_into IS NULL AND to_day >= @day LIMIT 1`),
}))
