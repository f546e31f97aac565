/**
 * A ledger of any size, written straight into a fresh store: rows of batches from several producers among operations with
 * their keys, and with them the balances, totals and seals that the writer would have left, so that the check agrees.
 */
import type { Database } from 'better-sqlite3'

type LedgerSize = Readonly<{ postings: number; wallets: number }>

const producers = 20
const rowsOfBatch = 100_000
/** Every twentieth posting is what somebody did, the others are rows of batches. */
const entryEvery = 20
const firstInstant = 1_700_000_000_000

export function fillLedger(raw: Database, size: LedgerSize): void {
  const indexes = dropIndexes(raw)
  const filling = new Filling(raw, size)
  raw.transaction(() => filling.open())()
  for (let from = 1; from <= size.postings; from += rowsOfBatch) {
    const to = Math.min(size.postings, from + rowsOfBatch - 1)
    raw.transaction(() => filling.batch(from, to))()
    raw.pragma('wal_checkpoint(PASSIVE)')
  }
  raw.transaction(() => filling.close())()
  for (const sql of indexes) raw.exec(sql)
  raw.pragma('wal_checkpoint(TRUNCATE)')
}

/** Kept row by row they are most of the filling; made afterwards, each is one sort. */
function dropIndexes(raw: Database): readonly string[] {
  const indexes = raw
    .prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'posting' AND sql IS NOT NULL`)
    .all() as { name: string; sql: string }[]
  for (const { name } of indexes) raw.exec(`DROP INDEX ${name}`)
  return indexes.map(({ sql }) => sql)
}

type Movement = Readonly<{ seq: number; debit: number; credit: number; amount: number; kind: string }>

class Filling {
  readonly #raw: Database
  readonly #wallets: number
  readonly #balances: Float64Array
  readonly #totals = new Map<string, { postings: number; added: number; taken: number }>()
  readonly #statements: ReturnType<typeof statementsOf>

  constructor(raw: Database, { wallets }: LedgerSize) {
    this.#raw = raw
    this.#wallets = wallets
    this.#balances = new Float64Array(wallets + producers + 2)
    this.#statements = statementsOf(raw)
  }

  /** Wallets are numbered first, then a clearing account for each producer, then the bank. */
  open(): void {
    this.#raw.exec(`INSERT INTO currency VALUES ('USD', 2)`)
    this.#raw.exec(`INSERT INTO workspace VALUES (1, 'bench', 'Bench', 'Asia/Hong_Kong', 'USD', 0, 0)`)
    const { account, client, producer } = this.#statements
    for (let id = 1; id <= this.#wallets; id += 1) {
      account.run(id, `wallet:client-${id}`, 'wallet', `client-${id}`)
      client.run(`client-${id}`, id)
    }
    for (let id = 1; id <= producers; id += 1) {
      producer.run(id, `producer-${id}`, `Producer ${id}`)
      account.run(this.#wallets + id, `clearing:producer-${id}`, 'clearing', null)
    }
    account.run(this.#wallets + producers + 1, 'omnibus:main', 'omnibus', null)
  }

  batch(from: number, to: number): void {
    const batch = Math.ceil(to / rowsOfBatch)
    const producer = 1 + (batch % producers)
    const at = firstInstant + from * 1_000
    this.#statements.batch.run({ batch, producer, archive: `${batch}`, at, last: to })
    let rows = 0
    let sum = 0
    for (let seq = from; seq <= to; seq += 1) {
      if (seq % entryEvery === 0) this.#operation(seq, at)
      else {
        rows += 1
        sum += this.#row({ seq, at, batch, producer, line: rows + 1 })
      }
    }
    this.#statements.seal.run({ batch, rows, sum })
  }

  close(): void {
    const { move, total } = this.#statements
    for (const [id, balance] of this.#balances.entries()) if (id > 0) move.run(balance, id)
    for (const [kind, { postings, added, taken }] of this.#totals) total.run(kind, postings, added, taken)
  }

  #operation(seq: number, at: number): void {
    const omnibus = this.#wallets + producers + 1
    const amount = amountOf(seq)
    this.#statements.entry.run(seq, amount, at)
    const answer = { transaction: seq, kind: 'deposit', currency: 'USD', amount, wallets: [], heldPosted: 0 }
    this.#statements.key.run(`key-${seq}`, JSON.stringify(answer), at)
    const movement = { seq, debit: omnibus, credit: this.#walletOf(seq), amount, kind: 'deposit' }
    this.#post(movement, at, { entry: seq, batch: null, line: null, producer: null, txId: null, location: null })
  }

  #row(row: Readonly<{ seq: number; at: number; batch: number; producer: number; line: number }>): number {
    const { seq, at, batch, producer, line } = row
    const [wallet, clearing, amount] = [this.#walletOf(seq), this.#wallets + producer, amountOf(seq)]
    const pays = seq % 3 === 0 && (this.#balances[wallet] ?? 0) >= amount
    const movement = pays
      ? { seq, debit: wallet, credit: clearing, amount, kind: 'Payment' }
      : { seq, debit: clearing, credit: wallet, amount, kind: 'TopUp' }
    const txId = `tx-${String(seq).padStart(10, '0')}`
    this.#post(movement, at, { entry: null, batch, line, producer, txId, location: 'Central' })
    this.#statements.claim.run(producer, txId, batch, line)
    return amount
  }

  #post({ seq, debit, credit, amount, kind }: Movement, at: number, source: Readonly<Record<string, unknown>>): void {
    const debitAfter = this.#move(debit, 0 - amount)
    const creditAfter = this.#move(credit, amount)
    const day = new Date(at).toISOString().slice(0, 10)
    this.#statements.post.run({ ...source, seq, debit, credit, amount, kind, at, day, debitAfter, creditAfter })
    const total = this.#totals.get(kind) ?? { postings: 0, added: 0, taken: 0 }
    total.postings += 1
    if (kind === 'Payment') total.taken += amount
    else total.added += amount
    this.#totals.set(kind, total)
  }

  #move(account: number, change: number): number {
    const balance = (this.#balances[account] ?? 0) + change
    this.#balances[account] = balance
    return balance
  }

  /** Spread over the wallets as chance would, and the same on every run. */
  #walletOf(seq: number): number {
    return 1 + ((seq * 7_919) % this.#wallets)
  }
}

const amountOf = (seq: number): number => 100 + ((seq * 31) % 9_900)

const statementsOf = (raw: Database) => ({
  account: raw.prepare(`INSERT INTO account (id, code, kind, currency, client_id) VALUES (?, ?, ?, 'USD', ?)`),
  client: raw.prepare('INSERT INTO client (id, wallet, created_at) VALUES (?, ?, 0)'),
  producer: raw.prepare(`INSERT INTO producer VALUES (?, ?, ?, 'active', '{}', 0)`),
  batch: raw.prepare(`
    INSERT INTO batch (id, producer_id, file, path, inode, bytes, modified_at, sha256, archive, state, root_hash,
      sealed_seq, received_at, sealed_at)
    VALUES (@batch, @producer, 'a.csv', 'a.csv', '1', 1, @at, randomblob(32), @archive, 'posted', randomblob(32),
      @last, @at, @at)`),
  seal: raw.prepare('UPDATE batch SET rows = @rows, posted = @rows, sum = @sum WHERE id = @batch'),
  post: raw.prepare(`
    INSERT INTO posting (seq, entry, debit, credit, currency, amount, kind, batch_id, line, producer_id, tx_id, location,
      occurred_at, posted_at, business_day, debit_after, credit_after)
    VALUES (@seq, @entry, @debit, @credit, 'USD', @amount, @kind, @batch, @line, @producer, @txId, @location,
      @at, @at, @day, @debitAfter, @creditAfter)`),
  claim: raw.prepare('INSERT INTO identity (producer_id, tx_id, batch_id, line) VALUES (?, ?, ?, ?)'),
  entry: raw.prepare(`
    INSERT INTO entry (id, kind, postings, currency, amount, initiator, at)
    VALUES (?, 'deposit', 1, 'USD', ?, 'admin', ?)`),
  key: raw.prepare(`
    INSERT INTO operation_key (caller, key, content, answer, at) VALUES ('user:1', ?, zeroblob(32), ?, ?)`),
  move: raw.prepare('UPDATE account SET balance = ? WHERE id = ?'),
  total: raw.prepare(`INSERT INTO kind_total VALUES (?, 'USD', ?, ?, ?)`),
})
