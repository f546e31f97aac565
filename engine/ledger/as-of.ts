/**
 * The books at an instant in the past. Order comes from the postings' numbers, never from the clock, so an instant is
 * first turned into a number: that of the last posting that the clock had dated by then. Everything up to it counts,
 * so what is answered is a state that the books really were in, and every account is asked at the same point. A clock
 * that was set back said some instants twice; for these it is one of the two moments, and the later one for what was
 * posted last.
 */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../store/compiled.ts'
import { lastPostingUpTo } from './account-postings.ts'

/** The number of the last posting by then; 0 while there was none. */
export function seqAt(raw: Database, at: number): number {
  const { last, postedAt } = statementsOf(raw)
  const newest = last.get() as number | null
  if (newest === null) return 0
  if ((postedAt.get(newest) as number) <= at) return newest
  // Dates grow with numbers, so halves are enough. Where the steps fall does not depend on how many postings there are:
  // the same question has the same answer tomorrow.
  let seq = 0
  for (let step = 2 ** Math.floor(Math.log2(newest)); step >= 1; step /= 2) {
    if (seq + step > newest) continue
    const found = postedAt.get(seq + step) as number | undefined
    if (found === undefined || found <= at) seq += step
  }
  return seq
}

/** What stood on an account when this posting was the last one: postings carry it, so nothing is added up. */
export function balanceAfter(raw: Database, { account, seq }: Readonly<{ account: number; seq: number }>): number {
  const last = lastPostingUpTo(raw, { account, seq })
  return last === 0 ? 0 : (statementsOf(raw).balanceAfter.get({ account, last }) as number)
}

const statementsOf = perConnection((raw) => ({
  last: raw.prepare('SELECT max(seq) FROM movement').pluck(),
  postedAt: raw.prepare('SELECT posted_at FROM movement WHERE seq <= ? ORDER BY seq DESC LIMIT 1').pluck(),
  balanceAfter: raw
    .prepare('SELECT iif(credit = @account, credit_after, debit_after) FROM movement WHERE seq = @last')
    .pluck(),
}))
