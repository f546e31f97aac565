/**
 * An account's postings, without an index over all of them: each names the one before it of both its accounts, and every
 * 64th of an account is marked. So newest first is a walk from the account's last posting, or from the first mark at or
 * behind where it begins; oldest first is walked backwards as well, from a mark that is far enough, and turned round.
 */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../store/compiled.ts'
import { markEvery } from './posting-writer.ts'

export type Order = 'newestFirst' | 'oldestFirst'

/** Beyond the edge in the order that is asked for: the edge itself is not among them. */
type Asked = Readonly<{ order: Order; edge: number; count: number }>

/** The numbers of what moved any of these accounts. A posting between two of them is there once. */
export function postingsOf(raw: Database, accounts: readonly number[], { order, edge, count }: Asked): number[] {
  const [only] = accounts
  if (only !== undefined && accounts.length === 1) return postingsBeyond(raw, only, { order, edge, count })
  const walks = accounts.map((account) => new Walk(raw, { account, order, edge, count }))
  const found: number[] = []
  while (found.length < count) {
    const heads = walks.flatMap((walk) => walk.head ?? [])
    if (heads.length === 0) break
    const next = order === 'newestFirst' ? Math.max(...heads) : Math.min(...heads)
    found.push(next)
    for (const walk of walks) if (walk.head === next) walk.step()
  }
  return found
}

/** The number of the last posting of the account up to a number; 0 for none. */
export function lastPostingUpTo(raw: Database, { account, seq }: Readonly<{ account: number; seq: number }>): number {
  return newestBeyond(raw, account, { edge: seq + 1, count: 1 })[0] ?? 0
}

/**
 * How many postings the account has from a number on, and what those of them that stand on a day up to `through` added to
 * it. Both of at most so many: whoever gets as many asks otherwise.
 */
export function movedSince(
  raw: Database,
  asked: Readonly<{ account: number; first: number; through: number; most: number }>,
): Readonly<{ postings: number; sum: number }> {
  return statementsOf(raw).movedSince.get(asked) as { postings: number; sum: number }
}

function postingsBeyond(raw: Database, account: number, { order, edge, count }: Asked): number[] {
  if (order === 'newestFirst') return newestBeyond(raw, account, { edge, count })
  // Between the edge and this mark there are enough; where there is no such mark there are not many more.
  const marks = Math.ceil(count / markEvery)
  const from = statementsOf(raw).markBehind.get({ account, edge, marks }) as number | undefined
  const walked = statementsOf(raw).downTo.all({ account, from: from ?? null, edge }) as number[]
  return walked.reverse().slice(0, count)
}

const newestBeyond = (raw: Database, account: number, of: Readonly<{ edge: number; count: number }>): number[] =>
  statementsOf(raw).below.all({ account, ...of }) as number[]

const pieceOfWalk = 64

/** One of several walks that are merged: it reads on when somebody got to the end of what it has read. */
class Walk {
  readonly #raw: Database
  readonly #account: number
  readonly #order: Order
  #ahead: number[]
  #count: number
  #isAtEnd = false

  constructor(raw: Database, { account, order, edge, count }: Asked & Readonly<{ account: number }>) {
    this.#raw = raw
    this.#account = account
    this.#order = order
    this.#count = Math.min(count, pieceOfWalk)
    this.#ahead = this.#read(edge)
  }

  /** The number it stands at; undefined behind its last one. */
  get head(): number | undefined {
    return this.#ahead.at(-1)
  }

  step(): void {
    const left = this.#ahead.pop()
    if (left === undefined || this.#ahead.length > 0 || this.#isAtEnd) return
    this.#count *= 2
    this.#ahead = this.#read(left)
  }

  /** Last first, so that the next one is taken from the end. */
  #read(edge: number): number[] {
    const count = this.#count
    const found = postingsBeyond(this.#raw, this.#account, { order: this.#order, edge, count })
    this.#isAtEnd = found.length < count
    return found.reverse()
  }
}

/** Backwards from a number that the account has, or from its last posting. */
const walkFrom = (from: string, until: string): string => `
  WITH RECURSIVE walk (seq) AS (
    SELECT coalesce(${from}, (SELECT last_posting FROM account WHERE id = @account))
    UNION ALL
    SELECT iif(movement.debit = @account, movement.debit_previous, movement.credit_previous)
    FROM walk CROSS JOIN movement ON movement.seq = walk.seq WHERE walk.seq > ${until})`

const firstMark = (from: string): string =>
  `(SELECT posting FROM account_mark WHERE account = @account AND posting >= ${from} ORDER BY posting LIMIT 1)`

const statementsOf = perConnection((raw) => ({
  below: raw
    .prepare(`${walkFrom(firstMark('@edge'), '0')} SELECT seq FROM walk WHERE seq > 0 AND seq < @edge LIMIT @count`)
    .pluck(),
  downTo: raw.prepare(`${walkFrom('@from', '@edge')} SELECT seq FROM walk WHERE seq > @edge`).pluck(),
  markBehind: raw
    .prepare(`
      SELECT posting FROM account_mark WHERE account = @account AND posting > @edge ORDER BY posting
      LIMIT 1 OFFSET @marks`)
    .pluck(),
  movedSince: raw.prepare(`
    ${walkFrom('NULL', '@first')}
    SELECT count(*) AS postings,
      coalesce(sum(iif(day <= @through, iif(credit = @account, amount, -amount), 0)), 0) AS sum
    FROM (SELECT seq FROM walk WHERE seq >= @first LIMIT @most) AS moved
    CROSS JOIN movement ON movement.seq = moved.seq`),
}))
