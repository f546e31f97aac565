/** How much of what statements told of lately is explained, by the count of lines and by their money. */
import type { Database } from 'better-sqlite3'
import { dayOfNumber } from '../../calendar/day.ts'
import { type MatchRate, matchRateDays } from '../../contract/match-rate.ts'
import { perConnection } from '../../store/compiled.ts'

type Told = Readonly<{ lines: number; money: string }>

/** A line that stands in parts is open while any of them is; its money counts part by part. */
export function matchRateOf(
  raw: Database,
  { account, today }: Readonly<{ account: number; today: number }>,
): MatchRate {
  const { toldOf, openOf } = statementsOf(raw)
  const of = { account, since: today - matchRateDays + 1 }
  const all = toldOf.get(of) as Told
  const open = openOf.get(of) as Told
  const matchedLines = all.lines - open.lines
  const matchedMoney = BigInt(all.money) - BigInt(open.money)
  return {
    sinceDay: dayOfNumber(of.since),
    lines: all.lines,
    openLines: open.lines,
    matchedLines,
    money: all.money,
    openMoney: open.money,
    matchedMoney: matchedMoney.toString(),
    shareOfLines: shareOf(BigInt(matchedLines), BigInt(all.lines)),
    shareOfMoney: shareOf(matchedMoney, BigInt(all.money)),
  }
}

/** Rounded down: what is not all of it never reads as all. */
const shareOf = (part: bigint, all: bigint): number | null => (all === 0n ? null : Number((part * 10_000n) / all))

// Days have no end: what is dated ahead counts as of today.
const statementsOf = perConnection((raw) => ({
  toldOf: raw.prepare(`
    SELECT coalesce(sum(lines), 0) AS lines, CAST(coalesce(sum(money), 0) AS TEXT) AS money
    FROM line_day WHERE account = @account AND day >= @since`),
  // Nobody splits many lines: those that stand in parts are counted by themselves, and not looked for behind each open item.
  openOf: raw.prepare(`
    SELECT coalesce(sum(item > 0), 0) + (
        SELECT count(DISTINCT split.origin)
        FROM item_split AS split JOIN item_part ON item_part.split = split.id
        JOIN open_item AS part ON part.account = split.account AND part.side = 0 AND part.day = split.day
          AND part.amount = item_part.amount AND part.item = 0 - item_part.id
        WHERE split.account = @account AND split.side = 0 AND split.joined_at IS NULL AND split.day >= @since) AS lines,
      CAST(coalesce(sum(abs(amount)), 0) AS TEXT) AS money
    FROM open_item WHERE account = @account AND side = 0 AND day >= @since`),
}))
