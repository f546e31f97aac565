/**
 * Passes through a run beside sorted hashes, so that a file of millions asks as many questions as the run has blocks, and a
 * few hashes ask only for the blocks that they could be in.
 */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../store/compiled.ts'
import { type Entries, lowerBound, unpack } from './entries.ts'
import { entriesPerBlock } from './runs.ts'

/** Called for every entry that has the hash at this place of those that were asked for. */
type Found = (asked: number, entries: Entries, entry: number) => void

export type Run = readonly [id: number, identities: number]

// Of a small run all blocks are read: looking for the right ones would take as long.
const smallRun = 2 * entriesPerBlock

/** The runs of a producer that answer, oldest first, but none up to `since`. */
export const readyRuns = (raw: Database, producer: number, since = 0): readonly Run[] =>
  statementsOf(raw).ready.all(producer, since) as Run[]

/** `asked` is sorted. */
export function walk(raw: Database, [run, identities]: Run, asked: Float64Array, found: Found): void {
  if (identities > smallRun) return walkBlocks(raw, run, asked, found)
  let at = 0
  for (const packed of statementsOf(raw).blocksOf.all(run) as Buffer[])
    at = passBlock(unpack(packed), { asked, at }, found)
}

function walkBlocks(raw: Database, run: number, asked: Float64Array, found: Found): void {
  const { blockOf, firstBehind } = statementsOf(raw)
  for (let at = 0; at < asked.length; ) {
    const hash = asked[at] as number
    const entries = unpack((blockOf.get(run, hash) as Buffer | undefined) ?? new Uint8Array())
    at = passBlock(entries, { asked, at }, found)
    const next = firstBehind.get(run, Math.max(entries.hashes.at(-1) ?? -1, hash)) as number | null
    if (next === null) return
    at = Math.max(at, lowerBound(asked, next, at))
  }
}

/** Both sides are sorted, so both are passed through once. Answers the first hash that is behind the block. */
function passBlock(
  entries: Entries,
  { asked, at }: Readonly<{ asked: Float64Array; at: number }>,
  found: Found,
): number {
  const { hashes } = entries
  const last = hashes.at(-1) ?? -1
  let entry = lowerBound(hashes, asked[at] ?? Number.POSITIVE_INFINITY)
  let next = at
  for (; next < asked.length && (asked[next] as number) <= last; next += 1) {
    const wanted = asked[next] as number
    while ((hashes[entry] ?? Number.POSITIVE_INFINITY) < wanted) entry += 1
    for (let same = entry; hashes[same] === wanted; same += 1) found(next, entries, same)
  }
  return next
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
