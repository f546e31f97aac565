/**
 * What stood on an account up to a business day. Nobody adds up millions of postings for it: postings carry balances, so
 * the balance at any number is known. Days and numbers do not go together exactly, because rows come late: what came
 * behind that number for the days asked for is added, and what came before it for later days is taken off.
 */
import type { Database } from 'better-sqlite3'
import { invariant } from '../invariant.ts'
import { perConnection } from '../store/compiled.ts'
import { balanceAfter } from './as-of.ts'

export type Until = Readonly<{ account: number; day: string; including: boolean }>

export function balanceUntil(raw: Database, { account, day, including }: Until): number {
  const statements = statementsOf(raw)[including ? 'including' : 'excluding']
  const first = statements.firstBehind.get({ day }) as number | null
  // No posting stands on a later day: all of them count.
  if (first === null) return balanceAfter(raw, { account, seq: Number.MAX_SAFE_INTEGER })
  const own = statements.own.get({ account, first, most: ownMax }) as number
  // Most accounts are moved so seldom that their own postings since are quickest.
  if (own < ownMax) return summed(raw, account, first, statements.sumOfOwn.get({ account, day, first }) as number)
  const place = fewestOf(statements, { day, first })
  const asked = { account, day, place }
  const late = statements.sumOfLate.get(asked) as number
  const early = place === first ? 0 : (statements.sumOfEarly.get(asked) as number)
  return summed(raw, account, place, late - early)
}

const ownMax = 500

function summed(raw: Database, account: number, place: number, difference: number): number {
  const balance = balanceAfter(raw, { account, seq: place - 1 }) + difference
  invariant(Number.isSafeInteger(balance), 'a balance is too large', { account })
  return balance
}

/**
 * The number to begin from. Either where the later days begin, when nothing of theirs has to be taken off; or behind
 * nearly all that came for the last day since, because a day's batches come in while the next day is going on already.
 * Whichever leaves fewer postings to look at: they are counted in the index alone.
 */
function fewestOf(statements: Statements, { day, first }: Readonly<{ day: string; first: number }>): number {
  const came = statements.came.get({ day, first }) as number
  if (came < ownMax) return first
  const most = statements.behindMost.get({ day, first, nearly: Math.floor(came * 0.95) }) as number
  const asked = { day, place: most }
  return (statements.late.get(asked) as number) + (statements.early.get(asked) as number) < came ? most : first
}

type Statements = ReturnType<typeof statementsFor>

const statementsOf = perConnection((raw) => ({
  excluding: statementsFor(raw, { before: '<', behind: '>=' }),
  including: statementsFor(raw, { before: '<=', behind: '>' }),
}))

function statementsFor(raw: Database, { before, behind }: Readonly<{ before: '<' | '<='; behind: '>=' | '>' }>) {
  // Each distinct day by one step in the index of days.
  const daysBehind = `
    WITH RECURSIVE day (d) AS (
      SELECT min(business_day) FROM posting WHERE business_day ${behind} @day
      UNION ALL SELECT (SELECT min(business_day) FROM posting WHERE business_day > d) FROM day WHERE d IS NOT NULL)`
  const lastBefore = `SELECT max(business_day) FROM posting WHERE business_day ${before} @day`
  const daysBefore = `
    WITH RECURSIVE day (d) AS (
      ${lastBefore}
      UNION ALL SELECT (SELECT max(business_day) FROM posting WHERE business_day < d) FROM day WHERE d IS NOT NULL)`
  const cameSince = `posting WHERE business_day = (${lastBefore}) AND seq >= @first`
  const counted = (side: string) =>
    `SELECT coalesce(sum((SELECT count(*) FROM posting WHERE business_day = d AND seq ${side} @place)), 0)
      FROM day WHERE d IS NOT NULL`
  const added = (side: string) =>
    `SELECT coalesce(sum(iif(posting.credit = @account, posting.amount, -posting.amount)), 0)
      FROM day CROSS JOIN posting ON posting.business_day = d AND posting.seq ${side} @place
      WHERE d IS NOT NULL AND @account IN (posting.debit, posting.credit)`
  const ownSide = (column: string) =>
    `SELECT iif(credit = @account, amount, -amount) AS change FROM posting
      WHERE ${column} = @account AND seq >= @first AND business_day ${before} @day`
  const value = (sql: string) => raw.prepare(sql).pluck()
  return {
    firstBehind: value(`${daysBehind} SELECT min((SELECT min(seq) FROM posting WHERE business_day = d)) FROM day`),
    own: value(`
      SELECT count(*) FROM (SELECT 1 FROM posting WHERE debit = @account AND seq >= @first
        UNION ALL SELECT 1 FROM posting WHERE credit = @account AND seq >= @first LIMIT @most)`),
    sumOfOwn: value(`SELECT coalesce(sum(change), 0) FROM (${ownSide('debit')} UNION ALL ${ownSide('credit')})`),
    came: value(`SELECT count(*) FROM ${cameSince}`),
    behindMost: value(`SELECT seq + 1 FROM ${cameSince} ORDER BY seq LIMIT 1 OFFSET @nearly`),
    late: value(`${daysBefore} ${counted('>=')}`),
    early: value(`${daysBehind} ${counted('<')}`),
    sumOfLate: value(`${daysBefore} ${added('>=')}`),
    sumOfEarly: value(`${daysBehind} ${added('<')}`),
  }
}
