/**
 * Posts a block of rows in line order, in one transaction with their identities, balances and the batch's progress. So a
 * crash leaves whole blocks only, and the next start goes on behind the last one.
 */
import type { Database, Statement } from 'better-sqlite3'
import { type Movement, type Wallet, Wallets } from '../ledger/accounts.ts'
import { Poster } from '../ledger/post.ts'
import { minor } from '../money/minor.ts'
import { command } from '../store/command.ts'
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
  run: ({ raw, at }, block: RowBlock) => {
    const { currency } = raw.prepare('SELECT currency FROM workspace').get() as { currency: string }
    const counts = new BlockPosting(raw, block, { at, currency }).post()
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

type HeldRow = Readonly<{
  batch_id: number
  line: number
  amount: number
  tx_id: string
  location: string
  occurred_at: number
  business_day: string
  producer_id: number
}>

class BlockPosting {
  readonly #block: RowBlock
  readonly #wallets: Wallets
  readonly #poster: Poster
  readonly #clearing: number
  readonly #statements: Readonly<
    Record<'identity' | 'claim' | 'note' | 'hold' | 'heldOf' | 'release' | 'moveCount', Statement>
  >
  /** The batch's sum before this block. */
  readonly #sumBefore: number
  readonly #counts: Counts = { rows: 0, posted: 0, repeats: 0, conflicts: 0, faults: 0, held: 0, sum: 0 }

  constructor(raw: Database, block: RowBlock, { at, currency }: Readonly<{ at: number; currency: string }>) {
    this.#block = block
    this.#wallets = new Wallets(raw, { at, currency })
    this.#poster = new Poster(raw, at)
    this.#clearing = this.#wallets.clearingOf(block.producer)
    this.#statements = statementsOf(raw)
    this.#sumBefore = raw.prepare('SELECT sum FROM batch WHERE id = ?').pluck().get(block.batch) as number
  }

  post(): Counts {
    for (const row of this.#block.rows) {
      this.#counts.rows += 1
      if (row.kind === 'fault') this.#fault(row)
      else this.#postValid(row)
    }
    return this.#counts
  }

  #postValid(row: ValidRow): void {
    const known = this.#statements.identity.get({ producer: this.#block.producer, txId: row.txId }) as Known | undefined
    if (known !== undefined) return this.#again(row, known)
    const found = this.#wallets.find(row.client)
    if (found === null && row.type === 'Payment')
      return this.#fault({ ...row, kind: 'fault', code: 'CLIENT_UNKNOWN', field: 'ClientId', found: row.client })
    if (!this.#canHold(found?.balance ?? 0, row))
      return this.#fault({
        ...row,
        kind: 'fault',
        code: 'AMOUNT_OVER_LIMIT',
        field: 'Amount',
        found: String(row.amount),
      })
    const wallet = found ?? this.#wallets.open(row.client)
    this.#claim(row)
    if (wallet.state !== 'active') return this.#hold(row, 'CLIENT_FROZEN')
    if (row.type === 'Payment' && wallet.balance < row.amount) return this.#hold(row, 'INSUFFICIENT_FUNDS')
    this.#poster.post(wallet, this.#clearing, this.#movementOf(row))
    this.#counts.posted += 1
    this.#counts.sum += row.amount
    if (row.type === 'TopUp') this.#tryHeldPayments(wallet)
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

  /** Neither the wallet nor the batch may come to more than a number holds exactly: the books could not be proven. */
  #canHold(balance: number, { type, amount }: ValidRow): boolean {
    return Number.isSafeInteger(type === 'TopUp' ? balance + amount : balance) && this.#sumCanHold(amount)
  }

  #sumCanHold(amount: number): boolean {
    return Number.isSafeInteger(this.#sumBefore + this.#counts.sum + amount)
  }

  #claim({ txId, line }: ValidRow): void {
    this.#statements.claim.run({ producer: this.#block.producer, txId, batch: this.#block.batch, line })
  }

  /** Money arrived: the wallet's held payments are tried before anything else happens, oldest first; each that fits posts. */
  #tryHeldPayments(wallet: Wallet): void {
    for (const held of this.#statements.heldOf.all(wallet.client) as HeldRow[]) {
      if (wallet.balance < held.amount || !this.#sumCanHold(held.amount)) continue
      this.#poster.post(wallet, this.#wallets.clearingOf(held.producer_id), {
        type: 'Payment',
        amount: minor(held.amount),
        batch: held.batch_id,
        line: held.line,
        producer: held.producer_id,
        txId: held.tx_id,
        location: held.location,
        occurredAt: held.occurred_at,
        businessDay: held.business_day,
      })
      this.#statements.release.run(held.batch_id, held.line)
      if (held.batch_id === this.#block.batch) this.#countRelease(held.amount)
      // An earlier batch that is not sealed yet still counts; a sealed one's counts are as of its seal.
      else this.#statements.moveCount.run({ batch: held.batch_id, amount: held.amount })
    }
  }

  #countRelease(amount: number): void {
    this.#counts.held -= 1
    this.#counts.posted += 1
    this.#counts.sum += amount
  }

  #movementOf({ type, amount, line, txId, location, occurredAt, businessDay }: ValidRow): Movement {
    const { batch, producer } = this.#block
    return { type, amount, batch, line, producer, txId, location, occurredAt, businessDay }
  }
}

type Known = Readonly<{ client: string; type: string; amount: number; location: string; occurredAt: number }>

function statementsOf(raw: Database) {
  return {
    // A held row's content is in held_row also after it posted; everything else that claimed an identity is a posting.
    identity: raw.prepare(`
      SELECT coalesce(held.client_id, client.id) AS client,
        coalesce(held.kind, posting.kind) AS type,
        coalesce(held.amount, posting.amount) AS amount,
        coalesce(held.location, posting.location) AS location,
        coalesce(held.occurred_at, posting.occurred_at) AS occurredAt
      FROM identity
      LEFT JOIN held_row AS held ON held.batch_id = identity.batch_id AND held.line = identity.line
      LEFT JOIN posting ON posting.batch_id = identity.batch_id AND posting.line = identity.line
      LEFT JOIN client ON client.wallet = CASE posting.kind WHEN 'TopUp' THEN posting.credit ELSE posting.debit END
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
    // Only what waits for money: rows held for another reason wait for a person, and a held top-up is no payment.
    heldOf: raw.prepare(`
      SELECT held_row.*, batch.producer_id FROM held_row JOIN batch ON batch.id = held_row.batch_id
      JOIN producer ON producer.id = batch.producer_id AND producer.state = 'active'
      WHERE client_id = ? AND held_row.state = 'held' AND held_row.code = 'INSUFFICIENT_FUNDS' ORDER BY batch_id, line`),
    release: raw.prepare(`UPDATE held_row SET state = 'posted' WHERE batch_id = ? AND line = ?`),
    moveCount: raw.prepare(`
      UPDATE batch SET held = held - 1, posted = posted + 1, sum = sum + @amount
      WHERE id = @batch AND sealed_at IS NULL`),
  }
}
