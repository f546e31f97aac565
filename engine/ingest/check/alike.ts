/** The batch that came before and is most like this one, whatever its TxIds: only those of the same time can be. */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../../store/compiled.ts'
import { contentIndexOf } from './content-index.ts'
import { type Sketch, shareIn, unpackSketch } from './sketch.ts'

export type Alike = Readonly<{ batch: number; share: number }>

type Of = Readonly<{ producer: number; batch: number }>
type Time = Readonly<{ firstAt: number | null; lastAt: number | null }>
type Stored = Readonly<{ batch: number; every: number; contents: Buffer }>

export function mostAlike(raw: Database, { producer, batch }: Of, { firstAt, lastAt }: Time, sketch: Sketch) {
  if (firstAt === null || lastAt === null) return null
  const index = contentIndexOf(raw)
  index.catchUp()
  const { newer, older } = statementsOf(raw)
  const of = { producer, batch, firstAt, lastAt }
  let best: Alike | null = null
  const look = (other: Stored): void => {
    const share = shareIn(sketch, unpackSketch(other.every, other.contents))
    // The earliest of those that are equally alike, in whatever order they are found.
    if (share > (best?.share ?? 0) || (share === best?.share && other.batch < best.batch))
      best = { batch: other.batch, share }
  }
  for (const candidate of index.batchesWith(sketch.contents)) {
    const other = newer.get({ ...of, candidate }) as Stored | undefined
    if (other !== undefined) look(other)
  }
  if (index.oldest > 0) for (const other of older.all({ ...of, oldest: index.oldest }) as Stored[]) look(other)
  return best as Alike | null
}

const sketches = `
  SELECT batch.id AS batch, every, contents FROM batch JOIN batch_sketch ON batch_sketch.batch_id = batch.id
  WHERE batch.producer_id = @producer AND batch.last_at >= @firstAt AND batch.first_at <= @lastAt
    AND batch.id <> @batch AND batch.state <> 'rejected'`

const statementsOf = perConnection((raw) => ({
  newer: raw.prepare(`${sketches} AND batch.id = @candidate`),
  older: raw.prepare(`${sketches} AND batch_sketch.id < @oldest`),
}))
