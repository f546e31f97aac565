/**
 * AEGIS-256 (draft-irtf-cfrg-aegis-aead), as far as proving a message needs it: the key stream and the tag of 32 bytes, no
 * associated data. SQLite has its own in C; this one answers which page is damaged, when SQLite only says that one is.
 */

const blockWords = 4
const stateWords = 6 * blockWords
const c0 = [0x00010102, 0x0305080d, 0x15223759, 0x90e97962]
const c1 = [0xdb3d1855, 0x6dc22ff1, 0x20113142, 0x73b528dd]

// SubBytes and MixColumns in one look-up, the way AES is done without hardware; the other three tables are its rotations.
const table = tableOf()

export class Aegis256 {
  #state = new Uint32Array(stateWords)
  #next = new Uint32Array(stateWords)
  readonly #block = new Uint32Array(blockWords)

  constructor(key: Buffer, nonce: Buffer) {
    const [k0, k1, n0, n1] = [wordsAt(key, 0), wordsAt(key, 16), wordsAt(nonce, 0), wordsAt(nonce, 16)]
    const [a, b] = [xor(k0, n0), xor(k1, n1)]
    this.#state.set([...a, ...b, ...c1, ...c0, ...xor(k0, c0), ...xor(k1, c1)])
    for (let round = 0; round < 4; round += 1) for (const words of [k0, k1, a, b]) this.#update(words)
  }

  /** The next so many bytes of the key stream over an empty message: whole blocks only. */
  stream(bytes: number): Buffer {
    const out = Buffer.alloc(bytes)
    const zeros = [0, 0, 0, 0]
    for (let at = 0; at < bytes; at += 16) {
      for (let word = 0; word < blockWords; word += 1) out.writeUInt32BE(this.#key(word), at + word * 4)
      this.#update(zeros)
    }
    return out
  }

  /** The tag of the message that this is the encryption of. */
  tagOf(sealed: Buffer): Buffer {
    const whole = sealed.length - (sealed.length % 16)
    for (let at = 0; at < whole; at += 16) this.#absorb(sealed, at)
    if (whole < sealed.length) this.#absorbLast(sealed.subarray(whole))
    return this.#finish(sealed.length)
  }

  #absorb(sealed: Buffer, at: number): void {
    for (let word = 0; word < blockWords; word += 1) {
      this.#block[word] = sealed.readUInt32BE(at + word * 4) ^ this.#key(word)
    }
    this.#update(this.#block)
  }

  /** The rest of the last block counts as zeros after decryption, not before. */
  #absorbLast(sealed: Buffer): void {
    const plain = Buffer.alloc(16)
    sealed.copy(plain)
    for (let word = 0; word < blockWords; word += 1) {
      plain.writeUInt32BE((plain.readUInt32BE(word * 4) ^ this.#key(word)) >>> 0, word * 4)
    }
    plain.fill(0, sealed.length)
    this.#update(wordsAt(plain, 0))
  }

  #finish(bytes: number): Buffer {
    const lengths = Buffer.alloc(16)
    lengths.writeBigUInt64LE(BigInt(bytes) * 8n, 8)
    const last = xor(Array.from(this.#state.subarray(12, 16)), wordsAt(lengths, 0))
    for (let round = 0; round < 7; round += 1) this.#update(last)
    const tag = Buffer.alloc(32)
    for (let word = 0; word < blockWords; word += 1) {
      tag.writeUInt32BE((this.#at(0, word) ^ this.#at(1, word) ^ this.#at(2, word)) >>> 0, word * 4)
      tag.writeUInt32BE((this.#at(3, word) ^ this.#at(4, word) ^ this.#at(5, word)) >>> 0, 16 + word * 4)
    }
    return tag
  }

  #at(block: number, word: number): number {
    return this.#state[block * blockWords + word] ?? 0
  }

  #key(word: number): number {
    return (this.#at(1, word) ^ this.#at(4, word) ^ this.#at(5, word) ^ (this.#at(2, word) & this.#at(3, word))) >>> 0
  }

  /** Each block becomes one AES round of the block before it, with itself as the round's key; the message goes into the first. */
  #update(message: ArrayLike<number>): void {
    for (let block = 0; block < 6; block += 1) aesRound(this.#state, (block + 5) % 6, this.#next, block)
    for (let word = 0; word < stateWords; word += 1) {
      const mixed = (this.#next[word] ?? 0) ^ (this.#state[word] ?? 0)
      this.#next[word] = word < blockWords ? mixed ^ (message[word] ?? 0) : mixed
    }
    const state = this.#state
    this.#state = this.#next
    this.#next = state
  }
}

function aesRound(from: Uint32Array, fromBlock: number, to: Uint32Array, toBlock: number): void {
  const base = fromBlock * blockWords
  for (let column = 0; column < blockWords; column += 1) {
    const a = table[(from[base + column] ?? 0) >>> 24] ?? 0
    const b = table[((from[base + ((column + 1) & 3)] ?? 0) >>> 16) & 255] ?? 0
    const c = table[((from[base + ((column + 2) & 3)] ?? 0) >>> 8) & 255] ?? 0
    const d = table[(from[base + ((column + 3) & 3)] ?? 0) & 255] ?? 0
    to[toBlock * blockWords + column] = a ^ ((b >>> 8) | (b << 24)) ^ ((c >>> 16) | (c << 16)) ^ ((d >>> 24) | (d << 8))
  }
}

/** The S-box is the inverse in GF(2^8), mixed with itself; 3 generates the field, so its powers give every inverse. */
function tableOf(): Uint32Array {
  const twice = (x: number): number => ((x << 1) ^ (x & 0x80 ? 0x11b : 0)) & 0xff
  const powers: number[] = []
  for (let x = 1; powers.length < 255; x ^= twice(x)) powers.push(x)
  const words = new Uint32Array(256)
  const put = (x: number, inverse: number): void => {
    let s = 0x63
    for (let turn = 0; turn < 5; turn += 1) s ^= (inverse << turn) | (inverse >>> (8 - turn))
    s &= 0xff
    words[x] = (twice(s) << 24) | (s << 16) | (s << 8) | (twice(s) ^ s)
  }
  put(0, 0)
  for (const [log, x] of powers.entries()) put(x, powers[(255 - log) % 255] ?? 0)
  return words
}

const wordsAt = (bytes: Buffer, at: number): number[] => [0, 4, 8, 12].map((offset) => bytes.readUInt32BE(at + offset))

const xor = (a: readonly number[], b: readonly number[]): number[] => a.map((word, index) => word ^ (b[index] ?? 0))
