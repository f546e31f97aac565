import type { ColDef } from 'ag-grid-community'
import type { Text } from '../messages/use-text.ts'

/** The column of boxes before the others, where rows are picked: its tick is drawn, and said in words. */
export const tickColumn = <T>(
  text: Text,
  isTicked: (row: T | undefined) => boolean,
): ColDef<T> & Readonly<{ width: number }> => ({
  colId: 'select',
  width: 36,
  resizable: false,
  sortable: false,
  headerName: text('queue.select'),
  headerClass: 'ch-select-header',
  cellClass: ({ data }) => ['ch-select', isTicked(data) ? 'ch-ticked' : 'ch-unticked'],
  valueGetter: ({ data }) => (data ? text(isTicked(data) ? 'queue.selected' : 'queue.not_selected') : ''),
})
