/**
 * Checks a file: every record becomes exactly one judged row, and what the rules over the whole batch ask for is reckoned
 * on the way, in memory that does not grow with what is in the rows. Of a small file the rows are kept for posting.
 */
import type { Database } from 'better-sqlite3'
import type { BatchRule } from '../../contract/agreements.ts'
import { findSuspects, type Suspects } from '../../identities/known.ts'
import { newestRun } from '../../identities/runs.ts'
import { type FileToRead, rowsPerBlockOf, rulesOf } from '../file-to-read.ts'
import { ByteHash } from '../judge/byte-hash.ts'
import { Judge } from '../judge/judge-block.ts'
import type { JudgedBlock, RowNote, Warning } from '../judge/judged-block.ts'
import { type PieceRows, Pieces } from '../posting/piece.ts'
import { readRecords } from '../records/read-records.ts'
import type { Control, FileFault, Reading, RecordBlock } from '../records/record-block.ts'
import { mostAlike } from './alike.ts'
import { type Sketch, Sketcher } from './sketch.ts'

export type NotedRow = Omit<RowNote, 'row'> & Readonly<{ line: number }>

export type FileFacts = Readonly<{
  format: string
  encoding: string
  rows: number
  faults: number
  sum: string
  /** The same of valid rows only: what posting the file may come to. */
  validSum: string
  clients: number
  control: Control | null
  known: number
  alike: Readonly<{ batch: number; share: number }> | null
  firstAt: number | null
  lastAt: number | null
  warnings: readonly Warning[]
  sketch: Sketch
  /** The newest run of identities when the known ones were looked for. */
  claimsSince: number
}>

export type CheckStep =
  | Readonly<{ status: 'going'; faults: readonly NotedRow[]; rows: number; bytesDone: number }>
  | Readonly<{
      status: 'checked'
      facts: FileFacts
      faults: readonly NotedRow[]
      kept: PieceRows | null
    }>
  | Readonly<{
      status: 'unreadable'
      code: BatchRule
      reason: string
      line: number | null
      faults: readonly NotedRow[]
    }>

// Beyond any agreement's minimum nobody asks how many clients there are.
const clientsCountedMax = 1_000_001
const faultsAtOnce = 2_000
const rowsBetweenSteps = 100_000
const rowsKeptMax = 10_000

const fault = 1

export class FileCheck {
  readonly #raw: Database
  readonly #file: FileToRead
  readonly #records: AsyncGenerator<RecordBlock, FileFault | Reading>
  readonly #judge: Judge
  readonly #sketcher = new Sketcher()
  readonly #clients = new Set<number>()
  readonly #clientHash: ByteHash
  readonly #identities: Float64Array[] = []
  readonly #warnings = new Map<string, { rows: number; lines: number[] }>()
  #kept: JudgedBlock[] | null = []
  #faults: NotedRow[] = []
  #rows = 0
  #faultCount = 0
  #sum = 0n
  #validSum = 0n
  #firstAt = Number.POSITIVE_INFINITY
  #lastAt = Number.NEGATIVE_INFINITY
  #bytesDone = 0
  suspects: Suspects | null = null

  constructor(raw: Database, file: FileToRead, chunks: AsyncIterable<Uint8Array>) {
    this.#raw = raw
    this.#file = file
    this.#judge = new Judge(rulesOf(file))
    this.#clientHash = new ByteHash(file.rules.seed + 3)
    const { mapping } = file.rules.agreement
    this.#records = readRecords(chunks, { mapping, name: file.name, rowsPerBlock: rowsPerBlockOf(file) })
  }

  async next(): Promise<CheckStep> {
    const until = this.#rows + rowsBetweenSteps
    while (this.#rows < until && this.#faults.length < faultsAtOnce) {
      const { value, done } = await this.#records.next()
      if (done === true) return this.#end(value)
      this.#take(this.#judge.judge(value))
    }
    return { status: 'going', faults: this.#takeFaults(), rows: this.#rows, bytesDone: this.#bytesDone }
  }

  #take(block: JudgedBlock): void {
    const identities = new Float64Array(block.count)
    let valid = 0
    let money = 0
    for (let row = 0; row < block.count; row += 1) {
      if (block.outcomes[row] === fault) continue
      identities[valid] = block.identities[row] as number
      valid += 1
      const amount = block.amounts[row] as number
      // Together they may come to more than a number holds exactly.
      if (money > Number.MAX_SAFE_INTEGER - amount) {
        this.#validSum += BigInt(money)
        money = 0
      }
      money += amount
      this.#reckon(block, row)
    }
    this.#validSum += BigInt(money)
    this.#identities.push(identities.subarray(0, valid))
    for (const { row, ...note } of block.notes)
      if (block.outcomes[row] === fault) this.#faults.push({ ...note, line: block.lines[row] as number })
    for (const { code, rows, lines } of block.warnings) this.#warn(code, rows, lines)
    this.#rows += block.count
    this.#faultCount += block.count - valid
    this.#sum += block.sum
    this.#bytesDone = block.bytesRead
    if (this.#kept !== null) this.#kept = this.#rows > rowsKeptMax ? null : [...this.#kept, block]
  }

  #reckon(block: JudgedBlock, row: number): void {
    const at = block.occurredAt[row] as number
    if (at < this.#firstAt) this.#firstAt = at
    if (at > this.#lastAt) this.#lastAt = at
    this.#sketcher.add(block.contents[row] as number)
    if (this.#clients.size >= Math.min(this.#file.rules.agreement.limits.clientsMin, clientsCountedMax)) return
    this.#clientHash.start()
    this.#clientHash.addBytes(block.bytes, block.clientStarts[row] as number, block.clientEnds[row] as number)
    this.#clients.add(this.#clientHash.value())
  }

  #warn(code: string, rows: number, lines: readonly number[]): void {
    const warning = this.#warnings.get(code) ?? { rows: 0, lines: [] }
    this.#warnings.set(code, { rows: warning.rows + rows, lines: [...warning.lines, ...lines].slice(0, 20) })
  }

  #takeFaults(): NotedRow[] {
    const faults = this.#faults
    this.#faults = []
    return faults
  }

  #end(reading: FileFault | Reading): CheckStep {
    const faults = this.#takeFaults()
    if ('reason' in reading) {
      const { code, reason, line } = reading
      return { status: 'unreadable', code, reason, line, faults }
    }
    const producer = this.#file.rules.producer
    // One snapshot, so that what is claimed behind it shows as claimed since.
    const { suspects, claimsSince, alike } = this.#raw.transaction(() => ({
      suspects: findSuspects(this.#raw, producer, joined(this.#identities)),
      claimsSince: newestRun(this.#raw, producer),
      alike: mostAlike(this.#raw, { ...this.#file, producer }, this.#span(), this.#sketcher.sketch()),
    }))()
    this.suspects = suspects
    const facts = { ...this.#facts(reading), known: suspects.known, alike, claimsSince }
    return { status: 'checked', facts, faults, kept: this.#pieceOfKept(suspects) }
  }

  #pieceOfKept(suspects: Suspects): PieceRows | null {
    if (this.#kept === null) return null
    const pieces = new Pieces(this.#file.rules.seed, suspects)
    for (const block of this.#kept) pieces.take(block)
    return pieces.next()
  }

  #facts({ control, format, encoding }: Reading) {
    return {
      format,
      encoding,
      control,
      rows: this.#rows,
      faults: this.#faultCount,
      sum: String(this.#sum),
      validSum: String(this.#validSum),
      clients: this.#clients.size,
      ...this.#span(),
      warnings: [...this.#warnings].map(([code, of]) => ({
        code: code as Warning['code'],
        ...of,
      })),
      sketch: this.#sketcher.sketch(),
    }
  }

  #span(): Readonly<{ firstAt: number | null; lastAt: number | null }> {
    if (this.#firstAt > this.#lastAt) return { firstAt: null, lastAt: null }
    return { firstAt: this.#firstAt, lastAt: this.#lastAt }
  }
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
