/**
 * Every posting of a batch lies in one of its pieces or was released from a held row, and the root of each piece is that
 * of its postings. A root is over everything that the piece's command posted: held payments of other batches and top-ups
 * that followed from its rows are in it too.
 */
import type { Database } from 'better-sqlite3'
import { PieceRoot } from '../../ingest/posting/piece-root.ts'
import type { Findings } from '../../ledger/check/findings.ts'
import type { PostingValues } from '../../ledger/posting-writer.ts'
import { column } from './posting-columns.ts'

type Piece = Readonly<{ batch: number; firstLine: number; lastLine: number; first: number; last: number }>
type Stored = Readonly<{ root: Buffer; lastLine: number }>
/** `root`: null of a piece that an older version posted, which has no root of its own. */
type OpenPiece = Piece & Readonly<{ sealed: Buffer; root: PieceRoot | null }>

export const noRoot = Buffer.alloc(32)

export class Pieces {
  readonly #findings: Findings
  readonly #pieces: IterableIterator<Piece>
  readonly #statements: ReturnType<typeof statementsOf>
  /** What an older version posted ends here. */
  readonly #oldUntil: number
  #upcoming: Piece | null
  #open: OpenPiece | null = null

  constructor(raw: Database, findings: Findings) {
    this.#findings = findings
    this.#statements = statementsOf(raw)
    this.#oldUntil = this.#endOfOld()
    this.#pieces = this.#statements.pieces.iterate() as IterableIterator<Piece>
    this.#upcoming = this.#next()
  }

  take(values: PostingValues): void {
    this.#goOnTo(values[column.seq] as number)
    this.#open?.root?.add(values, 0)
    this.#requirePlace(values)
  }

  /** Whether it may be from before pieces had roots, and the charts their sums. */
  isOld(values: PostingValues): boolean {
    return (values[column.seq] as number) <= this.#oldUntil
  }

  close(): void {
    this.#goOnTo(Number.POSITIVE_INFINITY)
  }

  end(): void {
    this.#pieces.return?.()
  }

  /**
   * Before the first piece with a root. Held payments that were released between the last piece without one and that are
   * of either time, and nothing tells of which.
   */
  #endOfOld(): number {
    const { hasOld, firstWithRoot } = this.#statements
    if (hasOld.get(noRoot) === undefined) return Number.NEGATIVE_INFINITY
    const first = firstWithRoot.get(noRoot) as number | null
    return first === null ? Number.POSITIVE_INFINITY : first - 1
  }

  #goOnTo(seq: number): void {
    for (;;) {
      if (this.#open !== null && seq > this.#open.last) {
        this.#proveRoot(this.#open)
        this.#open = null
      }
      const upcoming = this.#upcoming
      if (upcoming === null || upcoming.first > seq) return
      if (this.#open !== null) this.#tellOverlap(upcoming, nameOf(this.#open))
      this.#open = this.#opened(upcoming)
      this.#upcoming = this.#next()
    }
  }

  #opened(piece: Piece): OpenPiece {
    const { batch, firstLine } = piece
    const before = this.#statements.before.get(batch, firstLine) as Stored | undefined
    if (before !== undefined && before.lastLine >= firstLine) this.#tellOverlap(piece, `lines up to ${before.lastLine}`)
    const { sealed, isJudged } = this.#statements.sealed.get(batch, firstLine) as { sealed: Buffer; isJudged: number }
    // Older versions kept no agreement with a batch: of one that has its agreement every piece has a root.
    const isOld = sealed.equals(noRoot) && isJudged === 0
    return { ...piece, sealed, root: isOld ? null : new PieceRoot(before?.root ?? noRoot) }
  }

  #proveRoot({ root, sealed, ...piece }: OpenPiece): void {
    const found = root?.root()
    if (found === undefined || found.equals(sealed)) return
    this.#findings.add('piece_root_differs', nameOf(piece), {
      expected: sealed.toString('hex'),
      found: found.toString('hex'),
    })
  }

  #requirePlace(values: PostingValues): void {
    const batch = values[column.batch] as number | null
    if (batch === null) return
    const line = (values[column.line] ?? 0) as number
    const seq = values[column.seq] as number
    const open = this.#open
    if (open !== null && open.batch === batch && line >= open.firstLine && line <= open.lastLine) return
    if (this.#statements.released.get(batch, line, seq) !== undefined) return
    const found = open === null ? 'none' : nameOf(open)
    this.#findings.add('posting_outside_pieces', `posting:${seq}`, { expected: `batch:${batch} line:${line}`, found })
  }

  #tellOverlap(piece: Piece, found: string): void {
    this.#findings.add('pieces_overlap', nameOf(piece), { expected: 'a piece of its own', found })
  }

  #next(): Piece | null {
    const { value, done } = this.#pieces.next()
    return done === true ? null : value
  }
}

const nameOf = ({ batch, firstLine, lastLine }: Piece): string => `batch:${batch} lines:${firstLine}-${lastLine}`

const statementsOf = (raw: Database) => ({
  pieces: raw.prepare(`
    SELECT batch_id AS batch, first_line AS firstLine, last_line AS lastLine, first, last FROM batch_piece
    ORDER BY first, last`),
  sealed: raw.prepare(`
    SELECT piece.root AS sealed, batch.agreement_version IS NOT NULL AS isJudged
    FROM batch_piece AS piece LEFT JOIN batch ON batch.id = piece.batch_id
    WHERE piece.batch_id = ? AND piece.first_line = ?`),
  before: raw.prepare(`
    SELECT root, last_line AS lastLine FROM batch_piece WHERE batch_id = ? AND first_line < ?
    ORDER BY first_line DESC LIMIT 1`),
  released: raw.prepare('SELECT 1 FROM held_row WHERE batch_id = ? AND line = ? AND posting = ?').pluck(),
  hasOld: raw
    .prepare(`
      SELECT 1 FROM batch_piece AS piece JOIN batch ON batch.id = piece.batch_id
      WHERE piece.root = ? AND batch.agreement_version IS NULL LIMIT 1`)
    .pluck(),
  firstWithRoot: raw.prepare('SELECT min(first) FROM batch_piece WHERE root <> ?').pluck(),
})
