/**
 * Cuts a stream of CSV text into records, each with the number of its first line and its text as it stood: a line break
 * inside quotes does not end a record. What the cells of a record are is papaparse's business.
 */
export type CsvRecord = Readonly<{ line: number; text: string }>

export class CsvRecordCutter {
  #rest = ''
  #line = 1
  #quoted = false
  #seen = 0

  /** The records that `chunk` completes. */
  push(chunk: string): CsvRecord[] {
    this.#rest += chunk
    const records: CsvRecord[] = []
    let start = 0
    let startLine = this.#line
    for (let i = this.#seen; i < this.#rest.length; i += 1) {
      const code = this.#rest.charCodeAt(i)
      if (code === 0x22) this.#quoted = !this.#quoted
      if (code !== 0x0a) continue
      this.#line += 1
      if (this.#quoted) continue
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

  #firstLineOfRest = 1

  /** The last record when the file does not end in a line break; `openQuote` when it ends inside quotes. */
  end(): Readonly<{ record: CsvRecord | null; openQuote: boolean }> {
    const record = this.#rest === '' ? null : { line: this.#firstLineOfRest, text: this.#rest.replace(/\r$/, '') }
    return { record, openQuote: this.#quoted }
  }

  /** Characters held back because their record is not complete: a bound on them is a bound on memory. */
  get pending(): number {
    return this.#rest.length
  }
}
