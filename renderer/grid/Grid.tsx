import './modules.ts'
import './grid.css'
import type { ColDef, GridApi, GridOptions, IDatasource, RowClassParams, SortChangedEvent } from 'ag-grid-community'
import { AgGridReact } from 'ag-grid-react'
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { useIntl } from 'react-intl'
import { useText } from '../messages/use-text.ts'
import { rowHeightOf } from '../preferences/preferences.ts'
import { usePreferences } from '../preferences/preferences-context.ts'
import { gridTheme } from '../theme/grid-theme.ts'
import { type Column, type Sort, shownColumns, toColDef } from './columns.ts'
import { copyCell } from './copy-cell.ts'
import { keepFocus, useGridKeys } from './use-grid-keys.ts'

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
  onOpen: (id: string, how: 'opened' | 'moved') => void
  sort?: Sort | null
  onSort?: (sort: Sort) => void
  /** Hands the grid out to a screen that moves in it or refreshes its rows. */
  onReady?: (api: GridApi<T>) => void
}>

const blockRows = 100

/** The one table of the console. Keys, copying, density and theme work the same wherever rows are shown. */
export function Grid<T>(props: GridProps<T>) {
  const { label, columns, rowId, source, openId, onOpen, sort = null, onSort, onReady } = props
  const text = useText()
  const { locale } = useIntl()
  const { density } = usePreferences().preferences
  const api = useRef<GridApi<T> | null>(null)
  const place = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(Number.POSITIVE_INFINITY)

  const shown = useMemo(() => new Set(shownColumns(columns, width)), [columns, width])
  const defs = useMemo(
    () => columns.map((column): ColDef<T> => ({ ...toColDef(column, sort), hide: !shown.has(column.id) })),
    [columns, sort, shown],
  )
  const rowClass = useOpenRowClass(api, rowId, openId)
  useGridKeys({ api, rowId, openId, onOpen })

  const fixed = useMemo(() => fixedOptions<T>(), [])
  const rows = useMemo(() => rowOptions(source), [source])
  const localeText = useMemo(
    () => ({ ariaSortableColumn: text('grid.sortable'), loadingOoo: text('grid.loading') }),
    [text],
  )

  const sorted = (event: SortChangedEvent<T>): void => {
    const column = event.api.getColumnState().find((state) => state.sort)
    // What the page itself has set comes back as an event too.
    if (event.source !== 'uiColumnSorted' || !column) return
    onSort?.({ by: column.colId, direction: column.sort === 'asc' ? 'ascending' : 'descending' })
  }

  return (
    <div className="ch-grid" ref={place}>
      <AgGridReact<T>
        key={`${density} ${locale} ${source.type}`}
        {...fixed}
        {...rows}
        theme={gridTheme}
        columnDefs={defs}
        localeText={localeText}
        rowHeight={rowHeightOf[density]}
        getRowId={({ data }) => rowId(data)}
        rowClassRules={rowClass}
        onGridReady={(event) => {
          api.current = event.api
          onReady?.(event.api)
          // The grid names its cells, not itself.
          place.current?.querySelector('[role="grid"], [role="treegrid"]')?.setAttribute('aria-label', label)
        }}
        onGridSizeChanged={(event) => setWidth(event.clientWidth)}
        onDisplayedColumnsChanged={(event) => keepFocus(event.api, place.current)}
        onRowClicked={({ data }) => (data ? onOpen(rowId(data), 'opened') : undefined)}
        onCellKeyDown={copyCell}
        onSortChanged={sorted}
      />
    </div>
  )
}

function fixedOptions<T>(): GridOptions<T> {
  return {
    headerHeight: 32,
    animateRows: false,
    ensureDomOrder: true,
    suppressMovableColumns: true,
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

/** Marks the row whose pane is open. The rule reads a ref, and only the two rows it changes for are drawn again. */
function useOpenRowClass<T>(api: RefObject<GridApi<T> | null>, rowId: (row: T) => string, openId: string | null) {
  const open = useRef(openId)
  useEffect(() => {
    const before = open.current
    open.current = openId
    const nodes = [before, openId].flatMap((id) => (id === null ? [] : (api.current?.getRowNode(id) ?? [])))
    if (nodes.length > 0) api.current?.redrawRows({ rowNodes: nodes })
  }, [api, openId])
  return useMemo(
    () => ({
      'ch-row-open': ({ data }: RowClassParams<T>) => data !== undefined && rowId(data) === open.current,
    }),
    [rowId],
  )
}
