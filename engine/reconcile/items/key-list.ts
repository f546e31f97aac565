/** The references of many items as keys, item after item: what two items have in common is found by these. */
import { release } from './release.ts'

/** By what name a key stands on its item; its place here is kept in a byte beside it. */
export const keyNames = [
  'end_to_end',
  'bank',
  'customer',
  'instruction',
  'mandate',
  'remittance',
  'batch',
  'document',
  'text',
  'reference',
  'bankTransactionId',
  'orderId',
  'txId',
  'file',
] as const
export type KeyName = (typeof keyNames)[number]

export const codeOfName = (name: KeyName): number => keyNames.indexOf(name)

const keysEach = 1.5

export class KeyList {
  #hashes: Float64Array
  #items: Int32Array
  #names: Uint8Array
  #count = 0

  /** Of as many items: most have a reference or two, and growing costs the memory of both sizes at once. */
  constructor(items: number) {
    const size = Math.max(16, Math.ceil(items * keysEach))
    this.#hashes = new Float64Array(size)
    this.#items = new Int32Array(size)
    this.#names = new Uint8Array(size)
  }

  get count(): number {
    return this.#count
  }

  get hashes(): Float64Array {
    return this.#hashes.subarray(0, this.#count)
  }

  /** The place of the item in its set, for each key. */
  get items(): Int32Array {
    return this.#items.subarray(0, this.#count)
  }

  get names(): Uint8Array {
    return this.#names.subarray(0, this.#count)
  }

  /** What an item is called by twice counts once. */
  add(hash: number, item: number, name: number): void {
    for (let at = this.#count - 1; at >= 0 && this.#items[at] === item; at -= 1) if (this.#hashes[at] === hash) return
    if (this.#count === this.#hashes.length) this.#grow()
    this.#hashes[this.#count] = hash
    this.#items[this.#count] = item
    this.#names[this.#count] = name
    this.#count += 1
  }

  release(): void {
    release(this.#hashes, this.#items, this.#names)
    this.#count = 0
  }

  #grow(): void {
    const size = Math.ceil(this.#count * 1.5)
    const [hashes, items, names] = [new Float64Array(size), new Int32Array(size), new Uint8Array(size)]
    hashes.set(this.#hashes)
    items.set(this.#items)
    names.set(this.#names)
    release(this.#hashes, this.#items, this.#names)
    this.#hashes = hashes
    this.#items = items
    this.#names = names
  }
}
