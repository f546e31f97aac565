import './modules.ts'
import './grid.css'
import type {
  ColDef,
  GridApi,
  GridOptions,
  IDatasource,
  RowClassParams,
  RowClassRules,
  RowClickedEvent,
  SortChangedEvent,
} from 'ag-grid-community'
import { AgGridReact } from 'ag-grid-react'
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useIntl } from 'react-intl'
import { useText } from '../messages/use-text.ts'
import { rowHeightOf } from '../preferences/preferences.ts'
import { usePreferences } from '../preferences/preferences-context.ts'
import { gridTheme } from '../theme/grid-theme.ts'
import { ColumnsPopover } from './ColumnsPopover.tsx'
import { type Column, orderState, type Sort } from './columns.ts'
import type { MenuAt } from './RowMenu.tsx'
import { useColumns } from './use-columns.ts'
import type { Picked } from './use-copy.ts'
import { followArrow, keepFocus, useGridKeys } from './use-grid-keys.ts'
import type { ListName } from './use-layout.ts'
import { type MoreOfRow, useRowTools } from './use-row-tools.tsx'

type RowSource<T> =
  /** All rows are here; the grid orders them. */
  | Readonly<{ type: 'all'; rows: readonly T[] }>
  /** Read in blocks as they come into view; the engine orders them. */
  | Readonly<{ type: 'blocks'; source: IDatasource; total: number | null; concurrent: number }>

export type GridProps<T> = Readonly<{
  label: string
  columns: readonly Column<T>[]
  rowId: (row: T) => string
  source: RowSource<T>
  openId: string | null
  /** Left out where a row has nothing to be opened. */
  onOpen?: (id: string, how: 'opened' | 'moved') => void
  /** Of two tables on one page only one at a time has the keys. */
  keyed?: boolean
  sort?: Sort | null
  onSort?: (sort: Sort) => void
  /** With a name the list has its columns as each person likes them. */
  layout?: ListName
  /** What the menu of a row has beyond opening and copying it. */
  menu?: (at: MenuAt<T>) => MoreOfRow
  /** Rows that are picked: what is copied then. */
  picked?: Picked<T>
  /** What a table has beyond the others; the same object while nothing of it changes. */
  extras?: GridExtras<T>
  /** Hands the grid out to a screen that moves in it or refreshes its rows. */
  onReady?: (api: GridApi<T>) => void
}>

export type GridExtras<T> = Readonly<{
  /** A column before the others that says nothing in words. */
  leading: ColDef<T> & Readonly<{ width: number }>
  rowClassRules: RowClassRules<T>
  /** Answers whether the click is dealt with: then it opens nothing. */
  onClick: (event: RowClickedEvent<T>) => boolean
  options: Pick<
    GridOptions<T>,
    'defaultColDef' | 'processRowPostCreate' | 'onModelUpdated' | 'onCellFocused' | 'focusGridInnerElement'
  >
}>

export const blockRows = 100

/** The one table of the console. Keys, copying, density and theme work the same wherever rows are shown. */
export function Grid<T>(props: GridProps<T>) {
  const { label, columns, rowId, source, openId, onOpen, sort = null, onSort, onReady, extras, layout } = props
  const { keyed = true } = props
  const { locale } = useIntl()
  const { density } = usePreferences().preferences
  const api = useRef<GridApi<T> | null>(null)
  const place = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(Number.POSITIVE_INFINITY)

  const ordersItself = source.type === 'all'
  const { defs, seen, control, options } = useColumns({
    columns,
    name: layout,
    leading: extras?.leading,
    width,
    ordersItself,
  })
  const order = useOrder(api, ordersItself ? (control.layout.sort ?? sort) : sort)
  const openRule = useOpenRowClass(place, rowId, openId)
  const rowClass = useMemo(() => ({ ...openRule, ...extras?.rowClassRules }), [openRule, extras])
  useGridKeys({ api, rowId, openId, onOpen, keyed })
  const openRow = onOpen && ((row: T): void => onOpen(rowId(row), 'opened'))
  const { picked, menu } = props
  const tools = useRowTools({ api, place, columns, seen, keyed, picked, menu, onOpen: openRow })

  const fixed = useMemo(() => fixedOptions<T>(), [])
  const rows = useMemo(() => rowOptions(source), [source])
  const localeText = useLocaleText()

  return (
    <div className="ch-grid" ref={place}>
      <AgGridReact<T>
        key={`${density} ${locale} ${source.type}`}
        {...fixed}
        {...rows}
        {...options}
        {...extras?.options}
        theme={gridTheme}
        columnDefs={defs}
        localeText={localeText}
        rowHeight={rowHeightOf[density]}
        getRowId={({ data }) => rowId(data)}
        rowClassRules={rowClass}
        onGridReady={(event) => {
          api.current = event.api
          order()
          onReady?.(event.api)
          // The grid names its cells, not itself.
          place.current?.querySelector('[role="grid"], [role="treegrid"]')?.setAttribute('aria-label', label)
        }}
        onGridSizeChanged={(event) => setWidth(event.clientWidth)}
        onDisplayedColumnsChanged={(event) => keepFocus(event.api, place.current)}
        onRowClicked={(event) => {
          if (event.data && extras?.onClick(event) !== true) openRow?.(event.data)
        }}
        onCellKeyDown={(event) => {
          if (openId !== null) followArrow(event, (row) => onOpen?.(rowId(row), 'moved'))
        }}
        onSortChanged={(event) => tellOfSort(event, onSort)}
        onCellContextMenu={tools.openMenu}
      />
      {layout === undefined ? null : <ColumnsPopover columns={columns} seen={seen} control={control} />}
      {tools.menu}
    </div>
  )
}

function useLocaleText() {
  const text = useText()
  return useMemo(() => ({ ariaSortableColumn: text('grid.sortable'), loadingOoo: text('grid.loading') }), [text])
}

function tellOfSort<T>({ api, source }: SortChangedEvent<T>, onSort: GridProps<T>['onSort']): void {
  const column = api.getColumnState().find((state) => state.sort)
  // What the page itself has set comes back as an event too.
  if (source !== 'uiColumnSorted' || !column) return
  onSort?.({ by: column.colId, direction: column.sort === 'asc' ? 'ascending' : 'descending' })
}

/** The order is told apart from the columns: for others the grid would draw all of its cells anew. Answers how to tell it. */
function useOrder<T>(api: RefObject<GridApi<T> | null>, sort: Sort | null): () => void {
  const order = useCallback(() => {
    if (sort !== null && api.current?.isDestroyed() === false) api.current.applyColumnState(orderState(sort))
  }, [api, sort])
  useEffect(order, [order])
  return order
}

function fixedOptions<T>(): GridOptions<T> {
  return {
    headerHeight: 32,
    animateRows: false,
    ensureDomOrder: true,
    suppressOverlays: ['loading', 'noRows', 'noMatchingRows'],
    tooltipShowDelay: 500,
    tooltipShowMode: 'whenTruncated',
    // Tab leaves the table: with a stop at each cell nobody would ever come out of it.
    tabToNextCell: () => false,
    tabToNextHeader: () => false,
  }
}

function rowOptions<T>(source: RowSource<T>): GridOptions<T> {
  if (source.type === 'all') return { rowModelType: 'clientSide', rowData: [...source.rows] }
  return {
    rowModelType: 'infinite',
    datasource: source.source,
    cacheBlockSize: blockRows,
    maxBlocksInCache: 20,
    maxConcurrentDatasourceRequests: source.concurrent,
    blockLoadDebounceMillis: 40,
    ...(source.total === null ? {} : { infiniteInitialRowCount: source.total }),
  }
}

/**
 * Marks the row whose pane is open. Rows that are drawn later are marked by the rule, which reads a ref; those that are
 * there are marked where they stand: drawn anew, a row would lose the focus for a moment, and with it the next key.
 */
function useOpenRowClass<T>(place: RefObject<HTMLElement | null>, rowId: (row: T) => string, openId: string | null) {
  const open = useRef(openId)
  useEffect(() => {
    open.current = openId
    for (const row of place.current?.querySelectorAll('.ag-row') ?? [])
      row.classList.toggle(openClass, openId !== null && row.getAttribute('row-id') === openId)
  }, [place, openId])
  return useMemo(
    () => ({ [openClass]: ({ data }: RowClassParams<T>) => data !== undefined && rowId(data) === open.current }),
    [rowId],
  )
}

const openClass = 'ch-row-open'
