/**
 * A ledger of any size, written straight into a fresh store: rows of batches from several producers among operations with
 * their keys, and with them the balances, totals and seals that the writer would have left, so that the check agrees.
 */
import type { Database } from 'better-sqlite3'
import { dayNumberOf } from '../../../engine/calendar/day.ts'
import { type ClaimedRow, claimRows } from '../../ledger/entries.ts'
import { type Movement, Movements } from './movements.ts'

type LedgerSize = Readonly<{ postings: number; wallets: number }>

const producers = 20
const rowsOfBatch = 100_000
/** Every twentieth posting is what somebody did, the others are rows of batches. */
const entryEvery = 20
const firstInstant = 1_700_000_000_000

export function fillLedger(raw: Database, size: LedgerSize): void {
  const filling = new Filling(raw, size)
  raw.transaction(() => filling.open())()
  for (let from = 1; from <= size.postings; from += rowsOfBatch) {
    const to = Math.min(size.postings, from + rowsOfBatch - 1)
    raw.transaction(() => filling.batch(from, to))()
    raw.pragma('wal_checkpoint(PASSIVE)')
  }
  raw.transaction(() => filling.close())()
  raw.pragma('wal_checkpoint(TRUNCATE)')
}

type Moved = Pick<Movement, 'debit' | 'credit' | 'amount' | 'kind'>

class Filling {
  readonly #raw: Database
  readonly #wallets: number
  readonly #movements: Movements
  readonly #totals = new Map<string, { postings: number; added: number; taken: number }>()
  readonly #statements: ReturnType<typeof statementsOf>
  #claimed: ClaimedRow[] = []

  constructor(raw: Database, { wallets }: LedgerSize) {
    this.#raw = raw
    this.#wallets = wallets
    this.#movements = new Movements(raw)
    this.#statements = statementsOf(raw)
  }

  /** Wallets are numbered first, then a clearing account for each producer, then the bank. */
  open(): void {
    this.#raw.exec(`INSERT INTO currency VALUES ('USD', 2)`)
    this.#raw.exec(
      `INSERT INTO workspace (id, uid, name, zone, currency, created_at, demo) VALUES (1, 'bench', 'Bench', 'Asia/Hong_Kong', 'USD', 0, 0)`,
    )
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
    this.#movements.begin(at)
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
    this.#statements.piece.run(batch, rows + 1, from, to)
    claimRows(this.#raw, producer, this.#claimed)
    this.#claimed = []
  }

  close(): void {
    const { total } = this.#statements
    this.#movements.close()
    for (const [kind, { postings, added, taken }] of this.#totals) total.run(kind, postings, added, taken)
  }

  #operation(seq: number, at: number): void {
    const omnibus = this.#wallets + producers + 1
    const amount = amountOf(seq)
    this.#statements.entry.run(seq, amount, at)
    const answer = { transaction: seq, kind: 'deposit', currency: 'USD', amount, wallets: [], heldPosted: 0 }
    this.#statements.key.run(`key-${seq}`, JSON.stringify(answer), at)
    const movement = { debit: omnibus, credit: this.#walletOf(seq), amount, kind: 'deposit' }
    this.#post(movement, at, { entry: seq, batch: null, line: null, txId: null, place: null })
  }

  #row(row: Readonly<{ seq: number; at: number; batch: number; producer: number; line: number }>): number {
    const { seq, at, batch, producer, line } = row
    const [wallet, clearing, amount] = [this.#walletOf(seq), this.#wallets + producer, amountOf(seq)]
    const pays = seq % 3 === 0 && this.#movements.balanceOf(wallet) >= amount
    const movement = pays
      ? { debit: wallet, credit: clearing, amount, kind: 'Payment' }
      : { debit: clearing, credit: wallet, amount, kind: 'TopUp' }
    const txId = `tx-${String(seq).padStart(10, '0')}`
    const place = this.#movements.placeOf('Central')
    this.#post(movement, at, { entry: null, batch, line, txId, place })
    this.#claimed.push({ txId, batch, line })
    return amount
  }

  #post(movement: Moved, at: number, source: Omit<Movement, keyof Moved | 'occurredAt' | 'day'>): void {
    const day = dayNumberOf(new Date(at).toISOString().slice(0, 10))
    this.#movements.post({ ...movement, ...source, occurredAt: at, day })
    const { kind, amount } = movement
    const total = this.#totals.get(kind) ?? { postings: 0, added: 0, taken: 0 }
    total.postings += 1
    if (kind === 'Payment') total.taken += amount
    else total.added += amount
    this.#totals.set(kind, total)
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
  producer: raw.prepare(`INSERT INTO producer (id, code, name, state, created_at) VALUES (?, ?, ?, 'active', 0)`),
  batch: raw.prepare(`
    INSERT INTO batch (id, producer_id, file, path, inode, bytes, modified_at, sha256, archive, state, root_hash,
      sealed_seq, received_at, sealed_at)
    VALUES (@batch, @producer, 'a.csv', 'a.csv', '1', 1, @at, randomblob(32), @archive, 'posted', randomblob(32),
      @last, @at, @at)`),
  seal: raw.prepare('UPDATE batch SET rows = @rows, posted = @rows, sum = @sum WHERE id = @batch'),
  piece: raw.prepare('INSERT INTO batch_piece VALUES (?, 2, ?, ?, ?, randomblob(32))'),
  entry: raw.prepare(`
    INSERT INTO entry (id, kind, postings, currency, amount, initiator, at)
    VALUES (?, 'deposit', 1, 'USD', ?, 'admin', ?)`),
  key: raw.prepare(`
    INSERT INTO operation_key (caller, key, content, answer, at) VALUES ('user:1', ?, zeroblob(32), ?, ?)`),
  total: raw.prepare(`INSERT INTO kind_total VALUES (?, 'USD', ?, ?, ?)`),
})
