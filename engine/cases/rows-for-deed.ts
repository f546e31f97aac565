/** Rows of a case that have to be read from its file again before a deed about them can be done. */
import type { LineRanges } from '../contract/row-fields.ts'
import { type CorrectedRow, RowFields, rowsCorrectedMax } from '../contract/row-fields.ts'
import { readRowsAgain } from '../ingest/rows/rows-again.ts'
import type { RefusalOf } from '../operations/refusal.ts'

/** What reading a file again takes. */
export type RowsReading = Parameters<typeof readRowsAgain>[0]

type Asked = Readonly<{
  id: number
  action: 'post' | 'correct'
  lines?: LineRanges | undefined
  /** What is said instead of what stands in the file. */
  set?: { readonly [F in keyof RowFields]?: RowFields[F] | undefined }
}>

type Unreadable = RefusalOf<'row_unusable'> | RefusalOf<'rows_too_many'>

/** Refused rows as they stand in the file, with what is said instead of some fields; none of a case that has no such rows. */
export async function refusedRows(reading: RowsReading, asked: Asked): Promise<readonly CorrectedRow[] | Unreadable> {
  const { id, action, lines, set = {} } = asked
  const found = await reading.store.read('exceptions.linesLeft', { id, action, lines, limit: rowsCorrectedMax + 1 })
  if (found === null || found.lines.length === 0) return []
  if (found.lines.length > rowsCorrectedMax)
    return { status: 'rows_too_many', rows: found.left, rowsMax: rowsCorrectedMax }
  const rows: CorrectedRow[] = []
  for (const { line, row, problems } of await readRowsAgain(reading, found)) {
    const whole = RowFields.safeParse({ ...row, ...set })
    if (!whole.success) {
      const field = String(whole.error.issues[0]?.path[0] ?? '')
      return { status: 'row_unusable', line, field, problem: problems[0]?.code ?? 'unreadable' }
    }
    rows.push({ line, row: whole.data })
  }
  return rows
}

export const isUnreadable = (rows: readonly CorrectedRow[] | Unreadable): rows is Unreadable => 'status' in rows
