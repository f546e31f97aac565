/**
 * Which lines and postings are called by the same: groups of both sides, one for each key that both have. Kept as numbers in
 * a row, so that a million groups cost a few dozen megabytes.
 */
import type { ItemSet } from '../items/item-set.ts'
import { release } from '../items/release.ts'

/** Members of group after group, and where each group's begin. */
type Members = Readonly<{ starts: Int32Array; items: Int32Array; names: Uint8Array }>

export type SharedKeys = Readonly<{
  count: number
  hashes: Float64Array
  lines: Members
  postings: Members
  /** The group of each key of the lines, or -1; the keys of a line are next to each other. */
  groupOfLineKey: Int32Array
}>

export function sharedKeys(lines: ItemSet, postings: ItemSet): SharedKeys {
  const table = new KeyTable(postings.keys.hashes)
  const groupOfPostingKey = table.groups
  const groupOfLineKey = new Int32Array(lines.keys.count)
  const hashes = lines.keys.hashes
  for (let at = 0; at < hashes.length; at += 1) groupOfLineKey[at] = table.groupOf(hashes[at] as number)
  table.releaseSlots()
  const shared = {
    count: table.count,
    hashes: table.hashes,
    lines: membersOf(table.count, groupOfLineKey, lines),
    postings: membersOf(table.count, groupOfPostingKey, postings),
    groupOfLineKey,
  }
  release(groupOfPostingKey)
  return shared
}

/** When every rule has gone through them. */
export function releaseShared({ hashes, lines, postings, groupOfLineKey }: SharedKeys): void {
  release(hashes, groupOfLineKey)
  for (const { starts, items, names } of [lines, postings]) release(starts, items, names)
}

function membersOf(groups: number, groupOfKey: Int32Array, { keys }: ItemSet): Members {
  const { items: itemOf, names: nameOf } = keys
  const starts = new Int32Array(groups + 1)
  for (let at = 0; at < groupOfKey.length; at += 1) {
    const group = groupOfKey[at] as number
    if (group >= 0) starts[group + 1] = (starts[group + 1] as number) + 1
  }
  for (let group = 0; group < groups; group += 1)
    starts[group + 1] = (starts[group + 1] as number) + (starts[group] as number)
  const next = starts.slice()
  const total = starts[groups] as number
  const [items, names] = [new Int32Array(total), new Uint8Array(total)]
  for (let at = 0; at < groupOfKey.length; at += 1) {
    const group = groupOfKey[at] as number
    if (group < 0) continue
    const place = next[group] as number
    items[place] = itemOf[at] as number
    names[place] = nameOf[at] as number
    next[group] = place + 1
  }
  release(next)
  return { starts, items, names }
}

/** Numbers the different keys, in the order in which they come. */
class KeyTable {
  readonly groups: Int32Array
  readonly hashes: Float64Array
  count = 0
  readonly #slots: Int32Array
  readonly #mask: number

  constructor(keys: Float64Array) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(16, keys.length * 2)))
    this.#slots = new Int32Array(size)
    this.#mask = size - 1
    this.groups = new Int32Array(keys.length)
    const hashes = new Float64Array(keys.length)
    for (let at = 0; at < keys.length; at += 1) {
      const hash = keys[at] as number
      const slot = this.#slotOf(hash, hashes)
      let group = (this.#slots[slot] as number) - 1
      if (group < 0) {
        group = this.count
        this.count += 1
        hashes[group] = hash
        this.#slots[slot] = group + 1
      }
      this.groups[at] = group
    }
    this.hashes = hashes.subarray(0, this.count)
  }

  groupOf(hash: number): number {
    return (this.#slots[this.#slotOf(hash, this.hashes)] as number) - 1
  }

  /** Nothing is asked of it from then on but its groups. */
  releaseSlots(): void {
    release(this.#slots)
  }

  /** Where the key stands, or the free place where it would. */
  #slotOf(hash: number, hashes: Float64Array): number {
    let slot = ((hash % 0x1_0000_0000) ^ (hash / 0x20_0000)) & this.#mask
    for (;;) {
      const group = (this.#slots[slot] as number) - 1
      if (group < 0 || hashes[group] === hash) return slot
      slot = (slot + 1) & this.#mask
    }
  }
}
