/** Places by their numbers: a posting keeps a number, because the same few names stand in millions of rows. */
import type { Database } from 'better-sqlite3'
import { rememberedPerConnection } from '../store/remembered.ts'

// A producer that lists no places may name a new one in every row; what is remembered stays small all the same.
const rememberedMax = 50_000

export class Places {
  readonly #find
  readonly #add
  readonly #known = new Map<string, number>()

  constructor(raw: Database) {
    this.#find = raw.prepare('SELECT id FROM place WHERE name = ?').pluck()
    this.#add = raw.prepare('INSERT INTO place (name) VALUES (?)')
  }

  idOf(name: string): number {
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const id = (this.#find.get(name) as number | undefined) ?? Number(this.#add.run(name).lastInsertRowid)
    if (this.#known.size >= rememberedMax) this.#known.clear()
    this.#known.set(name, id)
    return id
  }

  forget(): void {
    this.#known.clear()
  }
}

export const placesOf = rememberedPerConnection((raw) => new Places(raw))
