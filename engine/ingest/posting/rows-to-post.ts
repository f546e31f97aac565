/** Reads a checked file again and cuts it into pieces for the writer, each a transaction of its own. */
import type { Suspects } from '../../identities/known.ts'
import { type FileToRead, rowsPerBlockOf, rulesOf } from '../file-to-read.ts'
import { Judge } from '../judge/judge-block.ts'
import type { JudgedBlock } from '../judge/judged-block.ts'
import { readRecords } from '../records/read-records.ts'
import type { FileFault, Reading, RecordBlock } from '../records/record-block.ts'
import { type PieceRows, Pieces } from './piece.ts'

type From = Readonly<{ chunks: AsyncIterable<Uint8Array>; suspects: Suspects; afterLine: number }>

/** A wallet that comes often is written once in a piece, so large ones are cheaper; whoever waits cuts one short. */
export const rowsPerPiece = 65_536
const fault = 1

export class RowsToPost {
  readonly #judge: Judge
  readonly #pieces: Pieces
  readonly #records: AsyncGenerator<RecordBlock, FileFault | Reading>
  #afterLine: number

  constructor(file: FileToRead, { chunks, suspects, afterLine }: From) {
    const { mapping } = file.rules.agreement
    this.#judge = new Judge(rulesOf(file))
    this.#pieces = new Pieces(file.rules.seed, suspects)
    this.#afterLine = afterLine
    this.#records = readRecords(chunks, { mapping, name: file.name, rowsPerBlock: rowsPerBlockOf(file) })
  }

  /** Null when every row was handed out. */
  async next(): Promise<PieceRows | null> {
    while (this.#pieces.rows < rowsPerPiece) {
      const { value, done } = await this.#records.next()
      if (done === true) break
      const block = this.#judge.judge(value)
      const last = block.lines[block.count - 1] ?? 0
      if (last <= this.#afterLine) continue
      passOver(block, this.#afterLine)
      this.#afterLine = last
      this.#pieces.take(block)
    }
    return this.#pieces.rows === 0 ? null : this.#pieces.next()
  }

  async end(): Promise<void> {
    await this.#records.return({ code: 'FILE_UNREADABLE', reason: 'not_read', line: null })
  }
}

/** Rows that were posted before a crash are passed over as faults are: something else has accounted for them. */
function passOver({ count, lines, outcomes }: JudgedBlock, upTo: number): void {
  for (let row = 0; row < count && (lines[row] ?? 0) <= upTo; row += 1) outcomes[row] = fault
}
