/** The batch that came before and is most like this one, whatever its TxIds: only those of the same time can be. */
import type { Database } from 'better-sqlite3'
import { LetGoRows, letGoRowsOf } from '../../identities/let-go.ts'
import { perConnection } from '../../store/compiled.ts'
import { ContentHash } from '../judge/content-hash.ts'
import { contentIndexOf } from './content-index.ts'
import { type Sketch, shareIn, sketchWithout, unpackSketch } from './sketch.ts'

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
  const letGo = new LetGoRows(raw, producer)
  let best: Alike | null = null
  const look = (other: Stored): void => {
    const whole = unpackSketch(other.every, other.contents)
    const share = shareIn(sketch, letGo.isOfSome(other.batch) ? withoutLetGo(raw, other.batch, whole) : whole)
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

/** Rows that nobody posted are not doubled when they come again. */
function withoutLetGo(raw: Database, batch: number, sketch: Sketch): Sketch {
  const hash = new ContentHash(statementsOf(raw).seed.get() as number)
  const contents = letGoRowsOf(raw, batch).map((row) => hash.of(row))
  return sketchWithout(sketch, contents)
}

const sketches = `
  SELECT batch.id AS batch, every, contents FROM batch JOIN batch_sketch ON batch_sketch.batch_id = batch.id
  WHERE batch.producer_id = @producer AND batch.last_at >= @firstAt AND batch.first_at <= @lastAt
    AND batch.id <> @batch AND batch.state <> 'rejected'`

const statementsOf = perConnection((raw) => ({
  seed: raw.prepare('SELECT hash_seed FROM workspace').pluck(),
  newer: raw.prepare(`${sketches} AND batch.id = @candidate`),
  older: raw.prepare(`${sketches} AND batch_sketch.id < @oldest`),
}))
