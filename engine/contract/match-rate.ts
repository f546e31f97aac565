/** How much of what statements told of on the last days is matched, by count and by money. */
import { z } from 'zod'

/** With today, in the zone of the workspace; what is dated ahead counts as of today. */
export const matchRateDays = 30

const Money = z.string()
/** Hundredths of a percent, rounded down: what is not all never reads as all. Null where no line told anything. */
const Share = z.int().min(0).max(10_000).nullable()

export const MatchRate = z.object({
  sinceDay: z.iso.date(),
  /** Lines that are to be explained: neither pending nor repeated, and of some money. */
  lines: z.int(),
  /** A line that stands in parts is one line, and open while any of them is. */
  openLines: z.int(),
  matchedLines: z.int(),
  /** Without signs: what came in does not make up for what went out. */
  money: Money,
  /** Of a line in parts, what its open parts come to. */
  openMoney: Money,
  matchedMoney: Money,
  shareOfLines: Share,
  shareOfMoney: Share,
})
export type MatchRate = z.infer<typeof MatchRate>
