/** The fields of a row that was refused: only its file says them, so it is read once more before a client is asked about it. */
import { RowFields } from '../contract/row-fields.ts'
import { readRowsAgain } from '../ingest/rows/rows-again.ts'
import type { QueryContext } from '../store/command.ts'
import { findCase } from './case-in-hand.ts'

type RowsOf = Parameters<typeof readRowsAgain>[0]
type Which = Readonly<{ exception: number; line?: number | undefined }>

/** Null where no row was refused, or not all of it can be read. */
export async function refusedRow(rowsOf: RowsOf, { exception, line }: Which): Promise<RowFields | null> {
  const place = await rowsOf.store.read('contact.refusedPlace', { exception, line })
  if (place === null) return null
  const [row] = await readRowsAgain(rowsOf, { batch: place.batch, lines: [place.line] })
  return RowFields.safeParse(row?.row).data ?? null
}

export function refusedPlace(
  { raw }: Pick<QueryContext, 'raw'>,
  { exception, line }: Which,
): Readonly<{ batch: number; line: number }> | null {
  const of = findCase(raw, exception)
  const asked = line ?? of?.line ?? null
  if (of === null || of.batch === null || asked === null) return null
  if (of.scope !== 'fault' && of.scope !== 'conflict') return null
  const { batch, code, scope } = of
  const isOfCase = raw
    .prepare('SELECT 1 FROM batch_row WHERE batch_id = ? AND line = ? AND outcome = ? AND code = ?')
    .get(batch, asked, scope, code)
  return isOfCase === undefined ? null : { batch, line: asked }
}
