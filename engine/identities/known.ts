/** Which of many identities are known already, and which come twice among them. */
import type { Database } from 'better-sqlite3'
import type { Place } from './entries.ts'
import { LetGoRows } from './let-go.ts'
import { readyRuns, walk } from './walk.ts'

export type Suspects = Readonly<{
  /** In order, each once: hashes that another row has too. A row without a suspect hash is surely new. */
  hashes: Float64Array
  /** How many of the rows have a hash that another batch has claimed. */
  known: number
}>

/** `asked` is sorted in place. Runs up to `since` are passed over: somebody has looked there already. */
export function findSuspects(raw: Database, producer: number, asked: Float64Array, since = 0): Suspects {
  asked.sort()
  const suspect = new Uint8Array(asked.length)
  const claimed = new Uint8Array(asked.length)
  const letGo = new LetGoRows(raw, producer)
  let known = 0
  for (const run of readyRuns(raw, producer, since)) {
    walk(raw, run, asked, (at, { batches, lines }, entry) => {
      suspect[at] = 1
      if (claimed[at] === 1) return
      if (letGo.has({ batch: batches[entry] as number, line: lines[entry] as number })) return
      claimed[at] = 1
      known += 1
    })
  }
  for (let i = 1; i < asked.length; i += 1) {
    if (asked[i] !== asked[i - 1]) continue
    suspect[i] = 1
    suspect[i - 1] = 1
  }
  return { hashes: collect(asked, suspect), known }
}

/** Where rows of this producer with any of these hashes are. `asked` is sorted in place. */
export function placesOfMany(
  raw: Database,
  producer: number,
  asked: Float64Array,
): ReadonlyMap<number, readonly Place[]> {
  asked.sort()
  const places = new Map<number, Place[]>()
  for (const run of readyRuns(raw, producer)) {
    walk(raw, run, asked, (at, { batches, lines }, entry) => {
      const hash = asked[at] as number
      // The same hash may be asked for several times; its places are wanted once.
      if (at > 0 && asked[at - 1] === hash) return
      const place = { batch: batches[entry] as number, line: lines[entry] as number }
      const others = places.get(hash)
      if (others === undefined) places.set(hash, [place])
      else others.push(place)
    })
  }
  return places
}

function collect(asked: Float64Array, suspect: Uint8Array): Float64Array {
  const found: number[] = []
  for (let i = 0; i < asked.length; i += 1) {
    const hash = asked[i] ?? 0
    if (suspect[i] === 1 && found.at(-1) !== hash) found.push(hash)
  }
  return Float64Array.from(found)
}
