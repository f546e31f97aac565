/**
 * The identities of a producer as sorted runs, each cut into blocks. A posted block of rows adds one run, which is written
 * in one piece behind the others; runs of the same level are merged when there are too many, so that there are never more
 * than a few dozen, however many identities there are, and nothing of them is kept in memory.
 */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../store/compiled.ts'
import { type Entries, lowerBound, type Place, pack, unpack } from './entries.ts'

export const entriesPerBlock = 2_048

export type RunOf = Readonly<{ producer: number; batch: number | null; level: number }>

export function addRun(raw: Database, { producer, batch, level }: RunOf, entries: Entries): void {
  const identities = entries.hashes.length
  if (identities === 0) return
  const run = Number(statementsOf(raw).add.run({ producer, batch, level, identities }).lastInsertRowid)
  writeBlocks(raw, run, entries)
}

export function writeBlocks(raw: Database, run: number, entries: Entries): void {
  const { block } = statementsOf(raw)
  const { hashes } = entries
  for (let from = 0; from < hashes.length; ) {
    const to = endOfBlock(hashes, from)
    block.run(run, hashes[from], pack(entries, from, to))
    from = to
  }
}

/** Equal hashes stay in one block, so that whoever finds one of them has found all. */
function endOfBlock(hashes: Float64Array, from: number): number {
  let to = Math.min(from + entriesPerBlock, hashes.length)
  while (to < hashes.length && hashes[to] === hashes[to - 1]) to += 1
  return to
}

/** Where rows of this producer with this hash are: none nearly always, more than one only when hashes collide. */
export function findPlaces(raw: Database, producer: number, hash: number): readonly Place[] {
  const { ready, blockOf } = statementsOf(raw)
  const places: Place[] = []
  for (const run of ready.all(producer) as number[]) {
    const packed = blockOf.get(run, hash) as Buffer | undefined
    if (packed === undefined) continue
    const { hashes, batches, lines } = unpack(packed)
    for (let i = lowerBound(hashes, hash); hashes[i] === hash; i += 1)
      places.push({ batch: batches[i] ?? 0, line: lines[i] ?? 0 })
  }
  return places
}

/** The newest run of a producer; what is newer was not there when somebody looked. */
export const newestRun = (raw: Database, producer: number): number =>
  (statementsOf(raw).newest.get(producer) as number | null) ?? 0

/**
 * Whether what was claimed since can be looked at alone: a merged run has what was claimed before, too. One that is being
 * merged answers nothing yet.
 */
export const sinceStandsAlone = (raw: Database, producer: number, since: number): boolean =>
  statementsOf(raw).mergedSince.get(producer, since) === undefined

/** Whether somebody else than this batch claimed identities of the producer since. */
export const othersClaimed = (raw: Database, producer: number, { since, batch }: Since): boolean =>
  statementsOf(raw).others.get({ producer, since, batch }) !== undefined

export type Since = Readonly<{ since: number; batch: number }>

const statementsOf = perConnection((raw) => ({
  add: raw.prepare(`
    INSERT INTO identity_run (producer_id, batch_id, level, identities, state)
    VALUES (@producer, @batch, @level, @identities, 'ready')`),
  block: raw.prepare('INSERT INTO identity_block (run, first, entries) VALUES (?, ?, ?)'),
  ready: raw.prepare(`SELECT id FROM identity_run WHERE producer_id = ? AND state = 'ready' ORDER BY id`).pluck(),
  blockOf: raw
    .prepare('SELECT entries FROM identity_block WHERE run = ? AND first <= ? ORDER BY first DESC LIMIT 1')
    .pluck(),
  newest: raw.prepare('SELECT max(id) FROM identity_run WHERE producer_id = ?').pluck(),
  mergedSince: raw.prepare(`
    SELECT 1 FROM identity_run
    WHERE producer_id = ? AND state = 'ready' AND id > ? AND batch_id IS NULL LIMIT 1`),
  others: raw.prepare(`
    SELECT 1 FROM identity_run
    WHERE producer_id = @producer AND state = 'ready' AND id > @since AND batch_id IS NOT @batch LIMIT 1`),
}))
