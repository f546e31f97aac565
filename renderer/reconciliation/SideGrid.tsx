import type { ColDef, GridApi, RowClickedEvent, SuppressKeyboardEventParams } from 'ag-grid-community'
import { type RefObject, useCallback, useEffect, useMemo, useRef } from 'react'
import type { ItemSide, ReconciledItem } from '../../engine/contract/reconciled-items.ts'
import { useSteady } from '../exceptions/use-steady.ts'
import { CursorGrid } from '../grid/CursorGrid.tsx'
import type { GridExtras } from '../grid/Grid.tsx'
import { tickClasses, tickColumn, tickWords } from '../grid/tick-column.ts'
import type { CursorList } from '../grid/use-cursor-list.ts'
import { drawAttribute, useDrawnRows } from '../grid/use-drawn-rows.ts'
import { focusRow } from '../grid/use-grid-keys.ts'
import { useText } from '../messages/use-text.ts'
import { Nothing } from '../notice/Nothing.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { itemColumns } from './item-columns.ts'
import classes from './reconciliation.module.css'

type Props = Readonly<{
  side: ItemSide
  list: CursorList
  grid: RefObject<GridApi<ReconciledItem> | null>
  ready: (api: GridApi<ReconciledItem>) => void
  currency: string
  /** It has the keys. */
  active: boolean
  filtered: boolean
  picked: ReadonlySet<number>
  /** What the suggestion in sight is about. */
  suggested: ReadonlySet<number>
  onFocus: (item: ReconciledItem | null) => void
  onToggle: (id: number) => void
}>

const rowId = ({ id }: ReconciledItem): string => String(id)

/** One side of an account: what nobody explained yet, the oldest first. */
export function SideGrid(props: Props) {
  const { side, list, ready, currency, active, filtered } = props
  const text = useText()
  const formats = useFormats()
  const place = useRef<HTMLDivElement>(null)
  const columns = useMemo(() => itemColumns(side, { text, formats, currency }), [side, text, formats, currency])
  const extras = useSideExtras(props, place)
  return (
    <div ref={place} className={classes.grid}>
      <CursorGrid
        label={text(`reconcile.side.${side}`)}
        what={text('reconcile.side.unread')}
        list={list}
        columns={columns}
        rowId={rowId}
        openId={null}
        keyed={active}
        extras={extras}
        onReady={ready}
        nothing={
          <Nothing
            title={text(filtered ? `reconcile.side.none_match.${side}` : `reconcile.side.none.${side}`)}
            body={text(filtered ? 'reconcile.side.none_match.next' : 'reconcile.side.none.next')}
          />
        }
      />
    </div>
  )
}

type Drawn = Pick<Props, 'picked' | 'suggested'>

/** Boxes before the rows; what is picked and suggested is kept elsewhere, the grid only draws it. */
function useSideExtras(props: Props, place: RefObject<HTMLDivElement | null>): GridExtras<ReconciledItem> {
  const { grid, picked, suggested, onToggle, onFocus } = props
  const text = useText()
  const latest = useRef<Drawn>({ picked, suggested })
  const isTicked = useCallback(
    (row: ReconciledItem | undefined) => row !== undefined && latest.current.picked.has(row.id),
    [],
  )
  const draw = useCallback(() => drawRows(place, latest.current), [place])
  useDrawnRows(place, draw)
  useEffect(() => {
    latest.current = { picked, suggested }
    if (grid.current?.isDestroyed() === false) grid.current.refreshCells({ columns: ['select'], force: true })
    draw()
  }, [picked, suggested, grid, draw])
  const click = useSteady((event: RowClickedEvent<ReconciledItem>) => pickByClick(event, onToggle))
  // Read anew, another row may stand where the focus is: then it is that one.
  const focused = useSteady(({ api }: Readonly<{ api: GridApi<ReconciledItem> }>) =>
    onFocus(api.getDisplayedRowAtIndex(api.getFocusedCell()?.rowIndex ?? -1)?.data ?? null),
  )
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
        processRowPostCreate: ({ eRow, node }) => drawRow(eRow, node.data?.id, latest.current),
        onModelUpdated: (event) => {
          draw()
          focused(event)
        },
        onCellFocused: focused,
        // Tab comes to where one was, and not to the names of the columns.
        focusGridInnerElement: ({ api }) => {
          if (api.getDisplayedRowCount() === 0) return false
          focusRow(api, api.getFocusedCell()?.rowIndex ?? 0, true)
          return true
        },
      },
    }),
    [text, isTicked, draw, click, focused],
  )
}

/** What the grid would take for itself although it means something here. */
const ours: ColDef<ReconciledItem> = {
  suppressKeyboardEvent: ({ event }: SuppressKeyboardEventParams<ReconciledItem>) =>
    [' ', 'ArrowLeft', 'ArrowRight'].includes(event.key) ||
    (event.shiftKey && ['ArrowDown', 'ArrowUp'].includes(event.key)),
}

/** A click on the box, or anywhere with ⌘, picks; any other click only goes there. */
function pickByClick({ data, event }: RowClickedEvent<ReconciledItem>, toggle: Props['onToggle']): boolean {
  if (!(event instanceof MouseEvent) || data === undefined) return true
  const boxed = event.target instanceof Element && event.target.closest('[col-id="select"]') !== null
  if (boxed || event.metaKey || event.ctrlKey) toggle(data.id)
  return true
}

function drawRows({ current: place }: RefObject<HTMLElement | null>, drawn: Drawn): void {
  if (place === null) return
  const grid = place.querySelector('[role="grid"], [role="treegrid"]')
  if (grid !== null) drawAttribute(grid, 'aria-multiselectable', 'true')
  for (const row of place.querySelectorAll<HTMLElement>('.ag-row[row-id]'))
    drawRow(row, Number(row.getAttribute('row-id')), drawn)
}

/** The row says to screen readers what is picked; the grid says so only where it keeps the selection itself. */
function drawRow(row: HTMLElement, id: number | undefined, { picked, suggested }: Drawn): void {
  drawAttribute(row, 'aria-selected', String(id !== undefined && picked.has(id)))
  row.toggleAttribute('data-suggested', id !== undefined && suggested.has(id))
}
