/** The boxes before the rows, and the keys that tick them. What is picked is kept elsewhere; the grid only draws it. */
import type { ColDef, GridApi, RowClickedEvent, SuppressKeyboardEventParams } from 'ag-grid-community'
import { type RefObject, useCallback, useEffect, useMemo, useRef } from 'react'
import type { Proposal } from '../../../engine/contract/proposals.ts'
import { useSteady } from '../../exceptions/use-steady.ts'
import type { GridExtras } from '../../grid/Grid.tsx'
import { tickClasses, tickColumn, tickWords } from '../../grid/tick-column.ts'
import { useKeyCommand } from '../../keys/keys-context.ts'
import { useText } from '../../messages/use-text.ts'
import type { PickControl } from './use-picked.ts'

type Options = Readonly<{
  control: PickControl
  grid: RefObject<GridApi<Proposal> | null>
  place: RefObject<HTMLElement | null>
  openId: string | null
}>

export function usePickExtras({ control, grid, place, openId }: Options): GridExtras<Proposal> {
  const text = useText()
  const { picked } = control
  const latest = useRef(picked)
  const isTicked = useCallback((row: Proposal | undefined) => row !== undefined && latest.current.ids.has(row.id), [])
  const draw = useCallback(() => drawTicks(place, latest.current.ids), [place])
  useEffect(() => {
    latest.current = picked
    if (grid.current !== null && !grid.current.isDestroyed())
      grid.current.refreshCells({ columns: ['select'], force: true })
    draw()
  }, [picked, grid, draw])

  usePickKeys({ control, grid, openId })
  const click = useSteady((event: RowClickedEvent<Proposal>) => pickByClick(event, control))
  return useMemo(
    () => ({
      leading: {
        ...tickColumn(text),
        cellClass: ({ data }) => tickClasses(isTicked(data)),
        valueGetter: ({ data }) => (data ? tickWords(isTicked(data), text) : ''),
      },
      rowClassRules: {},
      onClick: click,
      options: {
        defaultColDef: ours,
        processRowPostCreate: ({ eRow, node }) => eRow.setAttribute('aria-selected', String(isTicked(node.data))),
        onModelUpdated: draw,
      },
    }),
    [text, isTicked, draw, click],
  )
}

function usePickKeys({ control, grid, openId }: Omit<Options, 'place'>): void {
  // The open one while the focus is in its pane, else the row in focus, else the first.
  const current = (): Proposal | undefined => {
    const api = grid.current
    const open = openId === null ? undefined : api?.getRowNode(openId)?.data
    return open ?? api?.getDisplayedRowAtIndex(api.getFocusedCell()?.rowIndex ?? 0)?.data
  }
  useKeyCommand('list.select', () => {
    const row = current()
    if (row) control.toggle(row)
  })
  useKeyCommand('list.select_all', () => {
    const kind = control.picked.kind ?? current()?.kind
    if (kind !== undefined) control.pickAll(kind)
  })
  // With a pane open the way out closes that first.
  useKeyCommand('list.out', control.clear, control.picked.kind !== null && openId === null)
}

/** What the grid would take for itself although it means something here. */
const ours: ColDef<Proposal> = {
  suppressKeyboardEvent: ({ event }: SuppressKeyboardEventParams<Proposal>) =>
    event.key === ' ' || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a'),
}

/** The box, and with ⌘ anywhere in the row; any other click opens the proposal. */
function pickByClick({ data, event }: RowClickedEvent<Proposal>, control: PickControl): boolean {
  if (!(event instanceof MouseEvent) || data === undefined) return false
  const boxed = event.target instanceof Element && event.target.closest('[col-id="select"]') !== null
  if (!boxed && !event.metaKey && !event.ctrlKey) return false
  control.toggle(data)
  return true
}

/** The row says to screen readers what is picked; the grid says so only where it keeps the selection itself. */
function drawTicks({ current: place }: RefObject<HTMLElement | null>, ids: ReadonlySet<number>): void {
  if (place === null) return
  place.querySelector('[role="grid"], [role="treegrid"]')?.setAttribute('aria-multiselectable', 'true')
  for (const row of place.querySelectorAll('.ag-row[row-id]'))
    row.setAttribute('aria-selected', String(ids.has(Number(row.getAttribute('row-id')))))
}
