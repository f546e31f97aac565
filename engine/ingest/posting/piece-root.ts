/**
 * The root over what one command posted: SHA-256 over its postings in the order of their numbers, all their numbers as
 * eight bytes each and their words as they are. With it in the audit chain none of them can change unnoticed.
 */
import { createHash } from 'node:crypto'
import type { PostingSeal, PostingValues } from '../../ledger/posting-writer.ts'

const numbersOfOne = 14
const rowsAtOnce = 256
// Where the words stand in a posting: its currency, its kind, its TxId. Everything else is a number or nothing.
const words = [4, 6, 9] as const
const columns = 18

export class PieceRoot implements PostingSeal {
  readonly #hash = createHash('sha256')
  readonly #numbers = new Float64Array(numbersOfOne * rowsAtOnce)
  #text = ''
  #rows = 0

  constructor(before: Uint8Array) {
    this.#hash.update(before)
  }

  add(values: PostingValues, from: number): void {
    let at = this.#rows * numbersOfOne
    for (let column = 0; column < columns; column += 1) {
      const value = values[from + column]
      // The time of posting is left out: a batch posted again after a crash has the same root as one that was not.
      if (column === timeOfPosting) continue
      if (typeof value === 'string') this.#text += `${value.length}:${value}`
      else if (isWord(column)) this.#text += '-'
      else {
        this.#numbers[at] = value ?? -1
        at += 1
      }
    }
    this.#rows += 1
    if (this.#rows === rowsAtOnce) this.#take()
  }

  root(): Buffer {
    this.#take()
    return this.#hash.digest()
  }

  #take(): void {
    this.#hash.update(new Uint8Array(this.#numbers.buffer, 0, this.#rows * numbersOfOne * 8))
    this.#hash.update(this.#text)
    this.#text = ''
    this.#rows = 0
  }
}

const timeOfPosting = 12
const isWord = (column: number): boolean => words.includes(column as (typeof words)[number])
