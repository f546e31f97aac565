/**
 * The postings of a batch's pieces in line order, a few at a time, and on the way the root of each piece. What else lies
 * between them follows from rows: it belongs to the root and to no row of the file. Postings of rows that were held are
 * passed over: these know them themselves.
 */
import type { Database } from 'better-sqlite3'
import type { PostingValues } from '../../ledger/posting-writer.ts'
import { perConnection } from '../../store/compiled.ts'
import { PieceRoot } from '../posting/piece-root.ts'
import type { RowPosting } from './compare-row.ts'
import type { Differences } from './differences.ts'

const rowsAtOnce = 2_048
const noRoot = Buffer.alloc(32)

type Piece = Readonly<{ firstLine: number; lastLine: number; first: number; last: number; root: Buffer }>
type Of = Readonly<{
  batch: number
  clearing: number
  /** The batch's own root, in which the chain of its pieces ends. */
  root: Buffer | null
  /** Older versions kept no agreement with a batch, and no root with a piece. */
  isOld: boolean
  differences: Differences
}>

export class PiecePostings {
  readonly #raw: Database
  readonly #of: Of
  #piece: Piece | null = null
  /** The line that the last piece begins with. */
  #pieceAfter = 0
  #root: PieceRoot | null = null
  #before: Buffer = noRoot
  #next = 0
  #lastLine = 0
  #ready: RowPosting[] = []
  #taken = 0
  #ended = false

  constructor(raw: Database, of: Of) {
    this.#raw = raw
    this.#of = of
  }

  /** Postings up to this line that nobody has taken yet. A line that comes behind a later one is told, and left out. */
  *upTo(line: number): Generator<RowPosting> {
    for (let posting = this.#peek(); posting !== null && posting.line <= line; posting = this.#peek()) {
      this.#taken += 1
      if (posting.line > this.#lastLine) yield posting
      else this.#of.differences.add({ line: posting.line, what: 'posting_unexpected', found: 'posted' })
      this.#lastLine = Math.max(this.#lastLine, posting.line)
    }
  }

  #peek(): RowPosting | null {
    while (this.#taken === this.#ready.length && !this.#ended) this.#read()
    return this.#ready[this.#taken] ?? null
  }

  #read(): void {
    this.#ready = []
    this.#taken = 0
    if (this.#piece === null) this.#open()
    const { batch, clearing } = this.#of
    const piece = this.#piece
    if (piece === null) return
    const rows = statementsOf(this.#raw).rows.all(this.#next, piece.last, rowsAtOnce) as PostingRow[]
    for (const row of rows) {
      this.#root?.add(row as PostingValues, said)
      if (row[columns.batch] === batch && row[columns.isOfHeld] !== 1) this.#ready.push(postingOf(row, clearing))
    }
    this.#next = ((rows.at(-1)?.[columns.seq] as number | undefined) ?? piece.last) + 1
    if (rows.length < rowsAtOnce) this.#close(piece)
  }

  #open(): void {
    const { batch, isOld } = this.#of
    const piece = statementsOf(this.#raw).piece.get(batch, this.#pieceAfter) as Piece | undefined
    if (piece === undefined) {
      this.#ended = true
      this.#proveEnd()
      return
    }
    this.#piece = piece
    this.#pieceAfter = piece.firstLine
    this.#next = piece.first
    this.#root = isOld && piece.root.equals(noRoot) ? null : new PieceRoot(this.#before)
  }

  #close({ firstLine, lastLine, root }: Piece): void {
    const found = this.#root?.root() ?? root
    if (!found.equals(root)) this.#tellRoot(`lines ${firstLine}-${lastLine}`, root, found)
    this.#before = root
    this.#piece = null
  }

  /** The last piece's root is the batch's. */
  #proveEnd(): void {
    const { root } = this.#of
    const isOfPieces = this.#pieceAfter > 0 && !this.#before.equals(noRoot)
    if (isOfPieces && (root === null || !root.equals(this.#before))) this.#tellRoot('batch', this.#before, root)
  }

  #tellRoot(field: string, expected: Buffer, found: Buffer | null): void {
    const hex = found?.toString('hex') ?? null
    this.#of.differences.add({
      line: null,
      what: 'root_differs',
      field,
      expected: expected.toString('hex'),
      found: hex,
    })
  }
}

/** What is said of a posting's accounts and place, and behind it the row of the table as it stands. */
export type PostingRow = readonly (string | number | null)[]

const said = 5
const columns = {
  client: 0,
  walletKind: 1,
  other: 2,
  location: 3,
  isOfHeld: 4,
  seq: said,
  currency: said + 4,
  amount: said + 5,
  kind: said + 6,
  batch: said + 7,
  line: said + 8,
  txId: said + 9,
  occurredAt: said + 11,
  day: said + 13,
} as const

/** All columns of the table in their order, because a root is over all of them. */
export const postingColumns = `
  SELECT wallet.client_id, wallet.kind, iif(movement.kind = 'TopUp', movement.debit, movement.credit), place.name,
    (SELECT held_row.posting = movement.seq FROM held_row
      WHERE held_row.batch_id = movement.batch_id AND held_row.line = movement.line),
    movement.*
  FROM movement
  LEFT JOIN account AS wallet ON wallet.id = iif(movement.kind = 'TopUp', movement.credit, movement.debit)
  LEFT JOIN place ON place.id = movement.place`

export function postingOf(row: PostingRow, clearing: number): RowPosting {
  return {
    line: row[columns.line] as number,
    txId: row[columns.txId] as string,
    client: (row[columns.client] ?? '') as string,
    type: row[columns.kind] as RowPosting['type'],
    amount: row[columns.amount] as number,
    location: (row[columns.location] ?? '') as string,
    occurredAt: row[columns.occurredAt] as number,
    day: row[columns.day] as number,
    currency: row[columns.currency] as string,
    isBetween: row[columns.walletKind] === 'wallet' && row[columns.other] === clearing,
  }
}

const statementsOf = perConnection((raw) => ({
  piece: raw.prepare(`
    SELECT first_line AS firstLine, last_line AS lastLine, first, last, root FROM batch_piece
    WHERE batch_id = ? AND first_line > ? ORDER BY first_line LIMIT 1`),
  rows: raw
    .prepare(`${postingColumns} WHERE movement.seq >= ? AND movement.seq <= ? ORDER BY movement.seq LIMIT ?`)
    .raw(),
}))
