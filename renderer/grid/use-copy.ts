/** ⌘C: what was marked, or the rows that were picked, or the cell that has the focus. */
import type { GridApi } from 'ag-grid-community'
import type { RefObject } from 'react'
import { readFault } from '../engine/fault.ts'
import { faultSentence } from '../faults/fault-sentence.ts'
import { useShown } from '../faults/use-shown.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { useToast } from '../notice/use-toast.ts'
import type { Column } from './columns.ts'
import { copiedColumns, plainOf, tableOf } from './copied.ts'
import { formulaSafe } from './copy-cell.ts'

/** Rows that a person picked. They may be more than are loaded, so whoever keeps the selection asks the engine for them. */
export type Picked<T> = Readonly<{
  count: number
  /** The first so many of them, and how many there are. */
  read: () => Promise<Readonly<{ rows: readonly T[]; total: number }>>
}>

type Options<T> = Readonly<{
  api: RefObject<GridApi<T> | null>
  columns: readonly Column<T>[]
  seen: ReadonlySet<string>
  picked: Picked<T> | undefined
  keyed: boolean
}>

export type Copying<T> = Readonly<{
  cell: (row: T, column: string) => void
  /** The one row, or all that were picked. */
  rows: (row: T) => void
}>

export function useCopy<T>({ api, columns, seen, picked, keyed }: Options<T>): Copying<T> {
  const text = useText()
  const { say, sayFailed } = useToast()
  const shown = useShown()
  const write = async (content: string): Promise<void> => navigator.clipboard.writeText(content)
  const cell = (row: T, id: string): void => {
    const column = columns.find((each) => each.id === id)
    if (column !== undefined) write(formulaSafe(plainOf(column, row))).catch(() => sayFailed(text('grid.copy.failed')))
  }
  const table = (rows: readonly T[]): string => tableOf(copiedColumns(columns, seen), rows)
  const pickedRows = async ({ read }: Picked<T>): Promise<void> => {
    try {
      const { rows, total } = await read()
      await write(table(rows))
      say(text('grid.copied', { rows: rows.length, total, all: rows.length === total ? 'yes' : 'no' }))
    } catch (error) {
      const sentence = faultSentence(readFault(error), shown)
      sayFailed(`${text('grid.copy.failed')} ${text(sentence.id, sentence.values)}`)
    }
  }
  const rows = (row: T): void => {
    if (picked !== undefined && picked.count > 0) return void pickedRows(picked)
    write(table([row])).then(
      () => say(text('grid.copied', { rows: 1, total: 1, all: 'yes' })),
      () => sayFailed(text('grid.copy.failed')),
    )
  }
  const copy = (): void => {
    const marked = window.getSelection()?.toString() ?? ''
    if (marked !== '') return void write(marked)
    if (picked !== undefined && picked.count > 0) return void pickedRows(picked)
    const focused = api.current?.getFocusedCell()
    const row = api.current?.getDisplayedRowAtIndex(focused?.rowIndex ?? -1)?.data
    if (focused && row !== undefined) cell(row, focused.column.getColId())
  }
  useKeyCommand('list.copy', copy, keyed)
  return { cell, rows }
}
