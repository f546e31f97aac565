/** The hash of a row's content as the judge of rows reckons it, for whoever has the row and not the file. */
import { numberOf } from './agreed-words.ts'
import { ByteHash } from './byte-hash.ts'

export type Content = Readonly<{
  client: string
  type: 'TopUp' | 'Payment'
  amount: number
  occurredAt: number
  location: string
}>

export class ContentHash {
  readonly #content: ByteHash
  readonly #place: ByteHash

  constructor(seed: number) {
    this.#content = new ByteHash(seed + 1)
    this.#place = new ByteHash(seed + 2)
  }

  of({ client, type, amount, occurredAt, location }: Content): number {
    this.#place.start()
    addText(this.#place, location)
    this.#content.start()
    addText(this.#content, client)
    this.#content.addWord(numberOf(type))
    this.#content.addNumber(amount)
    this.#content.addNumber(occurredAt)
    this.#content.addNumber(this.#place.value())
    return this.#content.value()
  }
}

function addText(hash: ByteHash, text: string): void {
  const bytes = new TextEncoder().encode(text)
  hash.addBytes(bytes, 0, bytes.length)
}
