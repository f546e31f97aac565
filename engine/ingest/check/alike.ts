/** The batch that came before and is most like this one, whatever its TxIds: only those of the same time can be. */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../../store/compiled.ts'
import { type Sketch, shareIn, unpackSketch } from './sketch.ts'

export type Alike = Readonly<{ batch: number; share: number }>

export function mostAlike(
  raw: Database,
  { producer, batch }: Readonly<{ producer: number; batch: number }>,
  { firstAt, lastAt }: Readonly<{ firstAt: number | null; lastAt: number | null }>,
  sketch: Sketch,
): Alike | null {
  if (firstAt === null || lastAt === null) return null
  let best: Alike | null = null
  const others = sketchesOf(raw).iterate({ producer, batch, firstAt, lastAt }) as IterableIterator<Stored>
  for (const other of others) {
    const share = shareIn(sketch, unpackSketch(other.every, other.contents))
    if (share > (best?.share ?? 0)) best = { batch: other.batch, share }
  }
  return best
}

type Stored = Readonly<{ batch: number; every: number; contents: Buffer }>

const sketchesOf = perConnection((raw) =>
  raw.prepare(`
    SELECT batch.id AS batch, every, contents FROM batch JOIN batch_sketch ON batch_sketch.batch_id = batch.id
    WHERE batch.producer_id = @producer AND batch.last_at >= @firstAt AND batch.first_at <= @lastAt
      AND batch.id <> @batch AND batch.state <> 'rejected'`),
)
