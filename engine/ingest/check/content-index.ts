/**
 * Which batches have a content, for the newest sketches, in memory: a producer that sends small files all day has hundreds
 * of the same time, and reading the sketch of each for every file would take longer than posting it. It finds; how much two
 * batches share, their sketches say.
 */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../../store/compiled.ts'
import { rememberedPerConnection } from '../../store/remembered.ts'
import { unpackSketch } from './sketch.ts'

// Some 12 MB when it is full. Older sketches are read from the store; only those of the same time are asked for.
const contentsMax = 2 ** 19
const startingPlaces = 2 ** 12
const nothing = 0

type Stored = Readonly<{ id: number; batch: number; every: number; contents: Buffer }>

export class ContentIndex {
  readonly #statements: ReturnType<typeof statementsOf>
  #contents = new Float64Array(startingPlaces)
  #batches = new Int32Array(startingPlaces)
  #count = 0
  /** Sketches before this one are not in memory; 0 when all are. */
  oldest = 0
  #newest = 0

  constructor(raw: Database) {
    this.#statements = statementsOf(raw)
  }

  /** Takes in what was written since. */
  catchUp(): void {
    if (this.#newest === 0) return this.#beginAnew()
    for (const sketch of this.#statements.behind.iterate(this.#newest) as IterableIterator<Stored>) this.#take(sketch)
    if (this.#count > contentsMax) this.#beginAnew()
  }

  /** Batches that have any of these contents; some may have other contents by now. */
  batchesWith(contents: Float64Array): ReadonlySet<number> {
    const found = new Set<number>()
    const mask = this.#batches.length - 1
    for (const content of contents) {
      for (let place = placeOf(content, mask); this.#batches[place] !== nothing; place = (place + 1) & mask)
        if (this.#contents[place] === content) found.add(this.#batches[place] as number)
    }
    return found
  }

  /** After a rollback what was read may never have been. */
  forget(): void {
    this.#clear()
  }

  /** From the newest backwards, half as much as there is room for. */
  #beginAnew(): void {
    this.#clear()
    for (const sketch of this.#statements.backwards.iterate() as IterableIterator<Stored>) {
      if (this.#count > 0 && this.#count + sketch.contents.length / 8 > contentsMax / 2) {
        this.oldest = sketch.id + 1
        break
      }
      this.#take(sketch)
    }
  }

  #clear(): void {
    this.#contents = new Float64Array(startingPlaces)
    this.#batches = new Int32Array(startingPlaces)
    this.#count = 0
    this.oldest = 0
    this.#newest = 0
  }

  #take({ id, batch, every, contents }: Stored): void {
    for (const content of unpackSketch(every, contents).contents) this.#add(content, batch)
    this.#newest = Math.max(this.#newest, id)
  }

  #add(content: number, batch: number): void {
    if (this.#count * 2 >= this.#batches.length) this.#widen()
    const mask = this.#batches.length - 1
    let place = placeOf(content, mask)
    while (this.#batches[place] !== nothing) place = (place + 1) & mask
    this.#contents[place] = content
    this.#batches[place] = batch
    this.#count += 1
  }

  #widen(): void {
    const [contents, batches] = [this.#contents, this.#batches]
    this.#contents = new Float64Array(contents.length * 2)
    this.#batches = new Int32Array(batches.length * 2)
    this.#count = 0
    for (const [place, batch] of batches.entries()) if (batch !== nothing) this.#add(contents[place] as number, batch)
  }
}

/** Contents are hashes already, of which sketches of large batches have only those that a power of two divides. */
const placeOf = (content: number, mask: number): number => Math.imul(content % 4_294_967_291, 0x9e3779b1) & mask

export const contentIndexOf = rememberedPerConnection((raw) => new ContentIndex(raw))

const statementsOf = perConnection((raw) => ({
  behind: raw.prepare('SELECT id, batch_id AS batch, every, contents FROM batch_sketch WHERE id > ? ORDER BY id'),
  backwards: raw.prepare('SELECT id, batch_id AS batch, every, contents FROM batch_sketch ORDER BY id DESC'),
}))
