/**
 * Cuts a JSON document: an array of records, or an object that leads to one. What stands around the records is walked
 * value by value and never held, however much of it there is.
 */
import type { Mapping } from '../../contract/agreements.ts'
import { assertNever } from '../../invariant.ts'
import {
  carriageReturn,
  closeBrace,
  closeBracket,
  colon,
  comma,
  countLineEnds,
  doubleQuote,
  openBrace,
  openBracket,
} from './ascii.ts'
import { readControlObject } from './control.ts'
import { JsonCut, malformed, tooDeep } from './json-cut.ts'
import { JsonObject, needMore, unsure } from './json-object.ts'
import { putJsonRecord } from './json-record.ts'
import { depthMax } from './limits.ts'
import { type NameTable, namesOf } from './names.ts'
import { type Page, passBlanks } from './page.ts'
import type { Control, FileFault } from './record-block.ts'
import { type Scan, type Scanner, unreadable } from './scanner.ts'

/** What may stand next. */
type Expected =
  | 'root'
  | 'key_or_end'
  | 'key'
  | 'colon'
  | 'value'
  | 'value_or_end'
  | 'comma_or_end'
  | 'record'
  | 'record_or_end'
  | 'comma_after_record'
  | 'nothing'

type Step = 'on' | 'more' | FileFault
type Frame = { readonly isObject: boolean; key: string }

export class JsonScanner implements Scanner {
  line = 1
  control: Control | null = null
  readonly #mapping: Mapping
  readonly #names: NameTable
  readonly #object: JsonObject
  readonly #cut = new JsonCut()
  /** The keys that lead to the records, when the root is an object. */
  readonly #path: readonly string[]
  readonly #frames: Frame[] = []
  #expected: Expected = 'root'
  #found = false
  #text = ''

  constructor(mapping: Mapping) {
    this.#mapping = mapping
    this.#names = namesOf(mapping)
    this.#object = new JsonObject(this.#names)
    this.#path = (mapping.records ?? 'transactions').toLowerCase().split('.')
  }

  scan(page: Page, atEnd: boolean): Scan {
    while (page.count < page.rows) {
      this.line += passBlanks(page, atEnd)
      const { bytes, from, filled } = page
      if (from >= filled) return atEnd ? this.#ended() : 'more'
      const byte = bytes[from] as number
      if (byte === carriageReturn) return 'more'
      const step = this.#step(page, byte, atEnd)
      if (step === 'more') return atEnd ? unreadable('truncated', this.line) : 'more'
      if (step !== 'on') return step
    }
    return 'full'
  }

  #ended(): Scan {
    if (this.#expected === 'root') return unreadable('empty', 1)
    return this.#expected === 'nothing' ? 'done' : unreadable('truncated', this.line)
  }

  #step(page: Page, byte: number, atEnd: boolean): Step {
    switch (this.#expected) {
      case 'record':
        return this.#record(page, byte, atEnd)
      case 'record_or_end':
        return byte === closeBracket ? this.#endRecords(page) : this.#record(page, byte, atEnd)
      case 'comma_after_record':
        if (byte === comma) return this.#take(page, 'record')
        return byte === closeBracket ? this.#endRecords(page) : this.#malformed()
      case 'root':
        return this.#root(page, byte)
      case 'key_or_end':
        return byte === closeBrace ? this.#leave(page) : this.#key(page, byte, atEnd)
      case 'key':
        return this.#key(page, byte, atEnd)
      case 'colon':
        return byte === colon ? this.#take(page, 'value') : this.#malformed()
      case 'value_or_end':
        return byte === closeBracket ? this.#leave(page) : this.#value(page, byte, atEnd)
      case 'value':
        return this.#value(page, byte, atEnd)
      case 'comma_or_end':
        return this.#commaOrEnd(page, byte)
      case 'nothing':
        return unreadable('trailing_content', this.line)
      default:
        return assertNever(this.#expected)
    }
  }

  #malformed(): FileFault {
    return unreadable('malformed', this.line)
  }

  #take(page: Page, expected: Expected): Step {
    page.from += 1
    this.#expected = expected
    return 'on'
  }

  #root(page: Page, byte: number): Step {
    if (byte === openBracket) {
      if (this.#mapping.records !== undefined) return unreadable('records_missing', this.line)
      this.#found = true
      return this.#take(page, 'record_or_end')
    }
    if (byte !== openBrace) return unreadable('not_json', this.line)
    this.#frames.push({ isObject: true, key: '' })
    return this.#take(page, 'key_or_end')
  }

  #record(page: Page, byte: number, atEnd: boolean): Step {
    const { bytes, from, filled } = page
    const plain = byte === openBrace && !this.#names.hasPaths
    const end = plain ? this.#object.read(page, from) : unsure
    if (end === needMore) return 'more'
    if (end !== unsure) {
      page.close(this.line, from, end, 'none')
      this.line += this.#object.lines
      page.from = end
    } else {
      const next = this.#cut.read(bytes, from, filled, atEnd)
      if (next < 0) return this.#lost(next)
      page.close(this.line, from, next, putJsonRecord(page, from, next, this.#names))
      this.line += this.#cut.lines
      page.from = next
    }
    this.#expected = 'comma_after_record'
    return 'on'
  }

  /** A value whose end can't be found, and where that is noticed. */
  #lost(code: number): Step {
    if (code === needMore) return 'more'
    const line = this.line + this.#cut.lines
    if (code === tooDeep) return unreadable('too_deep', line)
    return code === malformed ? unreadable('malformed', line) : 'more'
  }

  #endRecords(page: Page): Step {
    return this.#take(page, this.#frames.length === 0 ? 'nothing' : 'comma_or_end')
  }

  #key(page: Page, byte: number, atEnd: boolean): Step {
    const frame = this.#frames.at(-1)
    if (byte !== doubleQuote || frame === undefined) return this.#malformed()
    const step = this.#cutText(page, atEnd)
    if (step !== 'on') return step
    const key = parsed(this.#text)
    if (typeof key !== 'string') return this.#malformed()
    frame.key = key.toLowerCase()
    this.#expected = 'colon'
    return 'on'
  }

  #value(page: Page, byte: number, atEnd: boolean): Step {
    if (this.#isAtPath()) {
      if (byte !== openBracket) return unreadable('records_missing', this.line)
      if (this.#found) return unreadable('records_twice', this.line)
      this.#found = true
      return this.#take(page, 'record_or_end')
    }
    const frames = this.#frames
    if (frames.length === 1 && frames[0]?.isObject === true && frames[0].key === 'control') {
      return this.#control(page, atEnd)
    }
    if (byte === openBrace || byte === openBracket) {
      if (frames.length === depthMax) return unreadable('too_deep', this.line)
      frames.push({ isObject: byte === openBrace, key: '' })
      return this.#take(page, byte === openBrace ? 'key_or_end' : 'value_or_end')
    }
    const step = this.#cutText(page, atEnd)
    if (step !== 'on') return step
    if (parsed(this.#text) === undefined) return this.#malformed()
    this.#expected = 'comma_or_end'
    return 'on'
  }

  #isAtPath(): boolean {
    const frames = this.#frames
    if (frames.length !== this.#path.length) return false
    return frames.every(({ isObject, key }, index) => isObject && key === this.#path[index])
  }

  #control(page: Page, atEnd: boolean): Step {
    const line = this.line
    const step = this.#cutText(page, atEnd)
    if (step !== 'on') return step
    this.#expected = 'comma_or_end'
    if (this.#text === 'null') return 'on'
    if (this.control !== null) return unreadable('control_twice', line)
    this.control = readControlObject(this.#text, this.#mapping)
    return this.control === null ? unreadable('control_unreadable', line) : 'on'
  }

  #commaOrEnd(page: Page, byte: number): Step {
    const isObject = this.#frames.at(-1)?.isObject === true
    if (byte === comma) return this.#take(page, isObject ? 'key' : 'value')
    return byte === (isObject ? closeBrace : closeBracket) ? this.#leave(page) : this.#malformed()
  }

  #leave(page: Page): Step {
    this.#frames.pop()
    if (this.#frames.length > 0) return this.#take(page, 'comma_or_end')
    return this.#found ? this.#take(page, 'nothing') : unreadable('records_missing', this.line)
  }

  /** Passes the value that stands next, and keeps its text. */
  #cutText(page: Page, atEnd: boolean): Step {
    const { bytes, from, filled } = page
    const next = this.#cut.read(bytes, from, filled, atEnd)
    if (next < 0) return this.#lost(next)
    this.line += countLineEnds(bytes, from, next)
    page.from = next
    this.#text = Buffer.from(bytes.buffer, bytes.byteOffset + from, next - from).toString('utf8')
    return 'on'
  }
}

/** Undefined when the text is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
