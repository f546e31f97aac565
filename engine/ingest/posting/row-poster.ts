/**
 * Posts judged rows in line order as one command sees them: each is a repeat, a conflict, a fault, held, or posted with
 * everything that follows from it. Balances, identities and sums are written once at the end.
 */
import type { Database } from 'better-sqlite3'
import type { Agreement, RowRule } from '../../contract/agreements.ts'
import type { Place } from '../../identities/entries.ts'
import { placesOfMany } from '../../identities/known.ts'
import { isLetGo } from '../../identities/let-go.ts'
import { addRun } from '../../identities/runs.ts'
import { invariant } from '../../invariant.ts'
import { type Account, availableOn, type Wallet } from '../../ledger/account.ts'
import { accountCacheOf } from '../../ledger/account-cache.ts'
import { Books } from '../../ledger/books.ts'
import { Consequences } from '../../ledger/consequences.ts'
import { perConnection } from '../../store/compiled.ts'
import { homeOf } from '../../workspace/home.ts'
import type { JudgedBlock, RowNote } from '../judge/judged-block.ts'
import { ClaimedRows, type RowContent, sameContent } from './claimed-row.ts'
import { Claims } from './claims.ts'
import type { PieceBlock, PieceRows } from './piece.ts'
import { PieceRoot } from './piece-root.ts'

export type Counts = {
  posted: number
  repeats: number
  conflicts: number
  /** Faults that only posting can find; checking has found the others. */
  faults: number
  held: number
  sum: number
}

export type PosterOf = Readonly<{
  batch: number
  producer: number
  /** The money that the batch has posted so far. */
  sumBefore: number
  clientUnknown: Agreement['effects']['CLIENT_UNKNOWN']
  /** The root over the pieces before this one. */
  rootBefore: Uint8Array
  inBulk: 'referenced' | 'unreferenced'
}>

export type Piece = Readonly<{ counts: Counts; first: number; last: number; root: Buffer }>

/** A row of the block that is being posted, read out of its columns. */
type Row = RowContent & Readonly<{ index: number; line: number; hash: number; day: number; clientNumber: number }>

/** What stands under an identity, and where; without a place it is another row of the same piece. */
type Known = Readonly<{ content: RowContent; place: Place | null }>

// A wallet that opens takes five times as long as one that moves.
const walletsOpenedMax = 16_384
const fault = 1
const hold = 2

export class RowPoster {
  readonly #raw: Database
  readonly #of: PosterOf
  readonly #books: Books
  readonly #consequences: Consequences
  readonly #claimed: ClaimedRows
  readonly #root: PieceRoot
  readonly #currency: string
  readonly #clearing: Account
  readonly #statements: ReturnType<typeof statementsOf>
  readonly #claims: Claims
  /** Rows of this command under hashes that somebody else may have too. */
  readonly #ownSuspects = new Map<number, Row[]>()
  readonly #counts: Counts = { posted: 0, repeats: 0, conflicts: 0, faults: 0, held: 0, sum: 0 }
  readonly #first: number
  /** Where in batches before this one the suspects of the block are. */
  #placesOfSuspects: ReadonlyMap<number, readonly Place[]> = new Map()
  #block: JudgedBlock | null = null
  #bytes: Buffer = Buffer.alloc(0)
  #places: number[] = []
  #clients: Int32Array = new Int32Array()

  constructor(raw: Database, at: number, of: PosterOf, rows: PieceRows) {
    const { currency, zone } = homeOf(raw)
    this.#raw = raw
    this.#of = of
    this.#currency = currency
    this.#root = new PieceRoot(of.rootBefore)
    accountCacheOf(raw).begin(currency)
    this.#books = new Books(raw, at, { inBulk: of.inBulk, seal: this.#root })
    this.#first = this.#books.nextPosting
    const batch = {
      id: of.batch,
      canPost: (amount: number) => this.#sumCanHold(amount),
      posted: (amount: number) => this.#countRelease(amount),
    }
    this.#consequences = new Consequences(raw, { books: this.#books, dayOf: (day) => zone.dayOf(day), batch })
    this.#claimed = new ClaimedRows(raw)
    const clearing = this.#books.clearingOf(of.producer, currency)
    invariant(clearing !== null, 'a batch without its producer', { producer: of.producer })
    this.#clearing = clearing
    this.#statements = statementsOf(raw)
    this.#claims = new Claims(rows)
    this.#books.numberClients({ batch: of.batch, ...rows.clients })
  }

  take({ block, suspects, clients }: PieceBlock): void {
    this.#block = block
    this.#bytes = Buffer.from(block.bytes.buffer, block.bytes.byteOffset, block.bytes.byteLength)
    this.#places = block.placeNames.map((name) => this.#books.placeOf(name))
    this.#clients = clients
    this.#books.meetClients(clientsWithMoney(block, clients), this.#currency)
    const suspected = block.identities.filter((_, row) => suspects[row] === 1)
    this.#placesOfSuspects = placesOfMany(this.#raw, this.#of.producer, suspected)
    const notes = new Map(block.notes.map((note) => [note.row, note]))
    for (let index = 0; index < block.count; index += 1) {
      if (block.outcomes[index] === fault) continue
      const note = block.outcomes[index] === hold ? notes.get(index) : undefined
      this.#takeRow(this.#read(block, index), { isSuspect: suspects[index] === 1, note })
    }
    this.#claims.pass(block.count)
  }

  /** Whether so many wallets opened that writing them is all that whoever waits should wait for. */
  get isFull(): boolean {
    return this.#books.walletsOpened >= walletsOpenedMax
  }

  finish(): Piece {
    this.#books.close()
    const { batch, producer } = this.#of
    addRun(this.#raw, { producer, batch, level: 0 }, this.#claims.entries(batch))
    return { counts: this.#counts, first: this.#first, last: this.#books.nextPosting - 1, root: this.#root.root() }
  }

  #read(block: JudgedBlock, index: number): Row {
    const { lines, identities, types, amounts, occurredAt, days, places, placeNames } = block
    const bytes = this.#bytes
    const clientNumber = this.#clients[index] as number
    return {
      index,
      line: lines[index] as number,
      hash: identities[index] as number,
      txId: bytes.toString('utf8', block.txStarts[index], block.txEnds[index]),
      clientNumber,
      client: this.#books.nameOfClient(clientNumber),
      type: types[index] === 0 ? 'TopUp' : 'Payment',
      amount: amounts[index] as number,
      location: placeNames[places[index] as number] as string,
      occurredAt: occurredAt[index] as number,
      day: days[index] as number,
    }
  }

  #takeRow(row: Row, { isSuspect, note }: Readonly<{ isSuspect: boolean; note: RowNote | undefined }>): void {
    if (isSuspect) {
      const known = this.#knownAs(row)
      if (known !== null) return this.#again(row, known)
    }
    const found = this.#books.walletAt(row.clientNumber, this.#currency)
    const refused = found === null ? this.#refusalOfStranger(row) : null
    if (refused === 'fault') return this.#fault(row, { code: 'CLIENT_UNKNOWN', field: 'ClientId', found: row.client })
    if (!this.#canMove(found?.balance ?? 0, row))
      return this.#fault(row, { code: 'AMOUNT_OVER_LIMIT', field: 'Amount', found: String(row.amount) })
    this.#claim(row, isSuspect)
    if (note !== undefined) return this.#hold(row, note.code)
    if (refused === 'hold') return this.#hold(row, 'CLIENT_UNKNOWN')
    const wallet = found ?? this.#books.openWalletAt(row.clientNumber, this.#currency)
    if (wallet.state !== 'active') return this.#hold(row, 'CLIENT_FROZEN')
    if (row.type === 'Payment' && availableOn(wallet) < row.amount) {
      this.#books.wait(wallet)
      return this.#hold(row, 'INSUFFICIENT_FUNDS')
    }
    this.#post(wallet, row)
  }

  #post(wallet: Wallet, row: Row): void {
    const { line, type, amount, txId, occurredAt, day } = row
    const place = this.#places[this.#block?.places[row.index] as number] as number
    const leg =
      type === 'TopUp'
        ? { debit: this.#clearing, credit: wallet, amount }
        : { debit: wallet, credit: this.#clearing, amount }
    const { batch, producer } = this.#of
    this.#books.postRow(leg, { batch, producer, line, txId, place, kind: type, occurredAt, day })
    this.#counts.posted += 1
    this.#counts.sum += amount
    if (type === 'TopUp') this.#consequences.moneyCame(wallet)
    else this.#consequences.moneyWent(wallet)
  }

  /** What a client whom nobody knows may not do; null when their wallet opens. */
  #refusalOfStranger({ type }: Row): 'fault' | 'hold' | null {
    if (type === 'Payment') return 'fault'
    return this.#of.clientUnknown === 'open' ? null : this.#of.clientUnknown
  }

  /** The row that has claimed this identity already, here or in a batch before. A hash only finds; the text decides. */
  #knownAs(row: Row): Known | null {
    const own = this.#ownSuspects.get(row.hash)?.find((each) => each.txId === row.txId)
    if (own !== undefined) return { content: own, place: null }
    for (const place of this.#placesOfSuspects.get(row.hash) ?? []) {
      const content = this.#claimed.contentOf(place, row.txId)
      if (content === null) invariant(isLetGo(this.#raw, place), 'an identity without its row', place)
      else if (content.txId === row.txId) return { content, place }
    }
    return null
  }

  /** Same identity: with the same content it is a repeat, counted and ignored; with other content somebody must look. */
  #again(row: Row, { content, place }: Known): void {
    const same = sameContent(row, content) || (place !== null && this.#claimed.saidBefore(place, row))
    const outcome = same ? 'repeat' : 'conflict'
    this.#note(row, { outcome, code: same ? 'TXID_REPEATED' : 'TXID_CONFLICT', field: 'TxId', found: row.txId })
    if (same) this.#counts.repeats += 1
    else this.#counts.conflicts += 1
  }

  #fault(row: Row, of: Readonly<{ code: RowRule; field: string; found: string }>): void {
    this.#note(row, { outcome: 'fault', ...of })
    this.#counts.faults += 1
  }

  #note(row: Row, of: Readonly<{ outcome: string; code: string; field: string; found: string }>): void {
    const { line, client, amount } = row
    this.#statements.note.run({ batch: this.#of.batch, line, ...of, raw: this.#rawOf(row), client, amount })
  }

  #hold(row: Row, code: RowRule): void {
    const { line, client, type, amount, txId, location, occurredAt, day } = row
    const of = { batch: this.#of.batch, line, client, type, amount, txId, location, occurredAt, day }
    this.#statements.hold.run({ ...of, code, raw: this.#rawOf(row) })
    this.#counts.held += 1
  }

  #claim(row: Row, isSuspect: boolean): void {
    this.#claims.add(row.index)
    if (!isSuspect) return
    const others = this.#ownSuspects.get(row.hash)
    if (others === undefined) this.#ownSuspects.set(row.hash, [row])
    else others.push(row)
  }

  #rawOf({ index }: Row): string {
    const block = this.#block
    invariant(block !== null, 'no block is being posted')
    return this.#bytes.toString('utf8', block.rawStarts[index], block.rawEnds[index])
  }

  /**
   * Neither the wallet nor the producer's clearing nor the batch may come to more than a number holds exactly: the books
   * could not be proven.
   */
  #canMove(balance: number, { type, amount }: Row): boolean {
    const clearing = this.#clearing.balance
    const fits =
      type === 'TopUp'
        ? Number.isSafeInteger(balance + amount) && Number.isSafeInteger(clearing - amount)
        : Number.isSafeInteger(clearing + amount)
    return fits && this.#sumCanHold(amount)
  }

  #sumCanHold(amount: number): boolean {
    return Number.isSafeInteger(this.#of.sumBefore + this.#counts.sum + amount)
  }

  #countRelease(amount: number): void {
    this.#counts.held -= 1
    this.#counts.posted += 1
    this.#counts.sum += amount
  }
}

/** Those whose wallet may open: by a top-up. */
const clientsWithMoney = ({ count, outcomes, types }: JudgedBlock, clients: Int32Array): readonly number[] => {
  const numbers: number[] = []
  for (let row = 0; row < count; row += 1)
    if (outcomes[row] !== fault && types[row] === 0) numbers.push(clients[row] as number)
  return numbers
}

const statementsOf = perConnection((raw) => ({
  note: raw.prepare(`
    INSERT INTO batch_row (batch_id, line, outcome, code, field, found, raw, client_id, amount)
    VALUES (@batch, @line, @outcome, @code, @field, @found, @raw, @client, @amount)`),
  hold: raw.prepare(`
    INSERT INTO held_row (batch_id, line, client_id, kind, amount, tx_id, location, occurred_at, business_day, code, raw,
      state)
    VALUES (@batch, @line, @client, @type, @amount, @txId, @location, @occurredAt, date(@day * 86400, 'unixepoch'),
      @code, @raw, 'held')`),
}))
