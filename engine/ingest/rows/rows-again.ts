/** Rows of a batch read once more, for whoever answers people: as they stand in the archive, by what judged them. */
import type { OriginalRow } from '../../contract/cases.ts'
import type { EngineStore } from '../../engine-store.ts'
import { invariant } from '../../invariant.ts'
import type { Intake } from '../intake.ts'
import { linesMax } from './find-rows.ts'

export type RowsOfBatch = Readonly<{ batch: number; lines: readonly number[] }>

/** In line order, each once, however many are asked for; a line on which no record begins has no row. */
export async function readRowsAgain(
  { store, intake }: Readonly<{ store: EngineStore; intake: Pick<Intake, 'files'> }>,
  { batch, lines }: RowsOfBatch,
): Promise<readonly OriginalRow[]> {
  const file = await store.read('batches.judgedFile', { batch })
  invariant(file !== null, 'rows of a batch that is not there', { batch })
  const sorted = [...new Set(lines)].toSorted((a, b) => a - b)
  const rows: OriginalRow[] = []
  for (let from = 0; from < sorted.length; from += linesMax)
    rows.push(...(await intake.files.rows(file, sorted.slice(from, from + linesMax))))
  return rows
}
