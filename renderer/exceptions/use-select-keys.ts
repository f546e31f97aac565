/** Selecting by keyboard: the row in focus, or the open one while the focus is in the pane. */
import type { GridApi } from 'ag-grid-community'
import type { Exception } from '../../engine/contract/exceptions.ts'
import { focusRow } from '../grid/use-grid-keys.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import type { Place, SelectionControl } from './use-selection.ts'

type Options = Readonly<{
  api: GridApi<Exception> | null
  control: SelectionControl
  selected: number
  openId: string | null
  onOpen: (id: string, how: 'moved') => void
}>

export function useSelectKeys({ api, control, selected, openId, onOpen }: Options): void {
  useKeyCommand('list.select', () => {
    const place = api === null ? undefined : placeAt(api, currentIndex(api, openId))
    if (place) control.toggle(place)
  })
  const extend = (step: 1 | -1): void => {
    if (api === null) return
    const from = currentIndex(api, openId)
    const index = Math.min(Math.max(from + step, 0), api.getDisplayedRowCount() - 1)
    const places = [placeAt(api, from), placeAt(api, index)].filter((place) => place !== undefined)
    control.add(places)
    focusRow(api, index, document.activeElement?.closest('[data-pane]') == null)
    const last = places.at(-1)
    if (last && openId !== null) onOpen(String(last.id), 'moved')
  }
  useKeyCommand('list.extend_down', () => extend(1))
  useKeyCommand('list.extend_up', () => extend(-1))
  useKeyCommand('list.select_all', control.selectAll)
  // With a pane open the way out closes that first.
  useKeyCommand('list.out', control.clear, selected > 0 && openId === null)
}

function currentIndex(api: GridApi<Exception>, openId: string | null): number {
  const focused = api.getFocusedCell()?.rowIndex ?? -1
  const open = openId === null ? undefined : api.getRowNode(openId)?.rowIndex
  return open ?? focused
}

function placeAt(api: GridApi<Exception>, index: number): Place | undefined {
  const row = api.getDisplayedRowAtIndex(index)?.data
  return row === undefined ? undefined : { id: row.id, index }
}
