/**
 * Books of a busy year, written straight into the store: each day a batch of the day before, with some rows that came
 * late, and between them what people do. Indexes are made afterwards, in one go each: kept row by row they are most of
 * the filling.
 */
import type { Database } from 'better-sqlite3'
import { dayAfter } from '../../../engine/calendar/day.ts'

export type Filled = Readonly<{
  postings: number
  clients: readonly string[]
  /** One client with a hundredth of all postings. */
  busy: string
  days: readonly string[]
  references: number
  begin: number
  end: number
}>

const dayMs = 86_400_000
const daysOfYear = 250
const firstDay = '2025-01-01'
const producer = 7

export function fillBooks(
  raw: Database,
  { postings, clients }: Readonly<{ postings: number; clients: number }>,
): Filled {
  raw.pragma('foreign_keys = OFF')
  const indexes = raw
    .prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'posting' AND sql IS NOT NULL`)
    .all() as { name: string; sql: string }[]
  for (const { name } of indexes) raw.exec(`DROP INDEX ${name}`)
  const filled = raw.transaction(() => new Filling(raw, { postings, clients }).fill())()
  for (const { sql } of indexes) raw.exec(sql)
  return filled
}

class Filling {
  readonly #raw: Database
  readonly #postings: number
  readonly #clients: readonly string[]
  readonly #wallets: readonly number[]
  readonly #balances = new Map<number, number>()
  readonly #house: Readonly<Record<'clearing' | 'omnibus', number>>
  readonly #days = Array.from({ length: daysOfYear }).reduce<string[]>(
    (days) => [...days, dayAfter(days.at(-1) ?? firstDay)],
    [firstDay],
  )
  readonly #random = seeded(7)
  readonly #statements: ReturnType<typeof statementsOf>
  #seq = 0
  #references = 0

  constructor(raw: Database, { postings, clients }: Readonly<{ postings: number; clients: number }>) {
    this.#raw = raw
    this.#postings = postings
    raw.exec(`INSERT INTO currency VALUES ('USD', 2)`)
    raw.exec(`INSERT INTO workspace VALUES (1, 'bench', 'Bench', 'Asia/Hong_Kong', 'USD', 0, 0)`)
    raw.prepare(`INSERT INTO producer VALUES (?, 'seven', 'Seven', 'active', '{}', 0)`).run(producer)
    const open = raw.prepare(`INSERT INTO account (code, kind, currency, client_id) VALUES (?, ?, 'USD', ?)`)
    const account = (code: string, kind: string, client: string | null): number =>
      Number(open.run(code, kind, client).lastInsertRowid)
    this.#house = {
      clearing: account('clearing:seven', 'clearing', null),
      omnibus: account('omnibus:main', 'omnibus', null),
    }
    this.#clients = Array.from({ length: clients }, (_, i) => String(10_000_000 + i * 137))
    this.#wallets = this.#clients.map((client) => account(`wallet:${client}`, 'wallet', client))
    const openClient = raw.prepare('INSERT INTO client (id, wallet, created_at) VALUES (?, ?, 0)')
    for (const [i, client] of this.#clients.entries()) openClient.run(client, this.#wallets[i])
    this.#statements = statementsOf(raw)
  }

  fill(): Filled {
    const perDay = Math.floor(this.#postings / daysOfYear)
    for (let day = 1; day <= daysOfYear; day += 1) this.#fillDay(day, perDay)
    const move = this.#raw.prepare('UPDATE account SET balance = ? WHERE id = ?')
    for (const [account, balance] of this.#balances) move.run(balance, account)
    const [begin, end] = [this.#noon(1), this.#noon(daysOfYear)]
    const [busy = ''] = this.#clients
    return {
      postings: this.#seq,
      clients: this.#clients,
      busy,
      days: this.#days,
      references: this.#references,
      begin,
      end,
    }
  }

  /** The batch of the day before comes in while people are at work: one in twenty postings is theirs. */
  #fillDay(day: number, rows: number): void {
    const batch = this.#statements.batch({ id: day, rows: rows - Math.floor(rows / 20), at: this.#noon(day) })
    let line = 1
    for (let row = 0; row < rows; row += 1) {
      if (row % 20 === 19) this.#deposit(day)
      else {
        line += 1
        this.#row({ batch, line, day })
      }
    }
  }

  #row({ batch, line, day }: Readonly<{ batch: number; line: number; day: number }>): void {
    const { clearing } = this.#house
    const wallet = this.#anyWallet()
    const amount = 1 + Math.floor(this.#random() * 10_000)
    const pays = this.#random() < 0.4 && (this.#balances.get(wallet) ?? 0) >= amount
    const [debit, credit] = pays ? [wallet, clearing] : [clearing, wallet]
    // One row in fifty is up to a week older than its batch.
    const late = this.#random() < 0.02 ? Math.ceil(this.#random() * 6) : 0
    const of = { kind: pays ? 'Payment' : 'TopUp', batch, line, producer, location: 'Central', entry: null }
    this.#post({ ...of, debit, credit, amount, day: Math.max(0, day - 1 - late), postedOn: day })
  }

  #deposit(day: number): void {
    const amount = 1 + Math.floor(this.#random() * 10_000)
    this.#references += 1
    const entry = this.#seq + 1
    this.#statements.entry.run({ id: entry, amount, reference: `R${this.#references}`, at: this.#noon(day) })
    const of = { kind: 'deposit', batch: null, line: null, producer: null, location: null, entry }
    this.#post({ ...of, debit: this.#house.omnibus, credit: this.#anyWallet(), amount, day, postedOn: day })
  }

  #post({ debit, credit, amount, day, postedOn, ...of }: PostingDraft): void {
    this.#seq += 1
    const txId = of.batch === null ? null : `T${this.#seq}`
    if (txId !== null) this.#statements.identity.run(producer, txId, of.batch, of.line)
    this.#statements.post.run({
      ...of,
      seq: this.#seq,
      txId,
      debit,
      credit,
      amount,
      occurredAt: this.#noon(day),
      postedAt: this.#noon(postedOn) + (this.#seq % 10_000),
      day: this.#days[day],
      debitAfter: this.#move(debit, 0 - amount),
      creditAfter: this.#move(credit, amount),
    })
  }

  #move(account: number, change: number): number {
    const balance = (this.#balances.get(account) ?? 0) + change
    this.#balances.set(account, balance)
    return balance
  }

  #anyWallet(): number {
    const busy = this.#random() < 0.01
    return this.#wallets[busy ? 0 : Math.floor(this.#random() * this.#wallets.length)] ?? 0
  }

  #noon(day: number): number {
    return Date.parse(`${firstDay}T04:00:00Z`) + day * dayMs
  }
}

type PostingDraft = Readonly<{
  kind: string
  batch: number | null
  line: number | null
  producer: number | null
  location: string | null
  entry: number | null
  debit: number
  credit: number
  amount: number
  day: number
  postedOn: number
}>

function statementsOf(raw: Database) {
  const batch = raw.prepare(`
    INSERT INTO batch (id, producer_id, file, path, inode, bytes, modified_at, sha256, archive, state, rows, posted, sum,
      sealed_seq, received_at, sealed_at)
    VALUES (@id, ${producer}, 'day.csv', '/day.csv', '1', 1, 1, zeroblob(32), @id || '.cha', 'posted', @rows, @rows, 0, 0, @at, @at)`)
  return {
    batch: (of: Readonly<{ id: number; rows: number; at: number }>): number => {
      batch.run(of)
      return of.id
    },
    identity: raw.prepare('INSERT INTO identity VALUES (?, ?, ?, ?)'),
    entry: raw.prepare(`
      INSERT INTO entry (id, kind, postings, currency, amount, reference, initiator, at)
      VALUES (@id, 'deposit', 1, 'USD', @amount, @reference, 'admin', @at)`),
    post: raw.prepare(`
      INSERT INTO posting (seq, entry, debit, credit, currency, amount, kind, batch_id, line, producer_id, tx_id, location,
        occurred_at, posted_at, business_day, debit_after, credit_after)
      VALUES (@seq, @entry, @debit, @credit, 'USD', @amount, @kind, @batch, @line, @producer, @txId, @location,
        @occurredAt, @postedAt, @day, @debitAfter, @creditAfter)`),
  }
}

/** The same books each time: a figure that moved is the code's doing. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
