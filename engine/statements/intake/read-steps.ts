/**
 * A file of statements read step by step, for the intake thread: each step is a few thousand lines, so that what else the
 * thread does goes on in between and a file of any length takes bounded memory.
 */

import type { StatementMapping } from '../../contract/statement-mappings.ts'
import type { StatementFormat } from '../../contract/statement-sources.ts'
import { assertNever, invariant } from '../../invariant.ts'
import { type Digits, digitsBy } from '../digits.ts'
import { type Encoding, encodingOfLines } from '../first-text.ts'
import { formatOf, readerOf } from '../format.ts'
import type { Chinese } from '../guess/chinese.ts'
import type { Day, StatementFault, StatementHead, StatementLine, StatementPiece, StatementTail } from '../statement.ts'
import { type KeptLine, keptLineOf, numberOf } from './kept-line.ts'

export type ReadFrom = Readonly<{
  archive: string
  format: StatementFormat | 'auto'
  mapping: StatementMapping | null
  /** What the source says that its files are written in. */
  encoding: Encoding | null
  /** What Chinese is written in that reads in one encoding as well as in the other. */
  usualChinese: Chinese
  /** Of the currencies that the books are kept in. */
  digits: Digits
}>

export type KeptHead = Readonly<{
  account: string
  number: string | null
  id: string | null
  page: number | null
  currency: string | null
}>

export type KeptTail = Readonly<{
  currency: string | null
  opening: number | null
  closing: number | null
  fromDay: number
  toDay: number
  sumIn: number
  sumOut: number
  goesOn: boolean
}>

export type KeptPiece =
  | Readonly<{ is: 'opened'; head: KeptHead }>
  | Readonly<{ is: 'lines'; lines: readonly KeptLine[] }>
  | Readonly<{ is: 'closed'; tail: KeptTail }>

export type ReadStep = Readonly<{
  format: StatementFormat | null
  /** What it is taken to be written in, where it is not UTF-8 or a mix. */
  encoding: Encoding | null
  pieces: readonly KeptPiece[]
  fault: StatementFault | null
  isLast: boolean
}>

/** So many lines and no fewer go to the writer at once, in a transaction of some tens of milliseconds. */
const linesAtOnce = 4_000
/** What the formats are told by. */
const firstBytesMax = 262_144

type Opened = {
  readonly head: StatementHead
  /** The day of a line that says none. */
  otherwise: number | null
  currency: string | null
  firstDay: number | null
  lastDay: number | null
  sumIn: number
  sumOut: number
}

export class ReadSteps {
  readonly #from: ReadFrom
  readonly #chunks: AsyncGenerator<Uint8Array>
  #format: StatementFormat | null = null
  #encoding: Encoding | null = null
  #pieces: AsyncGenerator<readonly StatementPiece[]> | null = null
  #opened: Opened | null = null
  #kept: KeptPiece[] = []
  #lines: KeptLine[] = []
  #count = 0
  #fault: StatementFault | null = null

  constructor(from: ReadFrom, chunks: AsyncGenerator<Uint8Array>) {
    this.#from = from
    this.#chunks = chunks
  }

  async next(): Promise<ReadStep> {
    this.#pieces ??= await this.#begin()
    this.#count = 0
    let isLast = this.#pieces === null
    while (!isLast && this.#fault === null && this.#count < linesAtOnce) {
      const { value, done } = await (this.#pieces as AsyncGenerator<readonly StatementPiece[]>).next()
      if (done === true) isLast = true
      else for (const piece of value) if (this.#fault === null) this.#take(piece)
    }
    this.#flush()
    if (this.#fault !== null) isLast = true
    if (isLast) await this.close()
    const pieces = this.#kept
    this.#kept = []
    return { format: this.#format, encoding: this.#encoding, pieces, fault: this.#fault, isLast }
  }

  async close(): Promise<void> {
    await this.#pieces?.return(undefined)
    await this.#chunks.return(undefined)
  }

  async #begin(): Promise<AsyncGenerator<readonly StatementPiece[]> | null> {
    const { format, mapping: asked, digits } = this.#from
    const first = await this.#firstBytes()
    const said = asked?.encoding ?? this.#from.encoding ?? undefined
    this.#format = format === 'auto' ? formatOf(first, said) : format
    this.#encoding = said ?? encodingOfLines(first, this.#from.usualChinese)
    const mapping = asked === null || said === undefined ? asked : { ...asked, encoding: said }
    const reader = this.#format === null ? null : readerOf(this.#format, mapping)
    if (reader === null) {
      // A table of which nobody said what its columns are is as little readable as a picture.
      this.#fail('not_this_format', { place: 1, field: this.#format === null ? 'document' : 'mapping', found: '' })
      return null
    }
    return reader(behind(first, this.#chunks), { digitsOf: digitsBy(digits), encoding: this.#encoding ?? undefined })
  }

  async #firstBytes(): Promise<Uint8Array> {
    const parts: Uint8Array[] = []
    for (let length = 0; length < firstBytesMax; ) {
      const { value, done } = await this.#chunks.next()
      if (done === true) break
      parts.push(value)
      length += value.length
    }
    return Buffer.concat(parts)
  }

  #take(piece: StatementPiece): void {
    switch (piece.is) {
      case 'opened':
        return this.#open(piece.head)
      case 'line':
        return this.#takeLine(piece.line)
      case 'closed':
        return this.#close(piece.tail)
      case 'fault':
        this.#fault = piece.fault
        return
      default:
        assertNever(piece)
    }
  }

  #open(head: StatementHead): void {
    const { account, number, id, page, currency, opening, from, to } = head
    const otherwise = numberOf(to) ?? numberOf(from) ?? numberOf(opening?.day ?? null)
    this.#opened = {
      head,
      otherwise,
      currency: currency ?? opening?.currency ?? null,
      firstDay: null,
      lastDay: null,
      sumIn: 0,
      sumOut: 0,
    }
    const kept = { account, number, id, page: page?.number ?? null, currency: this.#opened.currency }
    this.#kept.push({ is: 'opened', head: kept })
  }

  #takeLine(line: StatementLine): void {
    const opened = this.#opened
    invariant(opened !== null, 'a line outside of a statement', { place: line.place })
    opened.currency ??= line.currency
    const kept = keptLineOf(line, opened.otherwise)
    const about = { place: line.place, field: 'day', found: '' }
    if (kept === null) return this.#fail('field_missing', about)
    // Sums of two currencies are no money.
    if (line.currency !== opened.currency)
      return this.#fail('malformed', { ...about, field: 'currency', found: line.currency })
    const [, , day] = kept
    opened.otherwise ??= day
    opened.firstDay = Math.min(day, opened.firstDay ?? day)
    opened.lastDay = Math.max(day, opened.lastDay ?? day)
    if (!line.isPending) {
      opened.sumIn += Math.max(0, line.amount)
      opened.sumOut += Math.max(0, -line.amount)
    }
    if (!Number.isSafeInteger(opened.sumIn) || !Number.isSafeInteger(opened.sumOut))
      return this.#fail('too_large', { ...about, field: 'sum' })
    this.#lines.push(kept)
    this.#count += 1
  }

  #close({ closing, opening, goesOn }: StatementTail): void {
    const opened = this.#opened
    invariant(opened !== null, 'the end of a statement that did not begin')
    this.#flush()
    const { head, sumIn, sumOut } = opened
    const stated = head.opening ?? opening ?? null
    const period = periodOf(opened, stated?.day ?? null, closing?.day ?? null)
    if (period === null) return this.#fail('field_missing', { place: 1, field: 'day', found: '' })
    const tail = {
      currency: opened.currency ?? closing?.currency ?? null,
      opening: stated?.amount ?? null,
      closing: closing?.amount ?? null,
      ...period,
      sumIn,
      sumOut,
      goesOn: goesOn === true || head.page?.isLast === false,
    }
    this.#kept.push({ is: 'closed', tail })
    this.#opened = null
  }

  #flush(): void {
    if (this.#lines.length > 0) this.#kept.push({ is: 'lines', lines: this.#lines })
    this.#lines = []
  }

  #fail(code: StatementFault['code'], { place, field, found }: Omit<StatementFault, 'code'>): void {
    this.#fault ??= { code, place, field, found }
  }
}

/** What the statement says it is of, and whatever its lines are of beside; null when nothing of it says a day. */
function periodOf(
  { head, firstDay, lastDay }: Opened,
  openingDay: Day | null,
  closingDay: Day | null,
): Readonly<{ fromDay: number; toDay: number }> | null {
  const closing = numberOf(closingDay)
  const from = numberOf(head.from) ?? firstDay ?? closing ?? numberOf(openingDay)
  if (from === null) return null
  const to = numberOf(head.to) ?? closing ?? lastDay ?? from
  const fromDay = Math.min(from, to, firstDay ?? from)
  return { fromDay, toDay: Math.max(from, to, lastDay ?? to) }
}

async function* behind(first: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first
  yield* rest
}
