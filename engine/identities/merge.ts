/**
 * Merges runs of identities: when a producer has eight of a level, they become one of the next. It happens step by step,
 * each a small command of its own, because a run of tens of millions could not be written while somebody waits. The old
 * runs answer until the new one is whole.
 */
import type { Database } from 'better-sqlite3'
import { invariant } from '../invariant.ts'
import { command } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { type Entries, lowerBound, unpack } from './entries.ts'
import { entriesPerBlock, writeBlocks } from './runs.ts'

const runsOfLevelMax = 8
const entriesPerStep = 32 * entriesPerBlock
const blocksDroppedPerStep = 256
const identitiesPerCommand = entriesPerStep
// Dropping a block takes as long as merging some of its identities.
const identitiesPerDroppedBlock = entriesPerStep / blocksDroppedPerStep

export type Merged = Readonly<{ more: boolean }>

export const mergeIdentities = command({
  topics: [],
  // It changes how identities are kept and nothing about them.
  record: null,
  run: ({ raw }, _: null): Merged => {
    // Several small ones in one command, because each waits for the disk.
    let left = identitiesPerCommand
    while (left > 0) {
      const worked = dropDead(raw) ?? grow(raw) ?? begin(raw)
      if (worked === null) return { more: false }
      left -= worked
    }
    return { more: true }
  },
})

/** Whether there is something to merge: asked before the writer is. */
export const mergeWaits = ({ raw }: Readonly<{ raw: Database }>, _: null): boolean => {
  const { unfinished, crowded } = statementsOf(raw)
  return unfinished.get() !== undefined || crowded.get() !== undefined
}

type Crowd = Readonly<{ producer: number; level: number; runs: string; identities: number }>

/** Each step answers how many identities it worked on; null when it found nothing to do. */
type Step = number | null

function begin(raw: Database): Step {
  const { crowded, add } = statementsOf(raw)
  const crowd = crowded.get() as Crowd | undefined
  if (crowd === undefined) return null
  const { producer, level, runs, identities } = crowd
  add.run({ producer, level: level + 1, identities, inputs: runs })
  return 1
}

type Growing = Readonly<{ id: number; inputs: string; upTo: number }>

function grow(raw: Database): Step {
  const { growing, advance } = statementsOf(raw)
  const run = growing.get() as Growing | undefined
  if (run === undefined) return null
  const inputs = (JSON.parse(run.inputs) as number[]).map((id) => new RunReader(raw, id, run.upTo))
  const entries = mergeSome(inputs)
  writeBlocks(raw, run.id, entries)
  const last = entries.hashes.at(-1)
  if (last === undefined) finish(raw, run)
  else advance.run(last, run.id)
  return entries.hashes.length + 1
}

function finish(raw: Database, { id, inputs }: Growing): void {
  const { kill, ready, countOf } = statementsOf(raw)
  const counted = (JSON.parse(inputs) as number[]).reduce((sum, input) => sum + (countOf.get(input) as number), 0)
  invariant(counted === (countOf.get(id) as number), 'a merge lost identities', { run: id })
  kill.run(inputs)
  ready.run(id)
}

/** The old runs' blocks go a few at a time. */
function dropDead(raw: Database): Step {
  const { dead, blocksOf, dropBlock, dropRun } = statementsOf(raw)
  const run = dead.get() as number | undefined
  if (run === undefined) return null
  const blocks = blocksOf.all(run, blocksDroppedPerStep) as number[]
  for (const block of blocks) dropBlock.run(block)
  if (blocks.length < blocksDroppedPerStep) dropRun.run(run)
  return identitiesPerDroppedBlock * blocks.length + 1
}

/** The lowest entries of all inputs, in order; a hash that several have is taken from all of them at once. */
function mergeSome(inputs: readonly RunReader[]): Entries {
  const hashes: number[] = []
  const batches: number[] = []
  const lines: number[] = []
  for (;;) {
    const lowest = lowestOf(inputs)
    if (lowest === Number.POSITIVE_INFINITY) break
    if (hashes.length >= entriesPerStep && lowest !== hashes.at(-1)) break
    for (const input of inputs) {
      for (; input.hash === lowest; input.next()) {
        hashes.push(lowest)
        batches.push(input.batch)
        lines.push(input.line)
      }
    }
  }
  return { hashes: Float64Array.from(hashes), batches: Uint32Array.from(batches), lines: Uint32Array.from(lines) }
}

/** Asked for every identity that is merged, so nothing is made for it. */
function lowestOf(inputs: readonly RunReader[]): number {
  let lowest = Number.POSITIVE_INFINITY
  for (const input of inputs) if (input.hash < lowest) lowest = input.hash
  return lowest
}

/** A run's entries behind a hash, a block at a time. */
class RunReader {
  readonly #raw: Database
  readonly #run: number
  #entries: Entries
  #at: number
  /** The hash that it stands at; past the end it is beyond every other. */
  hash = Number.POSITIVE_INFINITY

  constructor(raw: Database, run: number, after: number) {
    this.#raw = raw
    this.#run = run
    const packed = statementsOf(raw).blockOf.get(run, after) as Buffer | undefined
    this.#entries = unpack(packed ?? new Uint8Array())
    // Hashes are whole numbers, so what is behind this one begins at the next.
    this.#at = lowerBound(this.#entries.hashes, after + 1)
    this.#fill(after)
  }

  get batch(): number {
    return this.#entries.batches[this.#at] ?? 0
  }

  get line(): number {
    return this.#entries.lines[this.#at] ?? 0
  }

  next(): void {
    const { hash } = this
    this.#at += 1
    this.#fill(hash)
  }

  #fill(after: number): void {
    if (this.#at >= this.#entries.hashes.length) {
      const packed = statementsOf(this.#raw).blockBehind.get(this.#run, after) as Buffer | undefined
      this.#entries = unpack(packed ?? new Uint8Array())
      this.#at = 0
    }
    this.hash = this.#entries.hashes[this.#at] ?? Number.POSITIVE_INFINITY
  }
}

const statementsOf = perConnection((raw) => ({
  unfinished: raw.prepare(`SELECT 1 FROM identity_run WHERE state <> 'ready' LIMIT 1`),
  crowded: raw.prepare(`
    SELECT producer_id AS producer, level, json_group_array(id) AS runs, sum(identities) AS identities
    FROM identity_run WHERE state = 'ready' GROUP BY producer_id, level HAVING count(*) >= ${runsOfLevelMax} LIMIT 1`),
  add: raw.prepare(`
    INSERT INTO identity_run (producer_id, level, identities, state, inputs, up_to)
    VALUES (@producer, @level, @identities, 'growing', @inputs, -1)`),
  growing: raw.prepare(`SELECT id, inputs, up_to AS upTo FROM identity_run WHERE state = 'growing' LIMIT 1`),
  advance: raw.prepare('UPDATE identity_run SET up_to = ? WHERE id = ?'),
  countOf: raw.prepare('SELECT coalesce(sum(length(entries) / 16), 0) FROM identity_block WHERE run = ?').pluck(),
  kill: raw.prepare(`UPDATE identity_run SET state = 'dead' WHERE id IN (SELECT value FROM json_each(?))`),
  ready: raw.prepare(`UPDATE identity_run SET state = 'ready', inputs = '[]' WHERE id = ?`),
  dead: raw.prepare(`SELECT id FROM identity_run WHERE state = 'dead' LIMIT 1`).pluck(),
  blocksOf: raw.prepare('SELECT id FROM identity_block WHERE run = ? LIMIT ?').pluck(),
  dropBlock: raw.prepare('DELETE FROM identity_block WHERE id = ?'),
  dropRun: raw.prepare('DELETE FROM identity_run WHERE id = ?'),
  blockOf: raw
    .prepare('SELECT entries FROM identity_block WHERE run = ? AND first <= ? ORDER BY first DESC LIMIT 1')
    .pluck(),
  blockBehind: raw
    .prepare('SELECT entries FROM identity_block WHERE run = ? AND first > ? ORDER BY first LIMIT 1')
    .pluck(),
}))
