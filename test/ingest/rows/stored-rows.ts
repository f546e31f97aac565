/** What the store holds of the rows of a batch, to hold it against the rows as they are read again from its file. */
import type { OriginalRow } from '../../../engine/contract/cases.ts'
import { ClaimedRows } from '../../../engine/ingest/posting/claimed-row.ts'
import { readRowsAgain } from '../../../engine/ingest/rows/rows-again.ts'
import { withRawStore } from '../../ledger/raw-store.ts'
import type { Books } from '../drop.ts'

/** By line: the fields of a posted or held row, and of a noted one what the rule said. */
export const rowsInStore = (books: Books, batch: number) =>
  withRawStore(books.engine, (raw) => {
    const claimed = new ClaimedRows(raw)
    const lines = raw
      .prepare(
        'SELECT line FROM movement WHERE batch_id = @batch UNION SELECT line FROM held_row WHERE batch_id = @batch',
      )
      .pluck()
      .all({ batch }) as number[]
    const taken = lines.map((line) => {
      const content = claimed.contentOf({ batch, line })
      if (content === null) throw new Error(`no row ${batch}:${line}`)
      const { txId, client, type, amount, location, occurredAt } = content
      return { line, row: { occurredAt: new Date(occurredAt).toISOString(), client, location, txId, type, amount } }
    })
    const notes = raw
      .prepare('SELECT line, outcome, code, field, raw FROM batch_row WHERE batch_id = ? ORDER BY line')
      .all(batch) as Readonly<{ line: number; outcome: string; code: string; field: string | null; raw: string }>[]
    return { taken, notes }
  })

export async function readAgain(
  { engine }: Books,
  batch: number,
  lines: readonly number[],
): Promise<readonly OriginalRow[]> {
  return readRowsAgain(await engine.opened(), { batch, lines })
}
