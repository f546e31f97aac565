/**
 * Cuts a stream of CSV text into records, each with the number of its first line and its text as it stood: a line break
 * inside quotes does not end a record. What the cells of a record are is papaparse's business.
 */
export type CsvRecord = Readonly<{ line: number; text: string }>

const quote = 0x22
const comma = 0x2c
const lineFeed = 0x0a

/**
 * Where in a field the cutter stands. A quote opens quoting only where a field starts: one in the middle of a place such
 * as `5" Main` is a character like any other, or it would swallow the rows that follow it.
 */
type Place = 'field_start' | 'bare' | 'quoted' | 'after_quote'

export class CsvRecordCutter {
  #rest = ''
  #line = 1
  #place: Place = 'field_start'
  #seen = 0
  #firstLineOfRest = 1

  /** The records that `chunk` completes. */
  push(chunk: string): CsvRecord[] {
    this.#rest += chunk
    const records: CsvRecord[] = []
    let start = 0
    let startLine = this.#firstLineOfRest
    for (let i = this.#seen; i < this.#rest.length; i += 1) {
      const code = this.#rest.charCodeAt(i)
      if (code === lineFeed) this.#line += 1
      this.#place = after(this.#place, code)
      if (code !== lineFeed || this.#place === 'quoted') continue
      const end = i > start && this.#rest.charCodeAt(i - 1) === 0x0d ? i - 1 : i
      records.push({ line: startLine, text: this.#rest.slice(start, end) })
      start = i + 1
      startLine = this.#line
    }
    this.#rest = this.#rest.slice(start)
    this.#seen = this.#rest.length
    this.#firstLineOfRest = startLine
    return records
  }

  /** The last record when the file does not end in a line break; `openQuote` when it ends inside quotes. */
  end(): Readonly<{ record: CsvRecord | null; openQuote: boolean }> {
    const record = this.#rest === '' ? null : { line: this.#firstLineOfRest, text: this.#rest.replace(/\r$/, '') }
    return { record, openQuote: this.#place === 'quoted' }
  }

  /** Characters held back because their record is not complete: a bound on them is a bound on memory. */
  get pending(): number {
    return this.#rest.length
  }
}

function after(place: Place, code: number): Place {
  if (place === 'quoted') return code === quote ? 'after_quote' : 'quoted'
  if (code === comma || code === lineFeed) return 'field_start'
  // A quote starts a quoted field; right behind a closing one it is a quote that was written twice.
  if (code === quote && place !== 'bare') return 'quoted'
  return 'bare'
}
