/** The columns of a judged block before anything was judged. */
import { columnOf, type RecordBlock } from '../records/record-block.ts'
import type { JudgedBlock, RowNote } from './judged-block.ts'

export type Columns = { -readonly [K in keyof JudgedBlock]: JudgedBlock[K] } & {
  placeNames: string[]
  notes: RowNote[]
}

export function columnsFor(block: RecordBlock): Columns {
  const { count, starts, ends } = block
  const columnOfCells = (cells: Int32Array, column: number): Int32Array =>
    cells.slice(column * count, (column + 1) * count)
  return {
    count,
    bytes: block.bytes,
    lines: block.lines,
    outcomes: new Uint8Array(count),
    clientStarts: columnOfCells(starts, columnOf.ClientId),
    clientEnds: columnOfCells(ends, columnOf.ClientId),
    txStarts: columnOfCells(starts, columnOf.TxId),
    txEnds: columnOfCells(ends, columnOf.TxId),
    rawStarts: block.rawStarts,
    rawEnds: block.rawEnds,
    places: new Int32Array(count),
    placeNames: [],
    types: new Uint8Array(count),
    amounts: new Float64Array(count),
    occurredAt: new Float64Array(count),
    days: new Int32Array(count),
    identities: new Float64Array(count),
    contents: new Float64Array(count),
    notes: [],
    warnings: [],
    sum: 0n,
    bytesRead: block.bytesRead,
  }
}

export const emptyBlock: RecordBlock = {
  count: 0,
  bytes: new Uint8Array(0),
  starts: new Int32Array(0),
  ends: new Int32Array(0),
  lines: new Float64Array(0),
  rawStarts: new Int32Array(0),
  rawEnds: new Int32Array(0),
  defects: new Uint8Array(0),
  numbers: new Uint8Array(0),
  bytesRead: 0,
}
