/** The money of many rows, added up in two halves: all of it may come to more than a number, or SQLite itself, holds. */
export const sumInHalves = 'sum(amount >> 26) AS high, sum(amount & 67108863) AS low'

/** Null where the amount of no row is known. */
export type SumInHalves = Readonly<{ high: number | null; low: number | null }>

/** Null where nobody knows, and where it is more than a number holds exactly. */
export function amountOf({ high, low }: SumInHalves): number | null {
  if (high === null || low === null) return null
  const amount = (BigInt(high) << 26n) + BigInt(low)
  return amount <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(amount) : null
}
