/**
 * Rows on their way to the writer: judged, with what can be prepared without the books, because the writer is what every
 * row waits for. Which of them are suspect, their clients by number, and the order of their identities.
 */
import { orderOf } from '../../identities/entries.ts'
import type { Suspects } from '../../identities/known.ts'
import { ByteHash } from '../judge/byte-hash.ts'
import type { JudgedBlock } from '../judge/judged-block.ts'
import { type ClientNames, ClientNumbers } from './client-numbers.ts'
import { suspectsOf } from './suspect-rows.ts'

export type PieceBlock = Readonly<{
  block: JudgedBlock
  /** 1 where somebody else may have the row's identity. */
  suspects: Uint8Array
  /** Each row's client by its number; nothing for a fault. */
  clients: Int32Array
}>

export type PieceRows = Readonly<{
  blocks: readonly PieceBlock[]
  /** Rows of all blocks, counted through, in the order of their identities. */
  order: Uint32Array
  /** Clients that no piece of the batch before had. */
  clients: ClientNames
}>

const fault = 1

export class Pieces {
  readonly #numbers: ClientNumbers
  readonly #suspects: Suspects
  #blocks: PieceBlock[] = []
  rows = 0

  constructor(seed: number, suspects: Suspects) {
    this.#numbers = new ClientNumbers(new ByteHash(seed))
    this.#suspects = suspects
  }

  take(block: JudgedBlock): void {
    this.#blocks.push({ block, suspects: suspectsOf(block, this.#suspects), clients: this.#clientsOf(block) })
    this.rows += block.count
  }

  /** What was taken since the last piece. */
  next(): PieceRows {
    const blocks = this.#blocks
    const hashes = columnThrough(blocks, this.rows, 'identities')
    this.#blocks = []
    this.rows = 0
    return { blocks, order: orderOf(hashes), clients: this.#numbers.takeNew() }
  }

  #clientsOf({ count, outcomes, bytes, clientStarts, clientEnds }: JudgedBlock): Int32Array {
    const clients = new Int32Array(count)
    for (let row = 0; row < count; row += 1) {
      // A fault has no client that could be trusted to be one.
      if (outcomes[row] === fault) continue
      clients[row] = this.#numbers.numberOf(bytes, clientStarts[row] as number, clientEnds[row] as number)
    }
    return clients
  }
}

/** One column of all rows, counted through. */
export function columnThrough(
  blocks: readonly Pick<PieceBlock, 'block'>[],
  rows: number,
  column: 'identities' | 'lines',
): Float64Array {
  const all = new Float64Array(rows)
  let at = 0
  for (const { block } of blocks) {
    all.set(block[column].subarray(0, block.count), at)
    at += block.count
  }
  return all
}

/** The memory of a piece, which goes from thread to thread with it. */
export function memoryOf({ blocks, order }: PieceRows): readonly ArrayBuffer[] {
  const all = new Set<ArrayBuffer>([order.buffer as ArrayBuffer])
  for (const { block, ...prepared } of blocks) {
    for (const column of [...Object.values(block), ...Object.values(prepared)])
      if (ArrayBuffer.isView(column)) all.add(column.buffer as ArrayBuffer)
  }
  return [...all]
}

/** What is left of a piece once so many of its blocks are posted. Its clients were told with the first of them. */
export function pieceBehind({ blocks, order, clients }: PieceRows, posted: number): PieceRows {
  const passed = blocks.slice(0, posted).reduce((rows, { block }) => rows + block.count, 0)
  return {
    blocks: blocks.slice(posted),
    order: order.filter((row) => row >= passed).map((row) => row - passed),
    clients: { from: clients.from + clients.names.length, names: [] },
  }
}
