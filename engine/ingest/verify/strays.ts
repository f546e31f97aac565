/**
 * Postings that say that they are of a batch, and lie neither in one of its pieces nor are those of a row of it that was
 * held: no line of its file leads to them. Nothing finds the postings of a batch but reading all of them, so it is done for
 * all batches at once where all are compared, and always a stretch at a time.
 */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../../store/compiled.ts'

export type Stray = Readonly<{ batch: number; line: number; posting: number }>

const numbersAtOnce = 200_000

type Stretch = Readonly<{ to: number; own: number | null }>

export class StraySearch {
  readonly #raw: Database
  readonly #only: number | null
  readonly #pieces: Pieces
  readonly #last: number
  #piece = 0
  #from: number | null

  /** Of one batch, or of all of them. */
  constructor(raw: Database, only: number | null) {
    this.#raw = raw
    this.#only = only
    this.#pieces = piecesOf(raw, only)
    const { lowest, highest } = statementsOf(raw)
    this.#from = lowest.get(Number.MIN_SAFE_INTEGER) as number | null
    this.#last = (highest.get() as number | null) ?? 0
  }

  /** Those of the next stretch; null when everything was looked at. */
  next(): readonly Stray[] | null {
    const from = this.#from
    if (from === null || from > this.#last) return null
    const { to, own } = this.#stretchFrom(from)
    const { strays, lowest } = statementsOf(this.#raw)
    // A batch's own pieces are compared with its file, posting by posting.
    const isPassed = own !== null && own === this.#only
    const found = isPassed ? [] : (strays.all({ from, to, own, only: this.#only }) as Stray[])
    this.#from = lowest.get(to) as number | null
    return found
  }

  /** Up to the end of a piece, or of what lies between two of them. */
  #stretchFrom(from: number): Stretch {
    const { firsts, lasts, batches } = this.#pieces
    while (this.#piece < firsts.length && (lasts[this.#piece] as number) < from) this.#piece += 1
    const first = firsts[this.#piece] ?? Number.POSITIVE_INFINITY
    const furthest = Math.min(from + numbersAtOnce - 1, this.#last)
    if (first > from) return { to: Math.min(furthest, first - 1), own: null }
    return { to: Math.min(furthest, lasts[this.#piece] as number), own: batches[this.#piece] as number }
  }
}

/** In the order of their postings. */
type Pieces = Readonly<{ firsts: Float64Array; lasts: Float64Array; batches: Float64Array }>

function piecesOf(raw: Database, only: number | null): Pieces {
  const { pieces, piecesCount } = statementsOf(raw)
  const count = piecesCount.get({ only }) as number
  const found = {
    firsts: new Float64Array(count),
    lasts: new Float64Array(count),
    batches: new Float64Array(count),
  }
  let at = 0
  for (const [first, last, batch] of pieces.iterate({ only }) as IterableIterator<[number, number, number]>) {
    found.firsts[at] = first
    found.lasts[at] = last
    found.batches[at] = batch
    at += 1
  }
  return found
}

const ofThese = '(@only IS NULL OR batch_id = @only)'

const statementsOf = perConnection((raw) => ({
  pieces: raw
    .prepare(`SELECT first, last, batch_id FROM batch_piece WHERE ${ofThese} AND last >= first ORDER BY first`)
    .raw(),
  piecesCount: raw.prepare(`SELECT count(*) FROM batch_piece WHERE ${ofThese} AND last >= first`).pluck(),
  // Asked from the last number that was looked at, so that a gap of any size is one step.
  lowest: raw.prepare('SELECT min(seq) FROM movement WHERE seq > ?').pluck(),
  highest: raw.prepare('SELECT max(seq) FROM movement').pluck(),
  strays: raw.prepare(`
    SELECT batch_id AS batch, line, seq AS posting FROM movement
    WHERE seq BETWEEN @from AND @to AND batch_id IS NOT NULL AND batch_id IS NOT @own AND ${ofThese}
      AND NOT EXISTS (SELECT 1 FROM held_row AS held
        WHERE held.batch_id = movement.batch_id AND held.line = movement.line AND held.posting = movement.seq)
    ORDER BY seq LIMIT 10000`),
}))
