/**
 * The balances of all accounts when a posting was the last one. An account's own posting next to that moment carries it,
 * and no index finds these for all accounts at once: so the postings behind that number are read in order until every
 * account that they moved was met, or those up to it, where these are fewer.
 */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../store/compiled.ts'

/** Finds the balance of an account by its number; null when it had no posting by then. */
export type BalancesAt = Readonly<{ find: (account: number) => number | null }>

const blockRows = 1_000

export function balancesAt(raw: Database, seq: number): BalancesAt {
  const { newest, size } = statementsOf(raw)
  const last = (newest.get() as number | null) ?? 0
  const balances = new Balances(1 + ((size.get() as number | null) ?? 0))
  if (seq < last - seq) readUpTo(raw, seq, balances)
  else readBack(raw, seq, balances)
  return balances
}

/** The last one of each account counts. */
function readUpTo(raw: Database, seq: number, balances: Balances): void {
  for (const [, debit, credit, , debitAfter, creditAfter] of postings(raw, { behind: 0, last: seq })) {
    balances.set(debit, debitAfter)
    balances.set(credit, creditAfter)
  }
}

/** The first one behind it of each account counts: what was there before it. What was not moved since is as it stands. */
function readBack(raw: Database, seq: number, balances: Balances): void {
  let open = 0
  const accounts = statementsOf(raw).accounts.iterate() as IterableIterator<[number, number, number]>
  for (const [id, balance, lastPosting] of accounts) {
    if (lastPosting > seq) open += 1
    else if (lastPosting > 0) balances.set(id, balance)
    else balances.setNone(id)
  }
  const before = (account: number, previous: number, balance: number): void => {
    if (balances.has(account)) return
    open -= 1
    if (previous === 0) balances.setNone(account)
    else balances.set(account, balance)
  }
  if (open === 0) return
  for (const row of postings(raw, { behind: seq, last: Number.MAX_SAFE_INTEGER })) {
    const [, debit, credit, amount, debitAfter, creditAfter, debitPrevious, creditPrevious] = row
    before(debit, debitPrevious, debitAfter + amount)
    before(credit, creditPrevious, creditAfter - amount)
    if (open === 0) return
  }
}

const unknown = 0
const none = 1
const known = 2

class Balances implements BalancesAt {
  readonly #state: Uint8Array
  readonly #balance: Float64Array

  constructor(size: number) {
    this.#state = new Uint8Array(size)
    this.#balance = new Float64Array(size)
  }

  has(account: number): boolean {
    return this.#state[account] !== unknown
  }

  set(account: number, balance: number): void {
    this.#state[account] = known
    this.#balance[account] = balance
  }

  setNone(account: number): void {
    this.#state[account] = none
  }

  find(account: number): number | null {
    return this.#state[account] === known ? (this.#balance[account] ?? null) : null
  }
}

type Row = [
  seq: number,
  debit: number,
  credit: number,
  amount: number,
  debitAfter: number,
  creditAfter: number,
  debitPrevious: number,
  creditPrevious: number,
]

/** In small blocks, which costs less than half of what an open cursor does. */
function* postings(raw: Database, { behind, last }: Readonly<{ behind: number; last: number }>): Generator<Row> {
  for (let from = behind; ; ) {
    const rows = statementsOf(raw).block.all(from, last) as Row[]
    yield* rows
    const end = rows.at(-1)
    if (end === undefined || rows.length < blockRows) return
    from = end[0]
  }
}

const statementsOf = perConnection((raw) => ({
  newest: raw.prepare('SELECT max(seq) FROM movement').pluck(),
  size: raw.prepare('SELECT max(id) FROM account').pluck(),
  accounts: raw.prepare('SELECT id, balance, last_posting FROM account').raw(),
  block: raw
    .prepare(`
      SELECT seq, debit, credit, amount, debit_after, credit_after, debit_previous, credit_previous
      FROM movement WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ${blockRows}`)
    .raw(),
}))
