/** The column of boxes before the others, where rows are picked: its tick is drawn, and said in words. */
import type { Text } from '../messages/use-text.ts'

export const tickColumn = (text: Text) => ({
  colId: 'select',
  width: 36,
  resizable: false,
  sortable: false,
  headerName: text('queue.select'),
  headerClass: 'ch-select-header',
})

export const tickClasses = (ticked: boolean): string[] => ['ch-select', ticked ? 'ch-ticked' : 'ch-unticked']

export const tickWords = (ticked: boolean, text: Text): string => text(ticked ? 'queue.selected' : 'queue.not_selected')
