/**
 * Words that come again and again, a place or a type, known by their bytes: what a word means is worked out once, and a
 * million rows look it up without making a million strings.
 */

/** When a file has more different words than this it is forgetting that keeps memory bounded. */
const wordsMax = 20_000
const slots = 8_192
/** Words that were chosen to meet in one slot must not make a file slow either. */
const chainMax = 64

export class ByteWords<Meaning> {
  readonly #meaningOf: (text: string, bytes: Uint8Array) => Meaning
  readonly #heads = new Int32Array(slots)
  #words: { readonly bytes: Uint8Array; readonly meaning: Meaning; readonly next: number }[] = []

  constructor(meaningOf: (text: string, bytes: Uint8Array) => Meaning) {
    this.#meaningOf = meaningOf
  }

  find(bytes: Uint8Array, from: number, to: number): Meaning {
    const slot = slotOf(bytes, from, to)
    // Heads count from 1, so that a fresh table is empty.
    let length = 0
    for (let at = this.#heads[slot] as number; at !== 0; length += 1) {
      const word = this.#words[at - 1]
      if (word === undefined) break
      if (isSame(word.bytes, bytes, from, to)) return word.meaning
      at = word.next
    }
    if (length >= chainMax || this.#words.length >= wordsMax) this.#forget()
    // Copied: a piece of the block would keep the whole of it in memory, and a Buffer's own `slice` is such a piece.
    return this.#learn(new Uint8Array(bytes.subarray(from, to)), slot)
  }

  #forget(): void {
    this.#words = []
    this.#heads.fill(0)
  }

  #learn(bytes: Uint8Array, slot: number): Meaning {
    const meaning = this.#meaningOf(textOf(bytes, 0, bytes.length), bytes)
    this.#words.push({ bytes, meaning, next: this.#heads[slot] as number })
    this.#heads[slot] = this.#words.length
    return meaning
  }
}

export const textOf = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8', from, to)

function slotOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = to - from
  for (let at = from; at < to; at += 1) hash = Math.imul(hash, 31) + (bytes[at] as number)
  return (hash ^ (hash >>> 16)) & (slots - 1)
}

function isSame(word: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (word.length !== to - from) return false
  for (let i = 0; i < word.length; i += 1) if (word[i] !== bytes[from + i]) return false
  return true
}
