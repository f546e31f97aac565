/** Rows of an archived file by their lines, read once more: it streams, and goes no further than the last of them. */
import type { OriginalRow } from '../../contract/cases.ts'
import { invariant } from '../../invariant.ts'
import { orDamaged } from '../archived-line.ts'
import { type FileToRead, rowsPerBlockOf, rulesOf } from '../file-to-read.ts'
import { readRecords } from '../records/read-records.ts'
import type { RecordBlock } from '../records/record-block.ts'
import { RowReader } from './row-reader.ts'

/** So many are asked for at once, so that what is waiting for the thread does not wait long. */
export const linesMax = 500

/** In line order; a line on which no record begins has no row. */
export async function findRows(
  chunks: AsyncIterable<Uint8Array>,
  file: FileToRead,
  lines: readonly number[],
): Promise<readonly OriginalRow[]> {
  invariant(lines.length <= linesMax, 'more rows at once than anybody should wait for', { lines: lines.length })
  const wanted = new Set(lines)
  const last = Math.max(...wanted, 0)
  return orDamaged(async () => {
    const reader = new RowReader(rulesOf(file))
    const { mapping } = file.rules.agreement
    const options = { mapping, name: file.name, rowsPerBlock: rowsPerBlockOf(file), untilLine: last }
    const rows: OriginalRow[] = []
    for await (const block of readRecords(chunks, options)) {
      rows.push(...reader.read(block, placesOf(block, wanted)))
      if (rows.length === wanted.size || (block.lines[block.count - 1] as number) >= last) break
    }
    return rows
  })
}

function placesOf({ count, lines }: RecordBlock, wanted: ReadonlySet<number>): readonly number[] {
  const places: number[] = []
  for (let at = 0; at < count; at += 1) if (wanted.has(lines[at] as number)) places.push(at)
  return places
}
