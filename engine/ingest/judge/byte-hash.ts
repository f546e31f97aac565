/**
 * A fast hash over bytes: two lanes of 32 bits, of which 53 bits are handed out as a number. It is written down beside
 * postings, so what it answers for a text must never change. It finds rows; it proves nothing about them.
 */

const mixA = 0x9e3779b1
const mixB = 0x85ebca77

export class ByteHash {
  readonly #seedA: number
  readonly #seedB: number
  #a = 0
  #b = 0

  constructor(seed: number) {
    this.#seedA = Math.imul(seed ^ 0x2545f491, mixA)
    this.#seedB = Math.imul(seed ^ 0x1b873593, mixB)
  }

  start(): void {
    this.#a = this.#seedA
    this.#b = this.#seedB
  }

  /** Takes in the bytes and how many they are, so that moving a byte from one text to the next changes the hash. */
  addBytes(bytes: Uint8Array, from: number, to: number): void {
    let a = this.#a
    let b = this.#b
    let at = from
    for (; at + 4 <= to; at += 4) {
      const word =
        (bytes[at] as number) |
        ((bytes[at + 1] as number) << 8) |
        ((bytes[at + 2] as number) << 16) |
        ((bytes[at + 3] as number) << 24)
      a = Math.imul(((a ^ word) << 15) | ((a ^ word) >>> 17), mixA)
      b = (Math.imul(((b ^ word) << 13) | ((b ^ word) >>> 19), mixB) + a) | 0
    }
    let rest = to - from
    for (; at < to; at += 1) rest = (rest << 8) ^ (bytes[at] as number)
    this.#a = a
    this.#b = b
    this.addWord(rest)
  }

  addWord(word: number): void {
    const a = this.#a ^ word
    const b = this.#b ^ word
    this.#a = Math.imul((a << 15) | (a >>> 17), mixA)
    this.#b = (Math.imul((b << 13) | (b >>> 19), mixB) + this.#a) | 0
  }

  /** A whole number of up to 53 bits, negative ones included. */
  addNumber(value: number): void {
    this.addWord(value | 0)
    this.addWord(Math.floor(value / 0x1_0000_0000) | 0)
  }

  /** The hash of what was taken in so far, from 0 to 2^53 - 1. */
  value(): number {
    const b = finished(this.#b ^ Math.imul(this.#a, mixB))
    const a = finished(this.#a ^ b)
    return (b >>> 0) * 0x20_0000 + (a >>> 11)
  }
}

/** Lets every bit of the word bear on every other. */
function finished(word: number): number {
  let mixed = word ^ (word >>> 16)
  mixed = Math.imul(mixed, 0x7feb352d)
  mixed ^= mixed >>> 15
  mixed = Math.imul(mixed, 0x846ca68b)
  return mixed ^ (mixed >>> 16)
}
