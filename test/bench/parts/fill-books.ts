/**
 * Books of a busy year, written straight into the store: each day a batch of the day before, with some rows that came
 * late, and between them what people do.
 */
import type { Database } from 'better-sqlite3'
import { dayAfter, dayNumberOf } from '../../../engine/calendar/day.ts'
import { type ClaimedRow, claimRows } from '../../ledger/entries.ts'
import { Movements } from './movements.ts'

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
/** Identities of so many days are in one run: merged, there are never more than a few dozen of them. */
const daysOfRun = 25
const firstDay = '2025-01-01'
const producer = 7

export function fillBooks(
  raw: Database,
  { postings, clients }: Readonly<{ postings: number; clients: number }>,
): Filled {
  raw.pragma('foreign_keys = OFF')
  return raw.transaction(() => new Filling(raw, { postings, clients }).fill())()
}

class Filling {
  readonly #raw: Database
  readonly #postings: number
  readonly #clients: readonly string[]
  readonly #wallets: readonly number[]
  readonly #movements: Movements
  readonly #house: Readonly<Record<'clearing' | 'omnibus', number>>
  readonly #days = Array.from({ length: daysOfYear }).reduce<string[]>(
    (days) => [...days, dayAfter(days.at(-1) ?? firstDay)],
    [firstDay],
  )
  readonly #random = seeded(7)
  readonly #statements: ReturnType<typeof statementsOf>
  #seq = 0
  #references = 0
  #claimed: ClaimedRow[] = []

  constructor(raw: Database, { postings, clients }: Readonly<{ postings: number; clients: number }>) {
    this.#raw = raw
    this.#postings = postings
    raw.exec(`INSERT INTO currency VALUES ('USD', 2)`)
    raw.exec(
      `INSERT INTO workspace (id, uid, name, zone, currency, created_at, demo) VALUES (1, 'bench', 'Bench', 'Asia/Hong_Kong', 'USD', 0, 0)`,
    )
    raw
      .prepare(`INSERT INTO producer (id, code, name, state, created_at) VALUES (?, 'seven', 'Seven', 'active', 0)`)
      .run(producer)
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
    this.#movements = new Movements(raw)
  }

  fill(): Filled {
    const perDay = Math.floor(this.#postings / daysOfYear)
    for (let day = 1; day <= daysOfYear; day += 1) this.#fillDay(day, perDay)
    this.#movements.close()
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
    this.#movements.begin(this.#noon(day))
    const first = this.#seq + 1
    const batch = this.#statements.batch({ id: day, rows: rows - Math.floor(rows / 20), at: this.#noon(day) })
    let line = 1
    for (let row = 0; row < rows; row += 1) {
      if (row % 20 === 19) this.#deposit(day)
      else {
        line += 1
        this.#row({ batch, line, day })
      }
    }
    this.#statements.piece.run(batch, line, first, this.#seq)
    if (day % daysOfRun === 0) this.#claim()
  }

  #row({ batch, line, day }: Readonly<{ batch: number; line: number; day: number }>): void {
    const { clearing } = this.#house
    const wallet = this.#anyWallet()
    const amount = 1 + Math.floor(this.#random() * 10_000)
    const pays = this.#random() < 0.4 && this.#movements.balanceOf(wallet) >= amount
    const [debit, credit] = pays ? [wallet, clearing] : [clearing, wallet]
    // One row in fifty is up to a week older than its batch.
    const late = this.#random() < 0.02 ? Math.ceil(this.#random() * 6) : 0
    const of = { kind: pays ? 'Payment' : 'TopUp', batch, line, entry: null }
    this.#post({ ...of, debit, credit, amount, day: Math.max(0, day - 1 - late) })
  }

  #claim(): void {
    claimRows(this.#raw, producer, this.#claimed)
    this.#claimed = []
  }

  #deposit(day: number): void {
    const amount = 1 + Math.floor(this.#random() * 10_000)
    this.#references += 1
    const entry = this.#seq + 1
    this.#statements.entry.run({ id: entry, amount, reference: `R${this.#references}`, at: this.#noon(day) })
    const of = { kind: 'deposit', batch: null, line: null, entry }
    this.#post({ ...of, debit: this.#house.omnibus, credit: this.#anyWallet(), amount, day })
  }

  #post({ day, ...of }: PostingDraft): void {
    this.#seq += 1
    const txId = of.batch === null ? null : `T${this.#seq}`
    if (txId !== null) this.#claimed.push({ txId, batch: of.batch ?? 0, line: of.line ?? 0 })
    const place = of.batch === null ? null : this.#movements.placeOf('Central')
    const standsOn = dayNumberOf(this.#days[day] ?? firstDay)
    this.#movements.post({ ...of, txId, place, occurredAt: this.#noon(day), day: standsOn })
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
  entry: number | null
  debit: number
  credit: number
  amount: number
  day: number
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
    entry: raw.prepare(`
      INSERT INTO entry (id, kind, postings, currency, amount, reference, initiator, at)
      VALUES (@id, 'deposit', 1, 'USD', @amount, @reference, 'admin', @at)`),
    piece: raw.prepare('INSERT INTO batch_piece VALUES (?, 2, ?, ?, ?, randomblob(32))'),
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
