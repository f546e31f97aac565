/** The hash under which a TxId is kept, for millions of them one after another: nothing is made anew for each. */
import { identityHash } from '../../identities/identity-hash.ts'
import { ByteHash } from '../../ingest/judge/byte-hash.ts'

// Longer ones are rare.
const plainMax = 256

export class TxIdHash {
  readonly #seed: number
  readonly #hash: ByteHash
  readonly #bytes = new Uint8Array(plainMax)

  constructor(seed: number) {
    this.#seed = seed
    this.#hash = new ByteHash(seed)
  }

  of(txId: string): number {
    const { length } = txId
    if (length > plainMax) return identityHash(this.#seed, txId)
    for (let i = 0; i < length; i += 1) {
      const code = txId.charCodeAt(i)
      if (code > 0x7f) return identityHash(this.#seed, txId)
      this.#bytes[i] = code
    }
    this.#hash.start()
    this.#hash.addBytes(this.#bytes, 0, length)
    return this.#hash.value()
  }
}
