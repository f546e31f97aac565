/**
 * Posts a block of rows in line order, in one transaction with their identities, balances and the batch's progress. So a
 * crash leaves whole blocks only, and the next start goes on behind the last one.
 */
import type { Database, Statement } from 'better-sqlite3'
import { invariant } from '../invariant.ts'
import { type Account, availableOn, type Wallet } from '../ledger/account.ts'
import { Books } from '../ledger/books.ts'
import { Consequences } from '../ledger/consequences.ts'
import { command } from '../store/command.ts'
import { homeOf } from '../workspace/home.ts'
import type { FaultRow, JudgedRow, ValidRow } from './row.ts'

export type RowBlock = Readonly<{
  batch: number
  producer: number
  rows: readonly JudgedRow[]
  bytesDone: number
  /** The last line of the block: where the next start goes on. */
  linesDone: number
}>

type Counts = {
  rows: number
  posted: number
  repeats: number
  conflicts: number
  faults: number
  held: number
  sum: number
}

export const postRows = command({
  topics: ['batches', 'clients'],
  // The batch's seal records what all its blocks did.
  record: null,
  isLong: true,
  run: ({ raw, at }, block: RowBlock) => {
    const counts = new BlockPosting(raw, block, at).post()
    raw
      .prepare(`
        UPDATE batch SET state = 'posting', rows = rows + @rows, posted = posted + @posted, repeats = repeats + @repeats,
          conflicts = conflicts + @conflicts, faults = faults + @faults, held = held + @held, sum = sum + @sum,
          bytes_done = @bytesDone, lines_done = @linesDone
        WHERE id = @batch AND sealed_at IS NULL`)
      .run({ ...counts, batch: block.batch, bytesDone: block.bytesDone, linesDone: block.linesDone })
    return null
  },
})

class BlockPosting {
  readonly #block: RowBlock
  readonly #books: Books
  readonly #consequences: Consequences
  readonly #currency: string
  readonly #clearing: Account
  readonly #statements: Readonly<Record<'identity' | 'claim' | 'note' | 'hold', Statement>>
  /** The batch's sum before this block. */
  readonly #sumBefore: number
  readonly #counts: Counts = { rows: 0, posted: 0, repeats: 0, conflicts: 0, faults: 0, held: 0, sum: 0 }

  constructor(raw: Database, block: RowBlock, at: number) {
    const { currency, zone } = homeOf(raw)
    this.#block = block
    this.#currency = currency
    this.#books = new Books(raw, at)
    const batch = {
      id: block.batch,
      canPost: (amount: number) => this.#sumCanHold(amount),
      posted: (amount: number) => this.#countRelease(amount),
    }
    this.#consequences = new Consequences(raw, { books: this.#books, dayOf: (day) => zone.dayOf(day), batch })
    const clearing = this.#books.clearingOf(block.producer, currency)
    invariant(clearing !== null, 'a batch without its producer', { producer: block.producer })
    this.#clearing = clearing
    this.#statements = statementsOf(raw)
    this.#sumBefore = raw.prepare('SELECT sum FROM batch WHERE id = ?').pluck().get(block.batch) as number
  }

  post(): Counts {
    for (const row of this.#block.rows) {
      this.#counts.rows += 1
      if (row.kind === 'fault') this.#fault(row)
      else this.#postValid(row)
    }
    this.#books.close()
    return this.#counts
  }

  #postValid(row: ValidRow): void {
    const known = this.#statements.identity.get({ producer: this.#block.producer, txId: row.txId }) as Known | undefined
    if (known !== undefined) return this.#again(row, known)
    const found = this.#books.findWallet(row.client, this.#currency)
    if (found === null && row.type === 'Payment')
      return this.#fault({ ...row, kind: 'fault', code: 'CLIENT_UNKNOWN', field: 'ClientId', found: row.client })
    if (!this.#canMove(found?.balance ?? 0, row))
      return this.#fault({
        ...row,
        kind: 'fault',
        code: 'AMOUNT_OVER_LIMIT',
        field: 'Amount',
        found: String(row.amount),
      })
    const wallet = found ?? this.#books.openWallet(row.client, this.#currency)
    this.#claim(row)
    if (wallet.state !== 'active') return this.#hold(row, 'CLIENT_FROZEN')
    if (row.type === 'Payment' && availableOn(wallet) < row.amount) return this.#hold(row, 'INSUFFICIENT_FUNDS')
    this.#move(wallet, row)
    this.#counts.posted += 1
    this.#counts.sum += row.amount
    if (row.type === 'TopUp') this.#consequences.moneyCame(wallet)
    else this.#consequences.moneyWent(wallet)
  }

  #move(wallet: Wallet, { type, amount, line, txId, location, occurredAt, businessDay: day }: ValidRow): void {
    const { batch, producer } = this.#block
    const leg =
      type === 'TopUp'
        ? { debit: this.#clearing, credit: wallet, amount }
        : { debit: wallet, credit: this.#clearing, amount }
    this.#books.postRow(leg, { batch, line, producer, txId, location, kind: type, occurredAt, day })
  }

  /** Same identity: with the same content it is a repeat, counted and ignored; with other content somebody must look. */
  #again(row: ValidRow, known: Known): void {
    const same =
      known.client === row.client &&
      known.type === row.type &&
      known.amount === row.amount &&
      known.location === row.location &&
      known.occurredAt === row.occurredAt
    const outcome = same ? 'repeat' : 'conflict'
    const code = same ? 'TXID_REPEATED' : 'TXID_CONFLICT'
    this.#statements.note.run({
      batch: this.#block.batch,
      line: row.line,
      outcome,
      code,
      field: 'TxId',
      found: row.txId,
      raw: row.raw,
    })
    if (same) this.#counts.repeats += 1
    else this.#counts.conflicts += 1
  }

  #fault({ line, code, field, found, raw }: Omit<FaultRow, 'code'> & Readonly<{ code: string }>): void {
    this.#statements.note.run({ batch: this.#block.batch, line, outcome: 'fault', code, field, found, raw })
    this.#counts.faults += 1
  }

  #hold(row: ValidRow, code: string): void {
    const { line, client, type, amount, txId, location, occurredAt, businessDay, raw } = row
    this.#statements.hold.run({
      batch: this.#block.batch,
      line,
      client,
      type,
      amount,
      txId,
      location,
      occurredAt,
      businessDay,
      code,
      raw,
    })
    this.#counts.held += 1
  }

  /**
   * Neither the wallet nor the producer's clearing nor the batch may come to more than a number holds exactly: the books
   * could not be proven.
   */
  #canMove(balance: number, { type, amount }: ValidRow): boolean {
    const clearing = this.#clearing.balance
    const fits =
      type === 'TopUp'
        ? Number.isSafeInteger(balance + amount) && Number.isSafeInteger(clearing - amount)
        : Number.isSafeInteger(clearing + amount)
    return fits && this.#sumCanHold(amount)
  }

  #sumCanHold(amount: number): boolean {
    return Number.isSafeInteger(this.#sumBefore + this.#counts.sum + amount)
  }

  #claim({ txId, line }: ValidRow): void {
    this.#statements.claim.run({ producer: this.#block.producer, txId, batch: this.#block.batch, line })
  }

  #countRelease(amount: number): void {
    this.#counts.held -= 1
    this.#counts.posted += 1
    this.#counts.sum += amount
  }
}

type Known = Readonly<{ client: string; type: string; amount: number; location: string; occurredAt: number }>

function statementsOf(raw: Database) {
  return {
    // A held row's content is in held_row also after it posted; everything else that claimed an identity is a posting.
    identity: raw.prepare(`
      SELECT coalesce(held.client_id, wallet.client_id) AS client,
        coalesce(held.kind, posting.kind) AS type,
        coalesce(held.amount, posting.amount) AS amount,
        coalesce(held.location, posting.location) AS location,
        coalesce(held.occurred_at, posting.occurred_at) AS occurredAt
      FROM identity
      LEFT JOIN held_row AS held ON held.batch_id = identity.batch_id AND held.line = identity.line
      LEFT JOIN posting ON posting.batch_id = identity.batch_id AND posting.line = identity.line
      LEFT JOIN account AS wallet ON wallet.id = iif(posting.kind = 'TopUp', posting.credit, posting.debit)
      WHERE identity.producer_id = @producer AND identity.tx_id = @txId`),
    claim: raw.prepare(
      'INSERT INTO identity (producer_id, tx_id, batch_id, line) VALUES (@producer, @txId, @batch, @line)',
    ),
    note: raw.prepare(`
      INSERT INTO batch_row (batch_id, line, outcome, code, field, found, raw)
      VALUES (@batch, @line, @outcome, @code, @field, @found, @raw)`),
    hold: raw.prepare(`
      INSERT INTO held_row (batch_id, line, client_id, kind, amount, tx_id, location, occurred_at, business_day, code, raw, state)
      VALUES (@batch, @line, @client, @type, @amount, @txId, @location, @occurredAt, @businessDay, @code, @raw, 'held')`),
  }
}
