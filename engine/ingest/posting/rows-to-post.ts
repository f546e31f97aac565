/** Reads a checked file again and cuts it into pieces for the writer: so many rows that a transaction takes some 100 ms. */
import type { Suspects } from '../../identities/known.ts'
import { type SuspectedRows, suspectsOf } from '../check/check-file.ts'
import { type FileToRead, rowsPerBlock, rulesOf } from '../file-to-read.ts'
import { Judge } from '../judge/judge-block.ts'
import type { JudgedBlock } from '../judge/judged-block.ts'
import { readRecords } from '../records/read-records.ts'
import type { FileFault, Reading, RecordBlock } from '../records/record-block.ts'

export type PieceOfRows = Readonly<{
  blocks: readonly SuspectedRows[]
  firstLine: number
  lastLine: number
  bytesDone: number
}>

type From = Readonly<{ chunks: AsyncIterable<Uint8Array>; suspects: Suspects; afterLine: number }>

const rowsPerPiece = 32_768
const fault = 1

export class RowsToPost {
  readonly #judge: Judge
  readonly #suspects: Suspects
  readonly #records: AsyncGenerator<RecordBlock, FileFault | Reading>
  #afterLine: number

  constructor(file: FileToRead, { chunks, suspects, afterLine }: From) {
    const { mapping } = file.rules.agreement
    this.#judge = new Judge(rulesOf(file))
    this.#suspects = suspects
    this.#afterLine = afterLine
    this.#records = readRecords(chunks, { mapping, name: file.name, rowsPerBlock })
  }

  /** Null when every row was handed out. */
  async next(): Promise<PieceOfRows | null> {
    const blocks: SuspectedRows[] = []
    const firstLine = this.#afterLine + 1
    let rows = 0
    let bytesDone = 0
    while (rows < rowsPerPiece) {
      const { value, done } = await this.#records.next()
      if (done === true) break
      const block = this.#judge.judge(value)
      const last = block.lines[block.count - 1] ?? 0
      if (last <= this.#afterLine) continue
      passOver(block, this.#afterLine)
      this.#afterLine = last
      blocks.push({ block, suspects: suspectsOf(block, this.#suspects) })
      rows += block.count
      bytesDone = block.bytesRead
    }
    return blocks.length === 0 ? null : { blocks, firstLine, lastLine: this.#afterLine, bytesDone }
  }

  async end(): Promise<void> {
    await this.#records.return({ code: 'FILE_UNREADABLE', reason: 'not_read', line: null })
  }
}

/** Rows that were posted before a crash are passed over as faults are: something else has accounted for them. */
function passOver({ count, lines, outcomes }: JudgedBlock, upTo: number): void {
  for (let row = 0; row < count && (lines[row] ?? 0) <= upTo; row += 1) outcomes[row] = fault
}
