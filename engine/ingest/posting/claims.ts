/**
 * Identities that rows of a piece have claimed. Their order was found before they came to the writer; here is noted who did
 * claim, and those are left in it.
 */
import type { Entries } from '../../identities/entries.ts'
import { columnThrough, type PieceRows } from './piece.ts'

export class Claims {
  readonly #rows: PieceRows
  readonly #claimed: Uint8Array
  /** Rows of the blocks before the one that is being posted. */
  #passed = 0
  #count = 0

  constructor(rows: PieceRows) {
    this.#rows = rows
    this.#claimed = new Uint8Array(rows.order.length)
  }

  /** A row of the block that is being posted. */
  add(row: number): void {
    this.#claimed[this.#passed + row] = 1
    this.#count += 1
  }

  /** The block is done. */
  pass(rows: number): void {
    this.#passed += rows
  }

  entries(batch: number): Entries {
    const { blocks, order } = this.#rows
    const hashes = columnThrough(blocks, order.length, 'identities')
    const lines = columnThrough(blocks, order.length, 'lines')
    const entries = {
      hashes: new Float64Array(this.#count),
      batches: new Uint32Array(this.#count).fill(batch),
      lines: new Uint32Array(this.#count),
    }
    let at = 0
    for (const row of order) {
      if (this.#claimed[row] !== 1) continue
      entries.hashes[at] = hashes[row] as number
      entries.lines[at] = lines[row] as number
      at += 1
    }
    return entries
  }
}
