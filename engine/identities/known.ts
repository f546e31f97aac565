/**
 * Which of many identities are known already, and which come twice among them. The hashes are sorted and passed through
 * beside every run once, so a file of millions asks as many questions as the runs have blocks, and a small file asks only
 * for the blocks that its own hashes could be in.
 */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../store/compiled.ts'
import { lowerBound, unpack } from './entries.ts'
import { entriesPerBlock } from './runs.ts'

export type Suspects = Readonly<{
  /** In order, each once: hashes that another row has too. A row without a suspect hash is surely new. */
  hashes: Float64Array
  /** How many of the rows have a hash that is known from another batch. */
  known: number
}>

/** `asked` is sorted in place. Runs up to `since` are passed over: somebody has looked there already. */
export function findSuspects(raw: Database, producer: number, asked: Float64Array, since = 0): Suspects {
  asked.sort()
  const suspect = new Uint8Array(asked.length)
  let known = 0
  for (const [run, identities] of statementsOf(raw).ready.all(producer, since) as [number, number][])
    known +=
      identities <= smallRun ? markInSmall(raw, run, { asked, suspect }) : markKnown(raw, run, { asked, suspect })
  for (let i = 1; i < asked.length; i += 1) {
    if (asked[i] !== asked[i - 1]) continue
    suspect[i] = 1
    suspect[i - 1] = 1
  }
  return { hashes: collect(asked, suspect), known }
}

type Marks = Readonly<{ asked: Float64Array; suspect: Uint8Array }>

// Of a small run all blocks are read: looking for the right ones would take as long.
const smallRun = 2 * entriesPerBlock

function markInSmall(raw: Database, run: number, { asked, suspect }: Marks): number {
  let known = 0
  let at = 0
  for (const packed of statementsOf(raw).blocksOf.all(run) as Buffer[]) {
    for (const hash of unpack(packed).hashes) {
      while (at < asked.length && (asked[at] as number) < hash) at += 1
      for (let same = at; same < asked.length && asked[same] === hash; same += 1) {
        if (suspect[same] === 0) known += 1
        suspect[same] = 1
      }
    }
  }
  return known
}

/** Marks what the run knows, and says how many of those were not known before. */
function markKnown(raw: Database, run: number, { asked, suspect }: Marks): number {
  const { blockOf, firstBehind } = statementsOf(raw)
  let known = 0
  for (let at = 0; at < asked.length; ) {
    const hash = asked[at] ?? 0
    const packed = blockOf.get(run, hash) as Buffer | undefined
    const { hashes } = unpack(packed ?? new Uint8Array())
    const last = hashes.at(-1) ?? -1
    let from = lowerBound(hashes, hash)
    // Both sides are sorted, so the block is passed through once for all hashes that could be in it.
    for (; at < asked.length && (asked[at] ?? 0) <= last; at += 1) {
      const wanted = asked[at] ?? 0
      while ((hashes[from] ?? Number.POSITIVE_INFINITY) < wanted) from += 1
      if (hashes[from] !== wanted) continue
      if (suspect[at] === 0) known += 1
      suspect[at] = 1
    }
    const next = firstBehind.get(run, Math.max(last, hash)) as number | null
    if (next === null) return known
    at = Math.max(at, lowerBound(asked, next, at))
  }
  return known
}

function collect(asked: Float64Array, suspect: Uint8Array): Float64Array {
  const found: number[] = []
  for (let i = 0; i < asked.length; i += 1) {
    const hash = asked[i] ?? 0
    if (suspect[i] === 1 && found.at(-1) !== hash) found.push(hash)
  }
  return Float64Array.from(found)
}

const statementsOf = perConnection((raw) => ({
  ready: raw
    .prepare(`
      SELECT id, identities FROM identity_run WHERE producer_id = ? AND id > ? AND state = 'ready' ORDER BY id`)
    .raw(),
  blocksOf: raw.prepare('SELECT entries FROM identity_block WHERE run = ? ORDER BY first').pluck(),
  blockOf: raw
    .prepare('SELECT entries FROM identity_block WHERE run = ? AND first <= ? ORDER BY first DESC LIMIT 1')
    .pluck(),
  firstBehind: raw.prepare('SELECT min(first) FROM identity_block WHERE run = ? AND first > ?').pluck(),
}))
