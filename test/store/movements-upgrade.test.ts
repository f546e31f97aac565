/** Books of some thousand postings that version 11 kept, taken over: whoever asks them is answered the same. */
import { createHash } from 'node:crypto'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dayAfter } from '../../engine/calendar/day.ts'
import { balanceAfter } from '../../engine/ledger/as-of.ts'
import { Findings } from '../../engine/ledger/check/findings.ts'
import { checkLedger } from '../../engine/ledger/check.ts'
import { listHistory } from '../../engine/ledger/history.ts'
import { searchPostings } from '../../engine/ledger/postings.ts'
import { postingOfRow } from '../../engine/ledger/row-posting.ts'
import { readStatement } from '../../engine/ledger/statement.ts'
import { reckonPeriod } from '../../engine/periods/root.ts'
import type { QueryContext } from '../../engine/store/command.ts'
import { migrate } from '../../engine/store/migrate.ts'
import { migrations } from '../../engine/store/migrations/migrations.ts'
import { checkBatches } from '../../engine/workspace/check/batch-postings.ts'

const beforeMovements = 11
const batches = 40
const rowsOfBatch = 90
const clients = 12
const dayMs = 86_400_000
const firstDay = '2026-03-01'

type Posting = Readonly<{
  seq: number
  debit: number
  credit: number
  amount: number
  batch: number | null
  line: number | null
  day: string
  debitAfter: number
  creditAfter: number
}>
type Old = Readonly<{ postings: readonly Posting[]; rootOfMonth: string; rows: readonly Record<string, unknown>[] }>

let raw: Database.Database
let context: QueryContext
let old: Old

beforeAll(() => {
  raw = new Database(':memory:')
  context = { raw, db: undefined as never, onProgress: () => undefined }
  migrate(raw, migrations.slice(0, beforeMovements))
  const postings = new OldBooks(raw).fill()
  old = { postings, rootOfMonth: oldRoot(raw, '2026-03'), rows: rowsOfPosting(raw) }
  migrate(raw, migrations)
})
afterAll(() => raw.close())

it('shows every posting as it stood', () => {
  expect(old.rows.length).toBeGreaterThan(3_000)
  expect(rowsOfPosting(raw)).toEqual(old.rows)
})

it('is sound by every law, those of the new form too', () => {
  const { differences, postings } = checkLedger(context, null)
  expect(differences).toEqual([])
  expect(postings).toBe(old.postings.length)
})

it('passes over roots and sums that were not kept then, and still knows where every row belongs', () => {
  const found = (): readonly string[] => {
    const findings = new Findings()
    checkBatches(raw, findings)
    return findings.all().map(({ code, subject }) => `${code} ${subject}`)
  }
  expect(found()).toEqual([])
  const { seq } = old.postings.find((each) => each.batch === 17) ?? {}
  raw.exec('BEGIN; DROP TRIGGER movement_is_never_changed')
  raw.prepare('UPDATE movement SET batch_id = 18 WHERE seq = ?').run(seq)
  expect(found()).toEqual([`posting_outside_pieces posting:${seq}`])
  raw.exec('ROLLBACK')
})

it('knows what stood on every account behind every posting', () => {
  const balances = new Map<number, number>()
  for (const { seq, debit, credit, debitAfter, creditAfter } of old.postings) {
    balances.set(debit, debitAfter)
    balances.set(credit, creditAfter)
    if (seq % 37 !== 0) continue
    for (const [account, balance] of balances) expect(balanceAfter(raw, { account, seq })).toBe(balance)
  }
})

it.each(['newestFirst', 'oldestFirst'] as const)('pages through statements %s, each posting once', (order) => {
  for (const code of ['clearing:seven', 'wallet:c1', 'omnibus:main']) {
    const id = raw.prepare('SELECT id FROM account WHERE code = ?').pluck().get(code) as number
    const own = old.postings.filter(({ debit, credit }) => debit === id || credit === id).map(({ seq }) => seq)
    const seqs: number[] = []
    let after = null
    do {
      const page = readStatement(context, { code, from: undefined, to: undefined, order, after, limit: 97 })
      seqs.push(...(page?.items ?? []).map(({ posting }) => posting.seq))
      after = page?.next ?? null
    } while (after !== null)
    expect(seqs).toEqual(order === 'oldestFirst' ? own : own.toReversed())
  }
})

it('begins and ends the statement of a day where its postings do', () => {
  const id = raw.prepare(`SELECT id FROM account WHERE code = 'clearing:seven'`).pluck().get() as number
  for (const day of ['2026-03-05', '2026-03-20', '2026-04-02']) {
    const upTo = (last: string) =>
      old.postings
        .filter((each) => each.day <= last)
        .reduce((sum, each) => sum + (each.credit === id ? each.amount : each.debit === id ? -each.amount : 0), 0)
    const page = { code: 'clearing:seven', from: day, to: day, order: 'oldestFirst', after: null, limit: 500 } as const
    const statement = readStatement(context, page)
    const before = new Date(Date.parse(day) - dayMs).toISOString().slice(0, 10)
    expect([statement?.opening, statement?.closing]).toEqual([upTo(before), upTo(day)])
    const own = old.postings.filter((each) => each.day === day && (each.debit === id || each.credit === id))
    expect(statement?.items.map(({ posting }) => posting.seq)).toEqual(own.map(({ seq }) => seq))
  }
})

it('lists what happened to a client, and finds rows by their TxId', () => {
  const id = raw.prepare(`SELECT id FROM account WHERE code = 'wallet:c2'`).pluck().get() as number
  const own = old.postings.filter(({ debit, credit }) => debit === id || credit === id)
  const history = listHistory(context, { client: 'c2', filter: {}, after: [], limit: 1_000 })
  const posted = history?.items.filter(({ transaction }) => transaction !== null)
  expect(posted?.map(({ balance }) => balance)).toEqual(
    own.map((each) => (each.credit === id ? each.creditAfter : each.debitAfter)).toReversed(),
  )
  const { batch, line, seq } = old.postings.find((each) => each.batch === 17) ?? {}
  const found = searchPostings(context, { filter: { reference: `t${batch}-${line}` }, before: null, limit: 5 })
  expect(found.items.map((each) => each.seq)).toEqual([seq])
})

it('finds the posting of every row, of those that were held as well', () => {
  const released = raw.prepare(`SELECT count(*) FROM held_row WHERE state = 'posted'`).pluck().get()
  expect(released).toBeGreaterThan(20)
  for (const { batch, line, seq } of old.postings)
    if (batch !== null && line !== null) expect(postingOfRow(raw, { batch, line })).toBe(seq)
  expect(postingOfRow(raw, { batch: 1, line: 5_000 })).toBeNull()
})

it('reckons the same root for a month that was closed before', () => {
  expect(reckonPeriod(context, { name: '2026-03' })).toEqual({
    postings: old.postings.filter(({ day }) => day.startsWith('2026-03')).length,
    root: old.rootOfMonth,
  })
})

const rowsOfPosting = (db: Database.Database) =>
  db
    .prepare(`
      SELECT seq, entry, debit, credit, currency, amount, kind, batch_id, line, producer_id, tx_id, location, occurred_at,
        posted_at, business_day, debit_after, credit_after FROM posting ORDER BY seq`)
    .all() as Record<string, unknown>[]

/** As version 11 wrote it: one line for each posting, by day and number. */
function oldRoot(db: Database.Database, month: string): string {
  const lines = db
    .prepare(`
      SELECT posting.seq, entry, batch_id, line, producer_id, tx_id, location, debited.code, credited.code,
        posting.currency, amount, posting.kind, occurred_at, posted_at, business_day
      FROM posting JOIN account AS debited ON debited.id = debit JOIN account AS credited ON credited.id = credit
      WHERE business_day BETWEEN ? AND ? ORDER BY business_day, posting.seq`)
    .raw()
    .all(`${month}-01`, `${month}-31`)
  const all = [['period', 1, 'month', `${month}-01`, `${month}-31`], ...lines]
  return createHash('sha256')
    .update(all.map((line) => `${JSON.stringify(line)}\n`).join(''))
    .digest('hex')
}

/** A batch a day, with payments that wait and late rows, and between them deposits by people. */
class OldBooks {
  readonly #raw: Database.Database
  readonly #postings: Posting[] = []
  readonly #balances = new Map<number, number>()
  readonly #waiting: { client: number; batch: number; line: number; amount: number }[] = []
  #state = 7

  constructor(db: Database.Database) {
    this.#raw = db
    db.pragma('foreign_keys = OFF')
    db.exec(`
      INSERT INTO currency VALUES ('USD', 2);
      INSERT INTO workspace VALUES (1, 'old', 'Old', 'Asia/Hong_Kong', 'USD', 0, 0);
      INSERT INTO producer VALUES (7, 'seven', 'Seven', 'active', '{}', 0);
      INSERT INTO account (id, code, kind, currency) VALUES (1, 'clearing:seven', 'clearing', 'USD'),
        (2, 'omnibus:main', 'omnibus', 'USD')`)
    for (let client = 0; client < clients; client += 1) {
      db.prepare(`INSERT INTO account (id, code, kind, currency, client_id) VALUES (?, ?, 'wallet', 'USD', ?)`).run(
        10 + client,
        `wallet:c${client}`,
        `c${client}`,
      )
      db.prepare('INSERT INTO client VALUES (?, ?, 0)').run(`c${client}`, 10 + client)
    }
  }

  fill(): readonly Posting[] {
    let day = firstDay
    for (let batch = 1; batch <= batches; batch += 1) {
      this.#batch(batch, day)
      day = dayAfter(day)
    }
    const move = this.#raw.prepare('UPDATE account SET balance = ? WHERE id = ?')
    for (const [account, balance] of this.#balances) move.run(balance, account)
    this.#raw.exec(`
      INSERT INTO kind_total SELECT kind, currency, count(*), sum(iif(kind <> 'Payment', amount, 0)),
        sum(iif(kind = 'Payment', amount, 0)) FROM posting GROUP BY kind, currency`)
    return this.#postings
  }

  #batch(batch: number, day: string): void {
    const at = Date.parse(`${day}T22:00:00Z`)
    this.#raw
      .prepare(`
        INSERT INTO batch (id, producer_id, file, path, inode, bytes, modified_at, sha256, archive, state, received_at)
        VALUES (?, 7, 'd.csv', '/d.csv', '1', 1, 1, randomblob(32), ?, 'posted', ?)`)
      .run(batch, `${batch}.cha`, at)
    for (let line = 2; line < rowsOfBatch + 2; line += 1) {
      this.#row({ batch, line, at: at + Math.floor(line / 30), day: this.#chance(20) ? firstDay : day })
      if (this.#chance(15)) this.#deposit(at + Math.floor(line / 30), day)
    }
    this.#raw
      .prepare(`
        UPDATE batch SET rows = @rows, held = (SELECT count(*) FROM held_row WHERE batch_id = @batch AND state = 'held'),
          posted = (SELECT count(*) FROM posting WHERE batch_id = @batch),
          sum = (SELECT sum(amount) FROM posting WHERE batch_id = @batch), sealed_seq = @last, sealed_at = @at
        WHERE id = @batch`)
      .run({ batch, rows: rowsOfBatch, last: this.#postings.length, at })
  }

  #row({ batch, line, at, day }: Readonly<{ batch: number; line: number; at: number; day: string }>): void {
    const client = this.#below(clients)
    const amount = 1 + this.#below(500)
    const wallet = 10 + client
    this.#raw.prepare('INSERT INTO identity VALUES (7, ?, ?, ?)').run(`t${batch}-${line}`, batch, line)
    if (this.#chance(2)) {
      this.#post({ debit: 1, credit: wallet, amount, kind: 'TopUp', batch, line, at, day })
      this.#release(client, { at, day })
    } else if ((this.#balances.get(wallet) ?? 0) >= amount)
      this.#post({ debit: wallet, credit: 1, amount, kind: 'Payment', batch, line, at, day })
    else this.#hold({ client, batch, line, amount, day })
  }

  #hold({
    client,
    batch,
    line,
    amount,
    day,
  }: Readonly<{ client: number; batch: number; line: number; amount: number; day: string }>): void {
    this.#raw
      .prepare(`
        INSERT INTO held_row VALUES (?, ?, ?, 'Payment', ?, ?, 'Central', 0, ?, 'INSUFFICIENT_FUNDS', '', 'held')`)
      .run(batch, line, `c${client}`, amount, `t${batch}-${line}`, day)
    this.#waiting.push({ client, batch, line, amount })
  }

  #release(client: number, { at, day }: Readonly<{ at: number; day: string }>): void {
    const wallet = 10 + client
    for (const held of this.#waiting.filter((each) => each.client === client)) {
      if ((this.#balances.get(wallet) ?? 0) < held.amount) continue
      const { batch, line, amount } = held
      this.#post({ debit: wallet, credit: 1, amount, kind: 'Payment', batch, line, at, day })
      this.#raw.prepare(`UPDATE held_row SET state = 'posted' WHERE batch_id = ? AND line = ?`).run(batch, line)
      this.#waiting.splice(this.#waiting.indexOf(held), 1)
    }
  }

  #deposit(at: number, day: string): void {
    const [amount, id] = [1 + this.#below(300), this.#postings.length + 1]
    this.#raw
      .prepare(`
        INSERT INTO entry (id, kind, postings, currency, amount, initiator, at) VALUES (?, 'deposit', 1, 'USD', ?, 'ana', ?)`)
      .run(id, amount, at)
    const client = this.#below(clients)
    this.#post({ debit: 2, credit: 10 + client, amount, kind: 'deposit', batch: null, line: null, at, day })
    this.#release(client, { at, day })
  }

  #post({ kind, at, ...of }: Omit<Posting, 'seq' | 'debitAfter' | 'creditAfter'> & { kind: string; at: number }): void {
    const seq = this.#postings.length + 1
    const debitAfter = (this.#balances.get(of.debit) ?? 0) - of.amount
    const creditAfter = (this.#balances.get(of.credit) ?? 0) + of.amount
    this.#balances.set(of.debit, debitAfter)
    this.#balances.set(of.credit, creditAfter)
    this.#postings.push({ ...of, seq, debitAfter, creditAfter })
    const row =
      of.batch === null ? [null, null, null, null, null] : [of.batch, of.line, 7, `t${of.batch}-${of.line}`, 'Central']
    this.#raw
      .prepare(`INSERT INTO posting VALUES (?, ?, ?, ?, 'USD', ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)`)
      .run(
        seq,
        of.batch === null ? seq : null,
        of.debit,
        of.credit,
        of.amount,
        kind,
        ...row,
        at,
        of.day,
        debitAfter,
        creditAfter,
      )
  }

  #chance(oneIn: number): boolean {
    return this.#below(oneIn) === 0
  }

  #below(count: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((this.#state / 2 ** 32) * count)
  }
}
