/**
 * The clients of a file by number, in the order in which they first come: so the writer finds a row's wallet by its place
 * in a list, where looking its name up for every row would cost more than inserting the row. A hash only finds; two clients
 * have one number only when all their bytes are the same.
 */
import type { ByteHash } from '../judge/byte-hash.ts'

/** The clients that came since they were last asked for; a list that starts over says so by beginning at 0. */
export type ClientNames = Readonly<{ from: number; names: readonly string[] }>

type Hash = Pick<ByteHash, 'start' | 'addBytes' | 'value'>

// A file may have more clients than anybody wants in memory; then the list starts over between two pieces.
const numberedMax = 2 ** 18
const startingPlaces = 2 ** 12
const free = -1

export class ClientNumbers {
  readonly #hash: Hash
  #places = emptyPlaces(startingPlaces)
  #hashes: Float64Array = new Float64Array(startingPlaces / 2)
  /** Where each client's bytes begin; the next one's beginning is its end. */
  #starts = new Int32Array(startingPlaces / 2 + 1)
  #text: Uint8Array = new Uint8Array(startingPlaces * 8)
  #count = 0
  #told = 0

  constructor(hash: Hash) {
    this.#hash = hash
  }

  numberOf(bytes: Uint8Array, from: number, to: number): number {
    this.#hash.start()
    this.#hash.addBytes(bytes, from, to)
    const hash = this.#hash.value()
    const mask = this.#places.length - 1
    for (let place = hash % this.#places.length; ; place = (place + 1) & mask) {
      const number = this.#places[place] as number
      if (number === free) return this.#add(place, hash, bytes.subarray(from, to))
      if (this.#hashes[number] === hash && this.#isSame(number, bytes, from, to)) return number
    }
  }

  /** Those that came since the last time. Once there are very many, what comes behind them is numbered from 0 again. */
  takeNew(): ClientNames {
    const from = this.#told
    const names: string[] = []
    const text = Buffer.from(this.#text.buffer)
    for (let number = from; number < this.#count; number += 1)
      names.push(text.toString('utf8', this.#starts[number], this.#starts[number + 1]))
    this.#told = this.#count
    if (this.#count >= numberedMax) this.#startOver()
    return { from, names }
  }

  #isSame(number: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#starts[number] as number
    if ((this.#starts[number + 1] as number) - start !== to - from) return false
    for (let i = from; i < to; i += 1) if (this.#text[start + i - from] !== bytes[i]) return false
    return true
  }

  #add(place: number, hash: number, name: Uint8Array): number {
    const number = this.#count
    const start = this.#starts[number] as number
    if (start + name.length > this.#text.length) this.#text = grown(this.#text, start + name.length)
    this.#text.set(name, start)
    this.#starts[number + 1] = start + name.length
    this.#hashes[number] = hash
    this.#places[place] = number
    this.#count += 1
    if (this.#count * 2 >= this.#places.length) this.#widen()
    return number
  }

  #widen(): void {
    const size = this.#places.length * 2
    this.#places = emptyPlaces(size)
    this.#hashes = grownNumbers(this.#hashes, size / 2)
    const starts = new Int32Array(size / 2 + 1)
    starts.set(this.#starts)
    this.#starts = starts
    for (let number = 0; number < this.#count; number += 1) {
      let place = (this.#hashes[number] as number) % size
      while (this.#places[place] !== free) place = (place + 1) & (size - 1)
      this.#places[place] = number
    }
  }

  #startOver(): void {
    this.#places.fill(free)
    this.#count = 0
    this.#told = 0
  }
}

const emptyPlaces = (size: number): Int32Array => new Int32Array(size).fill(free)

function grown(bytes: Uint8Array, needed: number): Uint8Array {
  const larger = new Uint8Array(Math.max(bytes.length * 2, needed))
  larger.set(bytes)
  return larger
}

function grownNumbers(numbers: Float64Array, size: number): Float64Array {
  const larger = new Float64Array(size)
  larger.set(numbers)
  return larger
}
