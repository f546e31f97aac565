/** What a rule allows, whoever found it. */
import type { MatchRule } from '../../contract/match-rules.ts'

/** A posting may stand so many days before its line and so many behind it. */
export const isWithin = ({ daysBefore, daysAfter }: MatchRule, lineDay: number, postingDay: number): boolean =>
  postingDay >= lineDay - daysBefore && postingDay <= lineDay + daysAfter

/** A residue within both bounds; the second is of the postings' sum, in whole numbers. */
export function residueAllowed({ tolerance }: MatchRule, residue: number, postingSum: number): boolean {
  if (residue === 0) return true
  if (tolerance === null) return false
  const size = BigInt(Math.abs(residue))
  return (
    Math.abs(residue) <= tolerance.amount &&
    size * 10_000n <= BigInt(Math.abs(postingSum)) * BigInt(tolerance.basisPoints)
  )
}
