/** A record of an archived file as it stood there: what a posting was made of. It streams, and stops where it is found. */
import { Failure } from '../failure.ts'
import { maskCards } from './card.ts'
import { recordLengthMax } from './csv-reader.ts'
import { type CsvRecord, CsvRecordCutter } from './csv-records.ts'

/** The record that begins on this line, card numbers masked; null when none does. */
export async function findLine(chunks: AsyncIterable<Uint8Array>, line: number): Promise<string | null> {
  // A file that could not be read as UTF-8 was refused, and is still shown as well as it can be.
  const decoder = new TextDecoder('utf-8')
  const cutter = new CsvRecordCutter()
  try {
    for await (const chunk of chunks) {
      const records = cutter.push(decoder.decode(chunk, { stream: true }))
      const last = records.at(-1)
      if (last !== undefined && last.line >= line) return textOf(records, line)
      if (cutter.pending > recordLengthMax) return null
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new Failure('store_damaged', { part: 'archive', reason: 'missing' }, error)
  }
  const rest = cutter.push(decoder.decode())
  const { record } = cutter.end()
  return textOf(record === null ? rest : [...rest, record], line)
}

function textOf(records: readonly CsvRecord[], line: number): string | null {
  const found = records.find((record) => record.line === line)
  return found === undefined ? null : maskCards(found.text)
}
