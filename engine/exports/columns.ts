/** Which columns a file has: those that were asked for in their order, else all, else those that fit on a page. */
import type { ExportFormat } from '../contract/export-sources.ts'
import { printedColumnsMax } from '../contract/exports.ts'
import type { Column } from './sheet.ts'

export type Chosen =
  | Readonly<{ status: 'chosen'; columns: readonly Column[] }>
  | Readonly<{ status: 'column_unknown'; column: string; known: readonly string[] }>
  | Readonly<{ status: 'too_many_columns'; columns: number; columnsMax: number }>

export function chosenColumns(
  all: readonly Column[],
  { columns, format }: Readonly<{ columns: readonly string[] | null; format: ExportFormat }>,
): Chosen {
  const byId = new Map(all.map((column) => [column.id, column]))
  const unknown = columns?.find((id) => !byId.has(id))
  if (unknown !== undefined) return { status: 'column_unknown', column: unknown, known: [...byId.keys()] }
  const chosen = columns === null ? null : [...new Set(columns)].flatMap((id) => byId.get(id) ?? [])
  if (format !== 'pdf') return { status: 'chosen', columns: chosen ?? all }
  const printed = chosen ?? all.filter(({ share }) => share !== null)
  if (printed.length > printedColumnsMax)
    return { status: 'too_many_columns', columns: printed.length, columnsMax: printedColumnsMax }
  return { status: 'chosen', columns: printed }
}
