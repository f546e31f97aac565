/**
 * Looks for card numbers in a record, in its raw text and in cells that say another thing than it: a digit that is written
 * as `\u0034` or `&#52;` is none in the raw text and one in the cell.
 */
import { maskCards } from '../card.ts'
import { absent, fieldCount, type RecordBlock } from '../records/record-block.ts'
import { textOf } from './byte-words.ts'
import { holdsCard, withoutEscapes } from './card-bytes.ts'

export class CardLook {
  readonly #block: RecordBlock
  // The marks with which a character may be written by its number; most files have none of them.
  readonly #jsonMark: MarkAhead
  readonly #xmlMark: MarkAhead

  constructor(block: RecordBlock) {
    this.#block = block
    const bytes = Buffer.from(block.bytes.buffer, block.bytes.byteOffset, block.bytes.byteLength)
    this.#jsonMark = new MarkAhead(bytes, '\\u')
    this.#xmlMark = new MarkAhead(bytes, '&#')
  }

  /** `cellsOutside`: whether some cell of the record is not a piece of its raw text. */
  rowHasCard(row: number, cellsOutside: boolean): boolean {
    const { bytes, rawStarts, rawEnds } = this.#block
    const from = rawStarts[row] as number
    const to = rawEnds[row] as number
    if (holdsCard(bytes, from, to)) return true
    if (cellsOutside && this.#someCellHasCard(row)) return true
    const mayHide = this.#jsonMark.isWithin(from, to) || this.#xmlMark.isWithin(from, to)
    return mayHide && hidesCard(textOf(bytes, from, to))
  }

  cellHasCard(row: number, field: number): boolean {
    const { bytes, starts, ends, count } = this.#block
    const start = starts[field * count + row] as number
    return start !== absent && holdsCard(bytes, start, ends[field * count + row] as number)
  }

  /** The raw text of a record with a card number, fit to be kept: all digits go when masking can't find those of the card. */
  maskedRaw(row: number): string {
    const { bytes, rawStarts, rawEnds } = this.#block
    const from = rawStarts[row] as number
    const to = rawEnds[row] as number
    const raw = textOf(bytes, from, to)
    const masked = maskedText(raw)
    return masked === raw && this.#someCellHasCard(row) ? withoutDigits(masked) : masked
  }

  #someCellHasCard(row: number): boolean {
    for (let field = 0; field < fieldCount; field += 1) if (this.cellHasCard(row, field)) return true
    return false
  }
}

/** All digits go when a card number is still there, written so that masking does not see it. */
export function maskedText(text: string): string {
  const masked = maskCards(text)
  return hidesCard(masked) ? withoutDigits(masked) : masked
}

const withoutDigits = (text: string): string => text.replace(/[0-9]/g, '*')

function hidesCard(raw: string): boolean {
  const plain = withoutEscapes(raw)
  return plain !== raw && maskCards(plain) !== plain
}

/** Where some text occurs next: rows come in order, so that a block is searched once and not once for each row. */
class MarkAhead {
  readonly #bytes: Buffer
  readonly #mark: string
  #searchedFrom = Number.POSITIVE_INFINITY
  #at = 0

  constructor(bytes: Buffer, mark: string) {
    this.#bytes = bytes
    this.#mark = mark
  }

  isWithin(from: number, to: number): boolean {
    if (from < this.#searchedFrom || from > this.#at) {
      const found = this.#bytes.indexOf(this.#mark, from)
      this.#searchedFrom = from
      this.#at = found < 0 ? Number.POSITIVE_INFINITY : found
    }
    return this.#at < to
  }
}
