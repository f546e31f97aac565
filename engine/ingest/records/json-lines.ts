/** Cuts NDJSON: a line is a record, whatever stands on it, so a broken one never takes another with it. */
import type { Mapping } from '../../contract/agreements.ts'
import { carriageReturn, lineFeed, openBrace, space, tab } from './ascii.ts'
import { JsonObject, needMore, unsure } from './json-object.ts'
import { putJsonRecord } from './json-record.ts'
import { type NameTable, namesOf } from './names.ts'
import { type Page, passBlanks } from './page.ts'
import { type Scan, type Scanner, unreadable } from './scanner.ts'

export class JsonLinesScanner implements Scanner {
  line = 1
  readonly control = null
  readonly #names: NameTable
  readonly #object: JsonObject
  #begun = false

  constructor(mapping: Mapping) {
    this.#names = namesOf(mapping)
    this.#object = new JsonObject(this.#names)
  }

  scan(page: Page, atEnd: boolean): Scan {
    while (page.count < page.rows) {
      this.line += passBlanks(page, atEnd)
      const { bytes, from, filled } = page
      if (from >= filled) return atEnd ? this.#ended() : 'more'
      const first = bytes[from]
      if (first === carriageReturn) return 'more'
      if (!this.#begun && first !== openBrace) return unreadable('not_ndjson', this.line)
      this.#begun = true
      const end = first === openBrace && !this.#names.hasPaths ? this.#object.read(page, from) : unsure
      if (end === needMore && !atEnd) return 'more'
      if (end >= 0 && this.#object.lines === 0) {
        let i = end
        while (bytes[i] === space || bytes[i] === tab) i += 1
        if (i >= filled && !atEnd) return 'more'
        if (i >= filled || bytes[i] === lineFeed || bytes[i] === carriageReturn) {
          page.close(this.line, from, end, 'none')
          page.from = i
          continue
        }
      }
      const step = this.#anyLine(page, atEnd)
      if (step !== 'on') return step
    }
    return 'full'
  }

  #ended(): Scan {
    return this.#begun ? 'done' : unreadable('empty', 1)
  }

  /** A line that is no plain object: the general reader says what is wrong with it, if anything is. */
  #anyLine(page: Page, atEnd: boolean): Scan | 'on' {
    const { bytes, from, filled } = page
    let next = from
    while (next < filled && bytes[next] !== lineFeed && bytes[next] !== carriageReturn) next += 1
    if (next >= filled && !atEnd) return 'more'
    let end = next
    while (bytes[end - 1] === space || bytes[end - 1] === tab) end -= 1
    const defect = putJsonRecord(page, from, end, this.#names)
    // Whoever wrote the file ends its lines; one that is not whole was not written to its end.
    if (next >= filled && defect === 'syntax') return unreadable('truncated', this.line)
    page.close(this.line, from, end, defect)
    page.from = next
    return 'on'
  }
}
