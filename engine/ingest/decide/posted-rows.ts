/** The postings of a batch's rows: those of its pieces, and those of held rows that went through later. */
import type { Database } from 'better-sqlite3'
import { usedOf } from '../../operations/past-transaction.ts'
import { perConnection } from '../../store/compiled.ts'
import type { RowPosting } from './undo-rows.ts'

/** A batch's rows backwards, from below a posting. A row is there once, also when it was held and posted within a piece. */
export function postedBelow(
  raw: Database,
  batch: number,
  { below, limit }: Readonly<{ below: number; limit: number }>,
): readonly RowPosting[] {
  const { pieces, rows, held } = statementsOf(raw)
  const found: RowPosting[] = []
  for (const piece of pieces.iterate({ batch, below }) as IterableIterator<Piece>) {
    const from = { ...piece, batch, below, limit: limit - found.length }
    found.push(...(rows.all(from) as RowPosting[]))
    if (found.length >= limit) break
  }
  found.push(...(held.all({ batch, below, limit }) as RowPosting[]))
  return found.toSorted((a, b) => b.seq - a.seq).slice(0, limit)
}

/** What is posted of a batch, and how much of it nobody has undone yet. */
export type Standings = Readonly<{ rows: number; topUps: number; payments: number }>

export function sumPosted(raw: Database, batch: number): Standings {
  const { pieceSums, heldSums, undone } = statementsOf(raw)
  const sums = [...(pieceSums.all({ batch }) as KindSum[]), ...(heldSums.all({ batch }) as KindSum[])]
  const of = (kind: KindSum['kind']): number =>
    sums.filter((each) => each.kind === kind).reduce((sum, each) => sum + each.amount, 0)
  let [topUps, payments] = [of('TopUp'), of('Payment')]
  for (const { id, kind } of undone.all({ batch }) as { id: number; kind: KindSum['kind'] }[]) {
    const used = usedOf(raw, id)
    if (kind === 'TopUp') topUps -= used
    else payments -= used
  }
  return { rows: sums.reduce((sum, each) => sum + each.rows, 0), topUps, payments }
}

type Piece = Readonly<{ first: number; last: number }>
type KindSum = Readonly<{ kind: 'TopUp' | 'Payment'; rows: number; amount: number }>

const row = `
  SELECT movement.seq, movement.kind, iif(movement.kind = 'TopUp', movement.credit, movement.debit) AS wallet
  FROM movement`
// Rows that were held know their postings themselves, wherever these stand.
const neverHeld = `NOT EXISTS (SELECT 1 FROM held_row WHERE held_row.batch_id = @batch AND held_row.line = movement.line)`
const inPieces = `
  FROM batch_piece AS piece CROSS JOIN movement ON movement.seq BETWEEN piece.first AND piece.last
    AND movement.batch_id = @batch AND ${neverHeld}
  WHERE piece.batch_id = @batch`
const ofHeld = `
  FROM held_row JOIN movement ON movement.seq = held_row.posting
  WHERE held_row.batch_id = @batch AND held_row.state = 'posted'`

const statementsOf = perConnection((raw) => ({
  pieces: raw.prepare(`
    SELECT first, last FROM batch_piece WHERE batch_id = @batch AND first < @below ORDER BY first_line DESC`),
  rows: raw.prepare(`
    ${row} WHERE movement.seq BETWEEN @first AND @last AND movement.seq < @below AND movement.batch_id = @batch
      AND ${neverHeld}
    ORDER BY movement.seq DESC LIMIT @limit`),
  held: raw.prepare(`
    ${row} JOIN held_row ON held_row.posting = movement.seq
    WHERE held_row.batch_id = @batch AND held_row.state = 'posted' AND held_row.posting < @below
    ORDER BY movement.seq DESC LIMIT @limit`),
  pieceSums: raw.prepare(`
    SELECT movement.kind, count(*) AS rows, sum(movement.amount) AS amount ${inPieces} GROUP BY movement.kind`),
  heldSums: raw.prepare(`
    SELECT movement.kind, count(*) AS rows, sum(movement.amount) AS amount ${ofHeld} GROUP BY movement.kind`),
  undone: raw.prepare(`
    SELECT movement.seq AS id, movement.kind FROM movement
    WHERE movement.seq IN (
        SELECT entry.related FROM batch_piece AS piece
        CROSS JOIN entry ON entry.related BETWEEN piece.first AND piece.last WHERE piece.batch_id = @batch
        UNION
        SELECT entry.related FROM held_row CROSS JOIN entry ON entry.related = held_row.posting
        WHERE held_row.batch_id = @batch AND held_row.state = 'posted')
      AND movement.batch_id = @batch`),
}))
