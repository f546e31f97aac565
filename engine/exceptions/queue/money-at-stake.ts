/** The money of many exceptions in SQL, over rows with an `amount`, and what becomes of it outside. */
import { type RawBuilder, sql } from 'kysely'
import { type SumInHalves, sumInHalves } from '../sum-in-halves.ts'

/** `unknown`: how many of them have an amount that nobody knows. */
export const moneySql = `${sumInHalves}, count(*) - count(amount) AS unknown`
export const moneyAtStake: RawBuilder<unknown> = sql.raw(moneySql)
export type MoneyAtStake = SumInHalves & Readonly<{ unknown: number }>

/** By the sum from the most on: what the low half carries over belongs to the high one. */
export const mostMoneyFirst: RawBuilder<unknown> = sql.raw(
  'coalesce(high, 0) + (coalesce(low, 0) >> 26) DESC, coalesce(low, 0) & 67108863 DESC',
)

export const exactly = ({ high, low }: SumInHalves): bigint => (BigInt(high ?? 0) << 26n) + BigInt(low ?? 0)

const most = BigInt(Number.MAX_SAFE_INTEGER)

/** As near as a number comes. */
export const asNumber = (sum: bigint): number => Number(sum > most ? most : sum)
