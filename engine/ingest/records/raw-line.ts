/** The record of an archived file that begins on a line, as it stood there: it streams, and stops where it is found. */

import type { FileFormat, Mapping } from '../../contract/agreements.ts'
import { assertNever } from '../../invariant.ts'
import { tellDelimiter } from './csv-layout.ts'
import { type CsvRow, needMore } from './csv-row.ts'
import { tellFormat } from './format.ts'
import type { Page } from './page.ts'
import { RecordReader, type TellFormat } from './read-records.ts'
import type { RecordBlock } from './record-block.ts'
import { type Scan, type Scanner, unreadable } from './scanner.ts'

export type RawLineOptions = Readonly<{ line: number; mapping: Mapping; name: string }>

/** Few, so that no more than the neighbourhood of the record is held. */
const rows = 256

/**
 * Null when no record has that line, as the reader numbers them. Files that were refused are shown too, as far as their
 * records can be told.
 */
export async function readRawLine(
  chunks: AsyncIterable<Uint8Array>,
  { line, mapping, name }: RawLineOptions,
): Promise<string | null> {
  const source = { mapping, name, scannerOf: tellRaw, lenient: true, untilLine: line }
  const blocks = new RecordReader(rows).read(chunks, source)
  for await (const block of blocks) {
    const found = block.lines.indexOf(line)
    if (found >= 0) return rawText(block, found)
    if ((block.lines[block.count - 1] as number) > line) return null
  }
  return null
}

export type RawLine = Readonly<{ line: number; raw: string }>

/** The record that begins on a line with those around it, in one reading; null when none begins there. */
export async function readRawAround(
  chunks: AsyncIterable<Uint8Array>,
  { line, around, mapping, name }: RawLineOptions & Readonly<{ around: number }>,
): Promise<readonly RawLine[] | null> {
  const source = { mapping, name, scannerOf: tellRaw, lenient: true, untilLine: line }
  let before: readonly RawLine[] = []
  let found: RawLine[] | null = null
  let wanted = 0
  for await (const block of new RecordReader(rows).read(chunks, source)) {
    if (found === null) {
      const at = block.lines.indexOf(line)
      if (at < 0 && (block.lines[block.count - 1] as number) > line) return null
      const upTo = at < 0 ? block.count : at
      before = lastOf([...before, ...rawLines(block, Math.max(0, upTo - around), upTo)], around)
      if (at < 0) continue
      found = [...before, ...rawLines(block, at, at + 1 + around)]
      wanted = before.length + 1 + around
    } else found.push(...rawLines(block, 0, wanted - found.length))
    if (found.length >= wanted) return found
  }
  return found
}

const lastOf = <T>(items: readonly T[], count: number): readonly T[] => items.slice(Math.max(0, items.length - count))

function rawLines(block: RecordBlock, from: number, to: number): readonly RawLine[] {
  const texts: RawLine[] = []
  for (let record = from; record < Math.min(to, block.count); record += 1)
    texts.push({ line: block.lines[record] as number, raw: rawText(block, record) })
  return texts
}

/** A record as text. */
export function rawText({ bytes, rawStarts, rawEnds }: RecordBlock, record: number): string {
  const start = rawStarts[record] as number
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, (rawEnds[record] as number) - start).toString('utf8')
}

const tellRaw: TellFormat = (page, file) => {
  const told = tellFormat(page, file)
  if (told === 'more') return told
  const format: FileFormat = 'code' in told ? 'csv' : told.format
  switch (format) {
    case 'csv':
      return { format, scanner: new CsvLinesScanner(file.mapping) }
    case 'json':
    case 'ndjson':
    case 'xml':
      return told
    default:
      return assertNever(format)
  }
}

/** Cuts CSV into records and looks no further: its header is one of them, and it may have a wrong one or none. */
class CsvLinesScanner implements Scanner {
  line = 1
  readonly control = null
  readonly #mapping: Mapping
  #row: CsvRow | undefined

  constructor(mapping: Mapping) {
    this.#mapping = mapping
  }

  scan(page: Page, atEnd: boolean): Scan {
    while (page.count < page.rows) {
      const { bytes, from, filled } = page
      if (from >= filled) return atEnd ? 'done' : 'more'
      this.#row ??= tellDelimiter(bytes, { from, filled, atEnd }, this.#mapping)
      const next = this.#row?.read(bytes, from, filled, atEnd) ?? needMore
      if (this.#row === undefined || next === needMore)
        return atEnd ? unreadable('quote_not_closed', this.line) : 'more'
      page.close(this.line, from, this.#row.end, 'none')
      page.from = next
      this.line += this.#row.lines
    }
    return 'full'
  }
}
