/**
 * What moved each account of ours, and clients' accounts together, on each day of a period and after it. No sums of an
 * account's debits and credits are kept by day, so the postings since the period began are read, once for everything a pack
 * says of balances: what stands now, less what came since, is what stood at the end of any of its days.
 */
import type { Database } from 'better-sqlite3'
import { dayNumberOf } from '../calendar/day.ts'
import type { AccountKind } from '../contract/accounts.ts'
import { invariant } from '../invariant.ts'
import { bucketsOf, firstOf } from '../ledger/posting-days.ts'
import { perConnection } from '../store/compiled.ts'
import { ExactSums } from './exact-sums.ts'
import type { PackDays } from './pack-days.ts'

/** An account of ours, or all accounts of clients of one kind and currency. */
export type Group = {
  readonly kind: AccountKind
  readonly currency: string
  readonly account: Readonly<{ id: number; code: string; openedAt: number }> | null
  /** All there are. */
  accounts: number
  /** Credits less debits, now. */
  standing: bigint
}

export type Moved = Readonly<{ debits: bigint; credits: bigint }>

type Options = Readonly<{ eachAccount: boolean; onBucket: (done: number, of: number) => void }>

export class DaySums {
  readonly groups: readonly Group[]
  readonly #firstDay: number
  readonly #days: number
  readonly #groupOf: Int32Array
  readonly #debits: ExactSums
  readonly #credits: ExactSums
  /** Whether an account was moved on a day of the period. */
  readonly #touched: Uint8Array
  readonly #each: EachAccount | null

  constructor(raw: Database, days: PackDays, { eachAccount, onBucket }: Options) {
    this.#firstDay = dayNumberOf(days.from)
    this.#days = dayNumberOf(days.to) - this.#firstDay + 1
    const size = 1 + ((statementsOf(raw).size.get() as number | null) ?? 0)
    this.#groupOf = new Int32Array(size)
    this.#touched = new Uint8Array(size)
    this.#each = eachAccount ? new EachAccount(size) : null
    this.groups = readGroups(raw, this.#groupOf)
    // One slot more for all that came after the period.
    this.#debits = new ExactSums(this.groups.length * (this.#days + 1))
    this.#credits = new ExactSums(this.groups.length * (this.#days + 1))
    this.#read(raw, onBucket)
  }

  /** Debits less credits at the end of a day of the period, or of the day before it. */
  balanceAt(group: number, day: string): bigint {
    let balance = 0n - this.#groupAt(group).standing
    for (let at = dayNumberOf(day) - this.#firstDay + 1; at <= this.#days; at += 1) {
      const slot = this.#slot(group, at)
      balance += this.#credits.get(slot) - this.#debits.get(slot)
    }
    return balance
  }

  moved(group: number): Moved {
    let [debits, credits] = [0n, 0n]
    for (let at = 0; at < this.#days; at += 1) {
      debits += this.#debits.get(this.#slot(group, at))
      credits += this.#credits.get(this.#slot(group, at))
    }
    return { debits, credits }
  }

  wasMoved(account: number): boolean {
    return this.#touched[account] === 1
  }

  /** Of one account; only where it was asked for each of them. */
  ofAccount(account: number): Readonly<{ debits: number; credits: number; later: number }> {
    invariant(this.#each !== null, 'nobody asked for each account')
    return this.#each.find(account)
  }

  #groupAt(group: number): Group {
    const found = this.groups[group]
    invariant(found !== undefined, 'no such group of accounts', { group })
    return found
  }

  #slot(group: number, at: number): number {
    return group * (this.#days + 1) + at
  }

  #read(raw: Database, onBucket: Options['onBucket']): void {
    const range = { fromDay: this.#firstDay, toDay: Number.MAX_SAFE_INTEGER }
    const buckets = bucketsOf(raw, { ...range, firstBucket: 0, lastBucket: Number.MAX_SAFE_INTEGER })
    const { postings } = statementsOf(raw)
    for (const [index, bucket] of buckets.entries()) {
      const rows = postings.all(firstOf(bucket), firstOf(bucket + 1), this.#firstDay) as Row[]
      for (const row of rows) this.#add(row)
      onBucket(index + 1, buckets.length)
    }
  }

  #add([debit, credit, amount, day]: Row): void {
    const at = Math.min(day - this.#firstDay, this.#days)
    this.#debits.add(this.#slot(this.#groupOf[debit] ?? 0, at), amount)
    this.#credits.add(this.#slot(this.#groupOf[credit] ?? 0, at), amount)
    const isLater = at === this.#days
    this.#each?.add({ debit, credit, amount, isLater })
    if (isLater) return
    this.#touched[debit] = 1
    this.#touched[credit] = 1
  }
}

type Row = [debit: number, credit: number, amount: number, day: number]

/** For a list of every wallet: a wallet's own sums stay within what a number holds, as its balance does. */
class EachAccount {
  readonly #debits: Float64Array
  readonly #credits: Float64Array
  /** Debits less credits after the period. */
  readonly #later: Float64Array

  constructor(size: number) {
    this.#debits = new Float64Array(size)
    this.#credits = new Float64Array(size)
    this.#later = new Float64Array(size)
  }

  add({
    debit,
    credit,
    amount,
    isLater,
  }: Readonly<Record<'debit' | 'credit' | 'amount', number> & { isLater: boolean }>) {
    const [taken, given] = isLater ? [this.#later, this.#later] : [this.#debits, this.#credits]
    taken[debit] = (taken[debit] ?? 0) + amount
    given[credit] = (given[credit] ?? 0) + (isLater ? 0 - amount : amount)
  }

  find(account: number): Readonly<{ debits: number; credits: number; later: number }> {
    const found = {
      debits: this.#debits[account] ?? 0,
      credits: this.#credits[account] ?? 0,
      later: this.#later[account] ?? 0,
    }
    invariant(Object.values(found).every(Number.isSafeInteger), 'an account moved too much to say it', { account })
    return found
  }
}

export const clientKinds: ReadonlySet<AccountKind> = new Set(['wallet', 'pending', 'receivable'])

type AccountRow = [id: number, code: string, kind: AccountKind, currency: string, balance: number, openedAt: number]

function readGroups(raw: Database, groupOf: Int32Array): readonly Group[] {
  const groups: Group[] = []
  const known = new Map<string, number>()
  for (const [id, code, kind, currency, balance, openedAt] of accounts(raw)) {
    const isClients = clientKinds.has(kind)
    const key = isClients ? `${kind} ${currency}` : String(id)
    const at = known.get(key) ?? groups.length
    if (at === groups.length) {
      known.set(key, at)
      const account = isClients ? null : { id, code, openedAt }
      groups.push({ kind, currency, account, accounts: 0, standing: 0n })
    }
    const group = groups[at]
    invariant(group !== undefined, 'a group of accounts that was just made is gone')
    group.accounts += 1
    group.standing += BigInt(balance)
    groupOf[id] = at
  }
  return groups
}

const accountsAtOnce = 10_000

function* accounts(raw: Database): Generator<AccountRow> {
  for (let after = 0; ; ) {
    const rows = statementsOf(raw).accounts.all(after) as AccountRow[]
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < accountsAtOnce) return
    after = last[0]
  }
}

const statementsOf = perConnection((raw) => ({
  size: raw.prepare('SELECT max(id) FROM account').pluck(),
  accounts: raw
    .prepare(`
      SELECT id, code, kind, currency, balance, opened_at FROM account WHERE id > ? ORDER BY id LIMIT ${accountsAtOnce}`)
    .raw(),
  postings: raw
    .prepare('SELECT debit, credit, amount, day FROM movement WHERE seq >= ? AND seq < ? AND day >= ?')
    .raw(),
}))
