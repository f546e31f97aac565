/**
 * The posting of a batch's row. A batch is posted in pieces, each in one transaction, and within a piece lines grow with
 * the numbers of their postings, but for held rows that were released in between: these know their postings themselves.
 */
import type { Database } from 'better-sqlite3'
import { identityHash } from '../identities/identity-hash.ts'
import { findPlaces } from '../identities/runs.ts'
import { perConnection } from '../store/compiled.ts'

export type BatchLine = Readonly<{ batch: number; line: number }>

/** Null for a row that was not posted, or not yet. */
export function postingOfRow(raw: Database, row: BatchLine): number | null {
  const { held, piece } = statementsOf(raw)
  const waited = held.get(row) as { posting: number | null } | undefined
  if (waited !== undefined) return waited.posting
  const found = piece.get(row) as Piece | undefined
  if (found === undefined) return unpiecedPosting(raw, row)
  return row.line > found.lastLine ? null : searchPiece(raw, row, found)
}

/** The postings of rows with this TxId: at most one of each producer. */
export function postingsOfTxId(raw: Database, txId: string): readonly number[] {
  const { txIdOf } = statementsOf(raw)
  const postings = placesOfTxId(raw, txId).flatMap((place) => postingOfRow(raw, place) ?? [])
  // The hash only finds; the row's own text decides.
  return postings.filter((posting) => txIdOf.get(posting) === txId)
}

/** Where rows with this TxId are, of whatever producer; some of another one may be among them that has the same hash. */
export function placesOfTxId(raw: Database, txId: string): readonly BatchLine[] {
  const { seed, producers } = statementsOf(raw)
  const hash = identityHash((seed.get() as number | undefined) ?? 0, txId)
  return (producers.all() as number[]).flatMap((producer) => findPlaces(raw, producer, hash))
}

/** Of a batch that posted nothing there is none to look for, and looking would mean all postings there are. */
function unpiecedPosting(raw: Database, row: BatchLine): number | null {
  const { posted, unpieced } = statementsOf(raw)
  const some = ((posted.get(row.batch) as number | undefined) ?? 0) > 0
  return some ? ((unpieced.get(row) as number | undefined) ?? null) : null
}

type Piece = Readonly<{ lastLine: number; first: number; last: number }>

function searchPiece(raw: Database, { batch, line }: BatchLine, { first, last }: Piece): number | null {
  const { next } = statementsOf(raw)
  let [low, high] = [first, last]
  while (low <= high) {
    const middle = Math.floor((low + high) / 2)
    // What follows from a row stands between the rows: entries, and rows that were held.
    const found = next.get({ batch, from: middle, last: high }) as { seq: number; line: number } | undefined
    if (found === undefined || found.line > line) high = middle - 1
    else if (found.line < line) low = found.seq + 1
    else return found.seq
  }
  return null
}

const statementsOf = perConnection((raw) => ({
  held: raw.prepare('SELECT posting FROM held_row WHERE batch_id = @batch AND line = @line'),
  piece: raw.prepare(`
    SELECT last_line AS lastLine, first, last FROM batch_piece WHERE batch_id = @batch AND first_line <= @line
    ORDER BY first_line DESC LIMIT 1`),
  posted: raw.prepare('SELECT posted FROM batch WHERE id = ?').pluck(),
  // A row whose piece nobody noted: what posts notes it in the same transaction, so only damage can have lost it.
  unpieced: raw
    .prepare(`
      SELECT seq FROM movement WHERE batch_id = @batch AND line = @line
        AND NOT EXISTS (SELECT 1 FROM batch_piece WHERE batch_id = @batch)`)
    .pluck(),
  next: raw.prepare(`
    SELECT seq, line FROM movement WHERE seq >= @from AND seq <= @last AND batch_id = @batch
      AND NOT EXISTS (SELECT 1 FROM held_row WHERE held_row.batch_id = @batch AND held_row.line = movement.line)
    ORDER BY seq LIMIT 1`),
  seed: raw.prepare('SELECT hash_seed FROM workspace').pluck(),
  producers: raw.prepare('SELECT id FROM producer ORDER BY id').pluck(),
  txIdOf: raw.prepare('SELECT tx_id FROM movement WHERE seq = ?').pluck(),
}))
