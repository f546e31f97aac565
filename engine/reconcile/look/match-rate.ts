/** How much of what statements told of lately is explained, by the count of lines and by their money. */
import type { Database } from 'better-sqlite3'
import { dayOfNumber } from '../../calendar/day.ts'
import { type MatchRate, matchRateDays } from '../../contract/match-rate.ts'
import { perConnection } from '../../store/compiled.ts'

type Told = Readonly<{ lines: number; money: string }>
export type Days = Readonly<{ first: number; last: number }>
export type ToldAndOpen = Readonly<{ lines: number; openLines: number; money: bigint; openMoney: bigint }>

/** A line that stands in parts is open while any of them is; its money counts part by part. */
export function matchRateOf(
  raw: Database,
  { account, today }: Readonly<{ account: number; today: number }>,
): MatchRate {
  const first = today - matchRateDays + 1
  // Days have no end: what is dated ahead counts as of today.
  const told = toldBetween(raw, { account, first, last: Number.MAX_SAFE_INTEGER })
  return { sinceDay: dayOfNumber(first), ...rateOf(told) }
}

export function toldBetween(raw: Database, of: Days & Readonly<{ account: number }>): ToldAndOpen {
  const { toldOf, openOf } = statementsOf(raw)
  const all = toldOf.get(of) as Told
  const open = openOf.get(of) as Told
  return { lines: all.lines, openLines: open.lines, money: BigInt(all.money), openMoney: BigInt(open.money) }
}

export function rateOf({ lines, openLines, money, openMoney }: ToldAndOpen): Omit<MatchRate, 'sinceDay'> {
  const matchedLines = lines - openLines
  const matchedMoney = money - openMoney
  return {
    lines,
    openLines,
    matchedLines,
    money: String(money),
    openMoney: String(openMoney),
    matchedMoney: String(matchedMoney),
    shareOfLines: shareOf(BigInt(matchedLines), BigInt(lines)),
    shareOfMoney: shareOf(matchedMoney, money),
  }
}

/** Rounded down: what is not all of it never reads as all. */
const shareOf = (part: bigint, all: bigint): number | null => (all === 0n ? null : Number((part * 10_000n) / all))

const statementsOf = perConnection((raw) => ({
  toldOf: raw.prepare(`
    SELECT coalesce(sum(lines), 0) AS lines, CAST(coalesce(sum(money), 0) AS TEXT) AS money
    FROM line_day WHERE account = @account AND day BETWEEN @first AND @last`),
  // Nobody splits many lines: those that stand in parts are counted by themselves, and not looked for behind each open item.
  openOf: raw.prepare(`
    SELECT coalesce(sum(item > 0), 0) + (
        SELECT count(DISTINCT split.origin)
        FROM item_split AS split JOIN item_part ON item_part.split = split.id
        JOIN open_item AS part ON part.account = split.account AND part.side = 0 AND part.day = split.day
          AND part.amount = item_part.amount AND part.item = 0 - item_part.id
        WHERE split.account = @account AND split.side = 0 AND split.joined_at IS NULL AND split.day BETWEEN @first AND @last) AS lines,
      CAST(coalesce(sum(abs(amount)), 0) AS TEXT) AS money
    FROM open_item WHERE account = @account AND side = 0 AND day BETWEEN @first AND @last`),
}))
