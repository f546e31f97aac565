/**
 * What SQLite alone takes for the rows of a deposit or a purchase: the same rows in one durable transaction, on statements
 * that are prepared, with every value known beforehand. Nothing is asked, hashed or answered.
 */
import { randomBytes } from 'node:crypto'
import type { Database } from 'better-sqlite3'

export type BareKind = 'deposit' | 'purchase'
type Account = { readonly id: number; readonly client: string; balance: number }

const day = new Date().toISOString().slice(0, 10)
const digest = randomBytes(32)
const caller = 'user:2'
const who = 'ana'
const currency = 'USD'
const amount = 1

export class Bare {
  readonly #kind: BareKind
  readonly #statements: ReturnType<typeof statementsOf>
  readonly #wallets: readonly Account[]
  readonly #other: Account
  #posting: number
  #record: number
  readonly #transaction: (wallet: Account) => void

  constructor(raw: Database, kind: BareKind) {
    this.#kind = kind
    this.#statements = statementsOf(raw)
    this.#wallets = raw
      .prepare(`SELECT id, client_id AS client, balance FROM account WHERE kind = 'wallet' ORDER BY id`)
      .all() as Account[]
    const other = kind === 'deposit' ? 'omnibus:main' : 'clearing:house'
    this.#other = raw.prepare(`SELECT id, '' AS client, balance FROM account WHERE code = ?`).get(other) as Account
    this.#posting = raw.prepare('SELECT max(seq) FROM posting').pluck().get() as number
    this.#record = raw.prepare('SELECT max(seq) FROM audit_record').pluck().get() as number
    this.#transaction = raw.transaction((wallet: Account) => this.#rows(wallet)).immediate
  }

  write(index: number): void {
    const wallet = this.#wallets[index % this.#wallets.length]
    if (wallet === undefined) throw new Error('there are no wallets')
    this.#transaction(wallet)
  }

  #rows(wallet: Account): void {
    const { entry, posting, move, total, key, spent, record, head } = this.#statements
    const [kind, at] = [this.#kind, Date.now()]
    const [debit, credit] = kind === 'deposit' ? [this.#other, wallet] : [wallet, this.#other]
    debit.balance -= amount
    credit.balance += amount
    this.#posting += 1
    this.#record += 1
    const [seq, recordSeq] = [this.#posting, this.#record]
    const name = `bare-${kind}-${seq}`
    entry.run(seq, kind, currency, amount, who, at)
    posting.run(seq, seq, debit.id, credit.id, currency, amount, kind, at, at, day, debit.balance, credit.balance)
    move.run(debit.balance, debit.id)
    move.run(credit.balance, credit.id)
    total.run(kind, currency, kind === 'deposit' ? amount : 0, kind === 'purchase' ? amount : 0)
    spent.run(`wallet:${wallet.id}`, kind, currency, day, amount)
    spent.run(caller, kind, currency, day, amount)
    const { client } = wallet
    key.run(caller, name, digest, answerOf({ seq, kind, client, balance: wallet.balance }), at)
    const detail = JSON.stringify({ key: name, transaction: seq, amount, currency })
    record.run(recordSeq, at, who, `ledger.${kind}`, `client:${client}`, 'done', detail, digest, digest)
    head.run(recordSeq, digest, digest)
  }
}

/** As long as a receipt is. */
function answerOf({
  seq,
  kind,
  client,
  balance,
}: Readonly<Record<'seq' | 'balance', number> & { kind: string; client: string }>): string {
  return JSON.stringify({
    transaction: seq,
    kind,
    currency,
    amount,
    at: new Date().toISOString(),
    businessDay: day,
    late: false,
    wallets: [{ client, currency, balance, available: balance, version: seq }],
    heldPosted: 0,
    autoTopUp: null,
  })
}

const statementsOf = (raw: Database) => ({
  entry: raw.prepare(`
    INSERT INTO entry (id, kind, postings, currency, amount, initiator, at) VALUES (?, ?, 1, ?, ?, ?, ?)`),
  posting: raw.prepare(`
    INSERT INTO posting (seq, entry, debit, credit, currency, amount, kind, occurred_at, posted_at, business_day,
      debit_after, credit_after)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
  move: raw.prepare('UPDATE account SET balance = ?, version = version + 1 WHERE id = ?'),
  total: raw.prepare(`
    INSERT INTO kind_total (kind, currency, postings, added, taken) VALUES (?, ?, 1, ?, ?)
    ON CONFLICT (kind, currency) DO UPDATE SET postings = postings + 1, added = added + excluded.added, taken = taken + excluded.taken`),
  spent: raw.prepare(`
    INSERT INTO spent (subject, operation, currency, day, amount) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (subject, operation, currency, day) DO UPDATE SET amount = amount + excluded.amount`),
  key: raw.prepare('INSERT INTO operation_key (caller, key, content, answer, at) VALUES (?, ?, ?, ?, ?)'),
  record: raw.prepare('INSERT INTO audit_record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)'),
  head: raw.prepare('UPDATE audit_head SET seq = ?, hash = ?, mac = ? WHERE id = 1'),
})
