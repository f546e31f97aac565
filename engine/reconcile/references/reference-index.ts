/**
 * Which items of an account go by a reference: sorted runs of keys, cut into blocks. A run is added in one piece for what is
 * new; runs of one level are merged when there are several, so that few are looked through. What is matched stays in it: a key
 * only finds, and whether an item is open is asked elsewhere.
 */
import type { Database } from 'better-sqlite3'
import { lowerBound } from '../../identities/entries.ts'
import { perConnection } from '../../store/compiled.ts'
import type { Side } from '../items/open-items.ts'

export type KeyedItems = Readonly<{ hashes: Float64Array; items: Float64Array }>

/** Four kilobytes lie in a page with their key; larger blocks would each be read in three pages. */
const entriesPerBlock = 250
const runsPerLevel = 6

/** In the order of the keys, and of the items among equal ones. */
export function sortedKeys({ hashes, items }: KeyedItems): KeyedItems {
  // Numbers alone are sorted in place and far quicker than by a comparison; each item then finds its place among them.
  const sorted = hashes.slice().sort()
  const placed = new Float64Array(items.length)
  // How many of a key are placed, by where the first of them stands: few keys have several, but very many may go by one.
  const taken = new Map<number, number>()
  for (let at = 0; at < items.length; at += 1) {
    const hash = hashes[at] as number
    const first = lowerBound(sorted, hash)
    const before = sorted[first + 1] === hash ? (taken.get(first) ?? 0) : 0
    placed[first + before] = items[at] as number
    if (sorted[first + 1] === hash) taken.set(first, before + 1)
  }
  return { hashes: sorted, items: inOrder(sorted, placed) }
}

/** Items of one key in the order of their numbers, however they came. */
function inOrder(sorted: Float64Array, items: Float64Array): Float64Array {
  for (let from = 0; from < items.length; ) {
    let to = from + 1
    while (to < items.length && sorted[to] === sorted[from]) to += 1
    if (to - from > 1) items.subarray(from, to).sort()
    from = to
  }
  return items
}

export type RunOfKeys = Readonly<{ account: number; side: Side; first: number; last: number }>

/** The keys are sorted. Merges what is due, so that a look-up never goes through many runs. */
export function addKeys(raw: Database, run: RunOfKeys, keys: KeyedItems): void {
  write(raw, { ...run, level: 0 }, keys)
  for (let level = 0; mergeLevel(raw, run, level); level += 1);
}

function write(raw: Database, run: RunOfKeys & Readonly<{ level: number }>, keys: KeyedItems): void {
  const { add, block } = statementsOf(raw)
  const { hashes, items } = keys
  const id = Number(add.run({ ...run, keys: hashes.length }).lastInsertRowid)
  // The store copies what it is given, so that all blocks are packed in one place.
  let packed = new Float64Array(entriesPerBlock * 2)
  for (let from = 0; from < hashes.length; ) {
    let to = Math.min(from + entriesPerBlock, hashes.length)
    // Equal keys stay in one block, so that whoever finds one of them has found all.
    while (to < hashes.length && hashes[to] === hashes[to - 1]) to += 1
    const count = to - from
    if (packed.length < count * 2) packed = new Float64Array(count * 2)
    packed.set(hashes.subarray(from, to))
    packed.set(items.subarray(from, to), count)
    block.run(id, hashes[from], Buffer.from(packed.buffer, 0, count * 16))
    from = to
  }
}

function mergeLevel(raw: Database, { account, side }: RunOfKeys, level: number): boolean {
  const { runsOf, blocksOf, remove } = statementsOf(raw)
  const runs = (runsOf.all(account, side) as Run[]).filter((run) => run.level === level)
  if (runs.length < runsPerLevel) return false
  const all = runs.map(({ id }) => (blocksOf.all(id) as Buffer[]).map(unpack))
  const blocks = all.flat()
  const total = blocks.reduce((sum, { hashes }) => sum + hashes.length, 0)
  const merged = { hashes: new Float64Array(total), items: new Float64Array(total) }
  let at = 0
  for (const { hashes, items } of blocks) {
    merged.hashes.set(hashes, at)
    merged.items.set(items, at)
    at += hashes.length
  }
  for (const { id } of runs) remove.run(id)
  const first = Math.min(...runs.map((run) => run.first))
  const last = Math.max(...runs.map((run) => run.last))
  write(raw, { account, side, first, last, level: level + 1 }, sortedKeys(merged))
  return true
}

type Run = Readonly<{ id: number; level: number; first: number; last: number }>

/** Up to which item a side of the account is in the index. */
export const indexedTo = (raw: Database, account: number, side: Side): number =>
  statementsOf(raw).newest.get(account, side) as number

/**
 * The items that go by any of these keys, each with the place of the key. Keys are asked in their order, so that blocks are
 * opened one after another and each once. Of a key that very many go by there is nothing: it tells none of them apart.
 */
export function findKeyed(
  raw: Database,
  { account, side, most }: Readonly<{ account: number; side: Side; most: number }>,
  keys: Float64Array,
  take: (item: number, key: number) => void,
): void {
  const { runsOf, blockAt } = statementsOf(raw)
  for (const { id } of runsOf.all(account, side) as Run[]) {
    let open: KeyedItems | null = null
    for (let key = 0; key < keys.length; key += 1) {
      const hash = keys[key] as number
      if (open === null || hash > (open.hashes.at(-1) as number)) {
        const packed = blockAt.get(id, hash) as Buffer | undefined
        if (packed === undefined) continue
        open = unpack(packed)
      }
      const from = lowerBound(open.hashes, hash)
      let to = from
      while (open.hashes[to] === hash) to += 1
      if (to - from > most) continue
      for (let at = from; at < to; at += 1) take(open.items[at] as number, key)
    }
  }
}

function unpack(packed: Uint8Array): KeyedItems {
  // Copied, because a typed array can't begin just anywhere in somebody else's memory.
  const { buffer } = new Uint8Array(packed)
  const count = buffer.byteLength / 16
  return { hashes: new Float64Array(buffer, 0, count), items: new Float64Array(buffer, count * 8, count) }
}

const statementsOf = perConnection((raw) => ({
  add: raw.prepare(`
    INSERT INTO reference_run (account, side, level, keys, first, last)
    VALUES (@account, @side, @level, @keys, @first, @last)`),
  block: raw.prepare('INSERT INTO reference_block (run, first, entries) VALUES (?, ?, ?)'),
  runsOf: raw.prepare('SELECT id, level, first, last FROM reference_run WHERE account = ? AND side = ? ORDER BY id'),
  blocksOf: raw.prepare('SELECT entries FROM reference_block WHERE run = ? ORDER BY first').pluck(),
  blockAt: raw
    .prepare('SELECT entries FROM reference_block WHERE run = ? AND first <= ? ORDER BY first DESC LIMIT 1')
    .pluck(),
  remove: raw.prepare('DELETE FROM reference_run WHERE id = ?'),
  newest: raw.prepare('SELECT coalesce(max(last), 0) FROM reference_run WHERE account = ? AND side = ?').pluck(),
}))
