/**
 * Cuts an XML document into its records, wherever they stand under the root. There is no DTD: a DOCTYPE ends the reading
 * before anything in it can be declared, expanded or fetched.
 */
import type { Mapping } from '../../contract/agreements.ts'
import { bytesOf, carriageReturn, countLineEnds, isBlank, lessThan, lineFeed, slash } from './ascii.ts'
import { readControl } from './control.ts'
import { depthMax } from './limits.ts'
import { attributeNamesOf, controlTable, namesOf } from './names.ts'
import { Page, passBlanks } from './page.ts'
import type { Control } from './record-block.ts'
import { type Scan, type Scanner, unreadable } from './scanner.ts'
import { begins, endOf, localStart, malformed, nameEnd, needMore, tooDeep } from './xml-bytes.ts'
import { cdataEnd, cdataStart, commentEnd, commentStart, instructionEnd, XmlElement } from './xml-element.ts'
import { putXmlRecord } from './xml-record.ts'

type Step = 'on' | Scan
const doctype = bytesOf('<!DOCTYPE')

export class XmlScanner implements Scanner {
  line = 1
  control: Control | null = null
  readonly #mapping: Mapping
  readonly #names: ConstructorParameters<typeof XmlElement>[0]
  readonly #element: XmlElement
  readonly #recordName: string
  #recordBytes: Uint8Array
  /** The elements that are open around the records. */
  readonly #open: string[] = []
  #begun = false
  #found = false

  constructor(mapping: Mapping) {
    this.#mapping = mapping
    this.#names = { elements: namesOf(mapping), attributes: attributeNamesOf(mapping) }
    this.#element = new XmlElement(this.#names)
    this.#recordName = (mapping.records ?? 'Transaction').toLowerCase()
    this.#recordBytes = bytesOf(mapping.records ?? 'Transaction')
  }

  scan(page: Page, atEnd: boolean): Scan {
    while (page.count < page.rows) {
      this.#passText(page, atEnd)
      const { bytes, from, filled } = page
      if (from >= filled) return atEnd ? this.#ended() : 'more'
      if (bytes[from] === carriageReturn) return 'more'
      const step = bytes[from] === lessThan ? this.#step(page) : this.#strayText()
      if (step === 'more') return atEnd ? unreadable('truncated', this.line) : 'more'
      if (step !== 'on') return step
    }
    return 'full'
  }

  #ended(): Scan {
    if (!this.#begun) return unreadable('empty', 1)
    if (this.#open.length > 0) return unreadable('truncated', this.line)
    const missing = this.#mapping.records !== undefined && !this.#found
    return missing ? unreadable('records_missing', 1) : 'done'
  }

  #strayText(): Scan {
    return unreadable(this.#begun && this.#open.length === 0 ? 'trailing_content' : 'malformed', this.line)
  }

  /** Passes blanks, and texts of elements that are neither records nor directly around them. */
  #passText(page: Page, atEnd: boolean): void {
    const { bytes, filled } = page
    for (;;) {
      this.line += passBlanks(page, atEnd)
      if (this.#open.length < 2) return
      let i = page.from
      while (i < filled && bytes[i] !== lessThan && bytes[i] !== lineFeed && bytes[i] !== carriageReturn) i += 1
      if (i === page.from) return
      page.from = i
    }
  }

  #step(page: Page): Step {
    const { bytes, from, filled } = page
    if (from + 1 >= filled) return 'more'
    const next = bytes[from + 1]
    if (next === 0x3f) return this.#pass(page, endOf(bytes, from + 2, filled, instructionEnd))
    if (next === 0x21) return this.#markup(page)
    return next === slash ? this.#closeTag(page) : this.#openTag(page)
  }

  #pass(page: Page, end: number): Step {
    if (end < 0) return this.#lost(end)
    this.line += countLineEnds(page.bytes, page.from, end)
    page.from = end
    return 'on'
  }

  #lost(code: number, lines = 0): Step {
    if (code === needMore) return 'more'
    return unreadable(code === tooDeep ? 'too_deep' : 'malformed', this.line + lines)
  }

  #markup(page: Page): Step {
    const { bytes, from, filled } = page
    const isComment = begins(bytes, from, filled, commentStart)
    if (isComment === true) return this.#pass(page, endOf(bytes, from + commentStart.length, filled, commentEnd))
    const isCdata = begins(bytes, from, filled, cdataStart)
    if (isCdata === true && this.#open.length > 1) return this.#pass(page, endOf(bytes, from, filled, cdataEnd))
    if (isComment === needMore || isCdata === needMore) return 'more'
    const isDoctype = begins(upperCase(bytes.subarray(from, from + doctype.length)), 0, filled - from, doctype)
    if (isDoctype === needMore) return 'more'
    return unreadable(isDoctype ? 'doctype' : 'malformed', this.line)
  }

  #closeTag(page: Page): Step {
    const { bytes, from, filled } = page
    const end = nameEnd(bytes, from + 2, filled)
    if (end < 0) return this.#lost(end)
    const close = endOfBlanks(bytes, end, filled)
    if (close >= filled) return 'more'
    if (bytes[close] !== 0x3e || this.#open.at(-1) !== textOf(bytes, from + 2, end)) return this.#lost(malformed)
    this.#open.pop()
    return this.#pass(page, close + 1)
  }

  #openTag(page: Page): Step {
    const { bytes, from, filled } = page
    const end = nameEnd(bytes, from + 1, filled)
    if (end < 0) return this.#lost(end)
    if (this.#open.length > 0 && this.#isRecord(bytes, localStart(bytes, from + 1, end), end)) return this.#record(page)
    const name = textOf(bytes, localStart(bytes, from + 1, end), end).toLowerCase()
    if (this.#open.length > 0 && name === 'control') return this.#readControl(page)
    if (this.#open.length === 0 && this.#begun) return unreadable('trailing_content', this.line)
    if (!this.#begun && this.#mapping.records === undefined && name !== 'transactions') {
      return unreadable('root_unknown', this.line)
    }
    if (this.#open.length === depthMax) return this.#lost(tooDeep)
    const tagEnd = this.#element.passTag(page, end)
    if (tagEnd < 0) return this.#lost(tagEnd, this.#element.lines)
    this.#begun = true
    if (bytes[tagEnd] === slash) return this.#pass(page, tagEnd + 2)
    this.#open.push(textOf(bytes, from + 1, end))
    return this.#pass(page, tagEnd + 1)
  }

  #isRecord(bytes: Uint8Array, start: number, end: number): boolean {
    const expected = this.#recordBytes
    if (end - start !== expected.length) return false
    let i = 0
    while (i < expected.length && bytes[start + i] === expected[i]) i += 1
    if (i === expected.length) return true
    if (textOf(bytes, start, end).toLowerCase() !== this.#recordName) return false
    // The file's own way to write it, for the next ones.
    this.#recordBytes = bytes.slice(start, end)
    return true
  }

  #record(page: Page): Step {
    const { from } = page
    const element = this.#element
    const end = element.read(page, from, this.#open.length + 1)
    if (end < 0) return this.#lost(end, element.lines)
    const hasPaths = this.#names.elements.hasPaths || this.#names.attributes.hasPaths
    const defect = hasPaths
      ? putXmlRecord(page, { start: from, end, defect: element.defect }, this.#names)
      : element.defect
    page.close(this.line, from, end, defect)
    this.#found = true
    this.line += element.lines
    page.from = end
    return 'on'
  }

  /** A control element is read as if it were a record of three fields. */
  #readControl(page: Page): Step {
    const { bytes, from } = page
    const end = this.#element.read(page, from, this.#open.length + 1)
    if (end < 0) return this.#lost(end, this.#element.lines)
    if (this.control !== null) return unreadable('control_twice', this.line)
    const names = controlTable()
    const element = new XmlElement({ elements: names, attributes: names })
    const own = new Page(1)
    own.append(bytes.slice(from, end))
    element.read(own, 0, 0)
    own.close(this.line, 0, end - from, element.defect)
    own.from = own.filled
    const block = own.cut(0)
    const [count, sum, sha256] = [0, 1, 2].map((field) => {
      const start = block.starts[field] as number
      return start < 0 ? undefined : textOf(block.bytes, start, block.ends[field] as number)
    })
    const said = count !== undefined || sum !== undefined || sha256 !== undefined
    const control = said && element.defect === 'none' ? readControl({ count, sum, sha256 }, this.#mapping) : null
    if (control === null) return unreadable('control_unreadable', this.line)
    this.control = control
    return this.#pass(page, end)
  }
}

const textOf = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8')

const upperCase = (bytes: Uint8Array): Uint8Array =>
  bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte))

function endOfBlanks(bytes: Uint8Array, from: number, filled: number): number {
  let i = from
  while (i < filled && isBlank(bytes[i] as number)) i += 1
  return i
}
