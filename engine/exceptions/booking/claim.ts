/** The identity of a row that a person corrected: nobody else of this producer has it, and it is the row's from now on. */
import type { Database } from 'better-sqlite3'
import { sortedEntries } from '../../identities/entries.ts'
import { identityHash } from '../../identities/identity-hash.ts'
import { placesOfMany } from '../../identities/known.ts'
import { addRun, findPlaces } from '../../identities/runs.ts'
import { ClaimedRows } from '../../ingest/posting/claimed-row.ts'
import { perConnection } from '../../store/compiled.ts'

export type Place = Readonly<{ batch: number; line: number }>
type Of = Readonly<{ batch: number; producer: number }>

/** The other row that has this TxId; null when there is none. */
export function otherWith(raw: Database, { batch, producer }: Of, line: number, txId: string): Place | null {
  const claimed = new ClaimedRows(raw)
  const hash = identityHash(seedOf(raw), txId)
  const others = findPlaces(raw, producer, hash).filter((place) => place.batch !== batch || place.line !== line)
  // The hash only finds; the row's own text decides.
  return others.find((place) => claimed.contentOf(place, txId)?.txId === txId) ?? null
}

/** The first of several rows whose TxId another row has; null when none of them. */
export function otherWithAny(
  raw: Database,
  { batch, producer }: Of,
  rows: readonly Readonly<{ line: number; txId: string }>[],
): Readonly<{ line: number; txId: string; other: Place }> | null {
  const claimed = new ClaimedRows(raw)
  const seed = seedOf(raw)
  const hashes = rows.map(({ txId }) => identityHash(seed, txId))
  const places = placesOfMany(raw, producer, Float64Array.from(hashes))
  for (const [index, { line, txId }] of rows.entries()) {
    const others = (places.get(hashes[index] ?? 0) ?? []).filter((each) => each.batch !== batch || each.line !== line)
    const other = others.find((place) => claimed.contentOf(place, txId)?.txId === txId)
    if (other !== undefined) return { line, txId, other }
  }
  return null
}

export function claim(
  raw: Database,
  { batch, producer }: Of,
  rows: readonly Readonly<{ line: number; txId: string }>[],
): void {
  const seed = seedOf(raw)
  const hashes = Float64Array.from(rows, ({ txId }) => identityHash(seed, txId))
  const places = rows.map(({ line }) => ({ batch, line }))
  addRun(raw, { producer, batch, level: 0 }, sortedEntries(hashes, places))
}

const seedOf = (raw: Database): number => seed(raw).get() as number

const seed = perConnection((raw) => raw.prepare('SELECT hash_seed FROM workspace').pluck())
