/**
 * Cuts one XML element into cells: its attributes, and the texts of the elements in it. A cell that stands in the file as
 * it is stays there; one with references, CDATA or comments in it is put together aside.
 */
import {
  ampersand,
  bytesOf,
  carriageReturn,
  countLineEnds,
  doubleQuote,
  equals,
  greaterThan,
  isBlank,
  isControl,
  lessThan,
  lineFeed,
  singleQuote,
  slash,
} from './ascii.ts'
import { worseOf } from './defects.ts'
import { depthMax } from './limits.ts'
import type { NameTable } from './names.ts'
import type { Page } from './page.ts'
import type { RecordDefect } from './record-block.ts'
import {
  begins,
  CellText,
  endOf,
  hasControl,
  localStart,
  malformed,
  nameEnd,
  needMore,
  readReference,
  tooDeep,
} from './xml-bytes.ts'

export const commentStart = bytesOf('<!--')
export const commentEnd = bytesOf('-->')
export const cdataStart = bytesOf('<![CDATA[')
export const cdataEnd = bytesOf(']]>')
export const instructionEnd = bytesOf('?>')
const namespace = bytesOf('xmlns')

/** 1 for what ends the plain run of a text. */
const textStops = new Uint8Array(256)
textStops.fill(1, 0, 0x20)
textStops[0x09] = 0
textStops[lessThan] = 1
textStops[ampersand] = 1

export type XmlNames = Readonly<{ elements: NameTable; attributes: NameTable }>

export class XmlElement {
  /** How many lines end up to where reading stopped. */
  lines = 0
  defect: RecordDefect = 'none'
  readonly #names: XmlNames
  readonly #text = new CellText()
  /** Where the names of the elements begin and end that a cell has open. */
  readonly #openStarts = new Int32Array(depthMax)
  readonly #openEnds = new Int32Array(depthMax)
  /** Where the piece ends that was passed last. */
  #pieceStart = 0

  constructor(names: XmlNames) {
    this.#names = names
  }

  /** Reads the element whose `<` is at `at` into the page's next record; answers where it ends. */
  read(page: Page, at: number, depth: number): number {
    const { bytes, filled } = page
    page.clear()
    this.lines = 0
    this.defect = 'none'
    const end = nameEnd(bytes, at + 1, filled)
    if (end < 0) return end
    let i = this.#attributes(page, end, true)
    if (i < 0) return i
    if (bytes[i] === slash) return i + 2
    i += 1
    for (let place = 0; ; ) {
      i = this.#between(bytes, i, filled)
      if (i < 0) return i
      const next = bytes[i + 1]
      if (next === slash) return this.#close(bytes, i, at + 1, end, filled)
      if (i + 1 >= filled) return needMore
      if (next === 0x21 || next === 0x3f) {
        i = this.#passMarkup(bytes, i, filled)
        if (i < 0) return i
        // Text that stands in the record itself belongs to no field.
        if (this.#pieceStart > 0 && !isBlankPiece(bytes, this.#pieceStart, i - cdataEnd.length)) this.#found('shape')
      } else {
        i = this.#child(page, i, place, depth)
        if (i < 0) return i
        place += 1
      }
    }
  }

  /** Passes a start tag from behind its name; answers where its `>` is, or the `/` before it. */
  passTag(page: Page, from: number): number {
    this.lines = 0
    this.defect = 'none'
    return this.#attributes(page, from, false)
  }

  /** Passes a comment, CDATA or an instruction; answers where it ends. Of CDATA it is known where its text starts. */
  #passMarkup(bytes: Uint8Array, at: number, filled: number): number {
    this.#pieceStart = 0
    const end = this.#markupEnd(bytes, at, filled)
    if (end < 0) return end
    this.lines += countLineEnds(bytes, at, end)
    if (hasControl(bytes, at, end)) this.#found('encoding')
    return end
  }

  #markupEnd(bytes: Uint8Array, at: number, filled: number): number {
    if (bytes[at + 1] === 0x3f) return endOf(bytes, at + 2, filled, instructionEnd)
    const isComment = begins(bytes, at, filled, commentStart)
    if (isComment === true) return endOf(bytes, at + commentStart.length, filled, commentEnd)
    const isCdata = begins(bytes, at, filled, cdataStart)
    if (isCdata === true) {
      this.#pieceStart = at + cdataStart.length
      return endOf(bytes, this.#pieceStart, filled, cdataEnd)
    }
    return isComment === needMore || isCdata === needMore ? needMore : malformed
  }

  #found(defect: RecordDefect): void {
    this.defect = worseOf(this.defect, defect)
  }

  /** Passes what stands between the elements of a record; answers where the next `<` is. */
  #between(bytes: Uint8Array, from: number, filled: number): number {
    for (let i = from; ; i += 1) {
      const byte = bytes[i] as number
      if (byte === lessThan) return i
      if (i >= filled) return needMore
      if (byte === lineFeed || (byte === carriageReturn && bytes[i + 1] !== lineFeed)) this.lines += 1
      else if (!isBlank(byte)) this.#found(isControl(byte) ? 'encoding' : 'shape')
      else if (isControl(byte)) this.#found('encoding')
    }
  }

  /** Passes `</name>`, which has to close the name given. */
  #close(bytes: Uint8Array, at: number, nameFrom: number, nameTo: number, filled: number): number {
    let i = at + 2
    for (let j = nameFrom; j < nameTo; j += 1, i += 1) {
      if (bytes[i] !== bytes[j]) return i >= filled ? needMore : malformed
    }
    if (bytes[i] !== greaterThan) i = this.#passBlanks(bytes, i)
    if (bytes[i] === greaterThan && i < filled) return i + 1
    return i >= filled ? needMore : malformed
  }

  #passBlanks(bytes: Uint8Array, from: number): number {
    let i = from
    for (; ; i += 1) {
      const byte = bytes[i] as number
      if (byte === lineFeed || (byte === carriageReturn && bytes[i + 1] !== lineFeed)) this.lines += 1
      else if (byte !== 0x20 && byte !== 0x09 && byte !== carriageReturn) return i
    }
  }

  #attributes(page: Page, from: number, taken: boolean): number {
    const { bytes, filled } = page
    let i = from
    for (let place = 0; ; place += 1) {
      const start = this.#passBlanks(bytes, i)
      if (bytes[start] === greaterThan) return start
      if (start >= filled) return needMore
      if (bytes[start] === slash) {
        if (start + 1 >= filled) return needMore
        return bytes[start + 1] === greaterThan ? start : malformed
      }
      if (start === i) return malformed
      const end = nameEnd(bytes, start, filled)
      if (end < 0) return end
      i = this.#passBlanks(bytes, end)
      if (bytes[i] !== equals) return i >= filled ? needMore : malformed
      i = this.#passBlanks(bytes, i + 1)
      const quote = bytes[i]
      if (quote !== doubleQuote && quote !== singleQuote) return i >= filled ? needMore : malformed
      const valueStart = i + 1
      i = this.#attributeEnd(bytes, valueStart, quote, filled)
      if (i < 0) return i
      const field = taken ? this.#attributeField(bytes, place, start, end) : -1
      if (field >= 0) this.#putAttribute(page, field, valueStart, i)
      i += 1
    }
  }

  #attributeField(bytes: Uint8Array, place: number, start: number, end: number): number {
    const local = localStart(bytes, start, end)
    if (local > start && begins(bytes, start, local - 1, namespace) === true) return -1
    return this.#names.attributes.find(place, bytes, local, end)
  }

  #attributeEnd(bytes: Uint8Array, from: number, quote: number, filled: number): number {
    for (let i = from; ; i += 1) {
      const byte = bytes[i] as number
      if (byte === quote) return i
      if (i >= filled) return needMore
      if (byte === lessThan) return malformed
      if (byte === lineFeed || (byte === carriageReturn && bytes[i + 1] !== lineFeed)) this.lines += 1
      else if (isControl(byte)) this.#found('encoding')
    }
  }

  #putAttribute(page: Page, field: number, start: number, end: number): void {
    const { bytes } = page
    const text = this.#text
    text.begin()
    let plain = true
    for (let i = start; i < end; i += 1) {
      if (bytes[i] === ampersand) {
        plain = false
        i += this.#pushReference(bytes, i, end) - 1
      } else if (bytes[i] === carriageReturn) {
        plain = false
        text.pushPiece(bytes, i, i + 1)
      } else text.push(bytes[i] as number)
    }
    if (plain) this.#put(page, field, start, end)
    else this.#putText(page, field)
  }

  /** Answers how many bytes the reference takes; one that means nothing is passed as a mark of its own. */
  #pushReference(bytes: Uint8Array, at: number, filled: number): number {
    const reference = readReference(bytes, at, filled)
    if (typeof reference === 'object') {
      this.#text.pushCharacter(reference.character)
      return reference.length
    }
    this.#found(reference === 'unknown' ? 'syntax' : 'encoding')
    return 1
  }

  #put(page: Page, field: number, from: number, to: number): void {
    const { bytes } = page
    let start = from
    let end = to
    while (start < end && isBlank(bytes[start] as number)) start += 1
    while (start < end && isBlank(bytes[end - 1] as number)) end -= 1
    if (page.has(field)) this.#found('duplicate_key')
    page.put(field, start, end)
  }

  #putText(page: Page, field: number): void {
    const { bytes, length } = this.#text
    let start = 0
    let end = length
    while (start < end && isBlank(bytes[start] as number)) start += 1
    while (start < end && isBlank(bytes[end - 1] as number)) end -= 1
    if (page.has(field)) this.#found('duplicate_key')
    page.putAside(field, bytes, start, end)
  }

  /** Reads an element of the record, nearly always `<Name>text</Name>`; answers where it ends. */
  #child(page: Page, at: number, place: number, depth: number): number {
    const { bytes, filled } = page
    const start = at + 1
    const end = nameEnd(bytes, start, filled)
    if (end < 0) return end
    const field = this.#names.elements.find(place, bytes, localStart(bytes, start, end), end)
    let i = end
    if (bytes[i] !== greaterThan) {
      i = this.#attributes(page, i, false)
      if (i < 0) return i
      if (bytes[i] === slash) {
        if (field >= 0) this.#put(page, field, i, i)
        return i + 2
      }
    }
    const textStart = i + 1
    i = textStart
    while (textStops[bytes[i] as number] === 0) i += 1
    if (bytes[i] === lessThan && bytes[i + 1] === slash) {
      if (field >= 0) this.#put(page, field, textStart, i)
      return this.#close(bytes, i, start, end, filled)
    }
    this.#openStarts[0] = start
    this.#openEnds[0] = end
    return this.#cell(page, textStart, field, depth + 1)
  }

  /** Puts a cell together from texts, CDATA and references. An element in it makes the record one of another shape. */
  #cell(page: Page, from: number, field: number, base: number): number {
    const { bytes, filled } = page
    const text = this.#text
    text.begin()
    let open = 1
    for (let i = from; ; ) {
      const byte = bytes[i] as number
      if (byte === lessThan) {
        i = this.#markupInCell(page, i, { field, open, base })
        if (i < 0) return i
        open = this.#openNow
        if (open > 0) continue
        if (field >= 0) this.#putText(page, field)
        return i
      }
      if (i >= filled) return needMore
      if (byte === lineFeed || (byte === carriageReturn && bytes[i + 1] !== lineFeed)) this.lines += 1
      else if (isControl(byte)) this.#found('encoding')
      if (open > 1 || field < 0) i += 1
      else if (byte === ampersand) i += this.#pushReference(bytes, i, filled)
      else {
        if (byte === carriageReturn) text.pushPiece(bytes, i, i + 1)
        else text.push(byte)
        i += 1
      }
    }
  }

  #openNow = 0

  #markupInCell(page: Page, at: number, cell: Readonly<{ field: number; open: number; base: number }>): number {
    const { bytes, filled } = page
    const { field, open, base } = cell
    this.#openNow = open
    const next = bytes[at + 1]
    if (at + 1 >= filled) return needMore
    if (next === slash) {
      this.#openNow = open - 1
      return this.#close(bytes, at, this.#openStarts[open - 1] as number, this.#openEnds[open - 1] as number, filled)
    }
    if (next === 0x21 || next === 0x3f) {
      const end = this.#passMarkup(bytes, at, filled)
      if (end < 0) return end
      const taken = this.#pieceStart > 0 && open === 1 && field >= 0
      if (taken) this.#text.pushPiece(bytes, this.#pieceStart, end - cdataEnd.length)
      return end
    }
    const end = nameEnd(bytes, at + 1, filled)
    if (end < 0) return end
    if (base + open >= depthMax) return tooDeep
    if (field >= 0) this.#found('shape')
    const tagEnd = this.#attributes(page, end, false)
    if (tagEnd < 0) return tagEnd
    if (bytes[tagEnd] === slash) return tagEnd + 2
    this.#openStarts[open] = at + 1
    this.#openEnds[open] = end
    this.#openNow = open + 1
    return tagEnd + 1
  }
}

function isBlankPiece(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) if (!isBlank(bytes[i] as number)) return false
  return true
}
