/**
 * Identities in the order of their hashes, packed: hash, batch and line of many of them in one piece of bytes. A hash only
 * finds; whether it is the same TxId, the row's own text decides.
 */
import { invariant } from '../invariant.ts'

export type Entries = Readonly<{
  hashes: Float64Array
  batches: Uint32Array
  lines: Uint32Array
}>

export type Place = Readonly<{ batch: number; line: number }>

const bytesOfOne = 16

export function pack({ hashes, batches, lines }: Entries, from: number, to: number): Buffer {
  const count = to - from
  const packed = new ArrayBuffer(count * bytesOfOne)
  new Float64Array(packed, 0, count).set(hashes.subarray(from, to))
  new Uint32Array(packed, count * 8, count).set(batches.subarray(from, to))
  new Uint32Array(packed, count * 12, count).set(lines.subarray(from, to))
  return Buffer.from(packed)
}

export function unpack(packed: Uint8Array): Entries {
  const count = packed.byteLength / bytesOfOne
  invariant(Number.isInteger(count), 'half an identity', { bytes: packed.byteLength })
  // Copied, because a typed array can't begin just anywhere in somebody else's memory.
  const { buffer } = new Uint8Array(packed)
  return {
    hashes: new Float64Array(buffer, 0, count),
    batches: new Uint32Array(buffer, count * 8, count),
    lines: new Uint32Array(buffer, count * 12, count),
  }
}

/** The first entry whose hash is not below this one; their number when all are. */
export function lowerBound(hashes: Float64Array, hash: number, from = 0): number {
  let low = from
  let high = hashes.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((hashes[middle] ?? 0) < hash) low = middle + 1
    else high = middle
  }
  return low
}

/** Their indexes in the order of the hashes. The order among equal ones does not matter: all of them are looked at. */
export function orderOf(hashes: Float64Array): Uint32Array {
  const order = new Uint32Array(hashes.length)
  for (let i = 0; i < order.length; i += 1) order[i] = i
  return order.sort((a, b) => (hashes[a] as number) - (hashes[b] as number))
}

export function sortedEntries(hashes: Float64Array, places: readonly Place[]): Entries {
  const count = hashes.length
  const order = orderOf(hashes)
  const entries = { hashes: new Float64Array(count), batches: new Uint32Array(count), lines: new Uint32Array(count) }
  for (let i = 0; i < count; i += 1) {
    const from = order[i] ?? 0
    entries.hashes[i] = hashes[from] ?? 0
    entries.batches[i] = places[from]?.batch ?? 0
    entries.lines[i] = places[from]?.line ?? 0
  }
  return entries
}

export const isAmong = (hashes: Float64Array, hash: number): boolean => hashes[lowerBound(hashes, hash)] === hash
