/**
 * Columns as plain values: what a cell says, how wide it must be and what may go first when there is no room. The grid's
 * own definitions are made from them, so a column is tested without a grid.
 */
import type { ApplyColumnStateParams, ColDef } from 'ag-grid-community'
import type { Tone } from '../notice/Mark.tsx'

export type Column<T> = Readonly<{
  id: string
  header: string
  /** 1 is always shown; the highest number goes first. */
  priority: number
  minWidth: number
  /** The share of what is left over; none keeps the width as it is. */
  flex?: number
  align?: 'right'
  text: (row: T) => string
  tooltip?: (row: T) => string
  /** As it is copied, where that is not as it is shown: an amount that a spreadsheet reads, a time instead of an age. */
  plain?: (row: T) => string
  /** It says which row it is: copied rows have it also where it is not shown. */
  names?: true
  /** A state: shape and word in the tone's colour; null for a row that has none to tell. */
  tone?: (row: T) => Tone | null
  className?: string
  style?: (row: T) => Record<string, string>
  /** Orders rows that are all here. What the engine orders is marked `sortable` instead. */
  order?: (row: T) => string | number
  sortable?: boolean
}>

/** A share of a very wide window would put what belongs together too far apart to be read as one row. */
const shareMax = 720

export type Sort = Readonly<{ by: string; direction: 'ascending' | 'descending' }>

/** `kept`: how wide a person wants it; it takes no share of what is left over then. */
export function toColDef<T>(column: Column<T>, kept?: number): ColDef<T> {
  const { id, header, align, text, tooltip, order } = column
  return {
    colId: id,
    headerName: header,
    minWidth: column.minWidth,
    width: kept ?? column.minWidth,
    flex: kept === undefined ? (column.flex ?? null) : null,
    ...(kept === undefined && column.flex !== undefined ? { maxWidth: shareMax } : {}),
    valueGetter: ({ data }) => (data ? text(data) : ''),
    tooltipValueGetter: ({ data }) => (data ? (tooltip ?? text)(data) : ''),
    cellClass: ({ data }) => cellClasses(column, data),
    ...(column.style ? { cellStyle: ({ data }) => (data ? (column.style?.(data) ?? null) : null) } : {}),
    headerClass: align === 'right' ? 'ch-header-right' : '',
    sortable: column.sortable === true || order !== undefined,
    ...(order ? { comparator: (_a, _b, nodeA, nodeB) => compare(nodeA.data, nodeB.data, order) } : {}),
    sortingOrder: ['desc', 'asc'],
  }
}

/** Ordered by this column, and by no other. */
export const orderState = ({ by, direction }: Sort): ApplyColumnStateParams => ({
  state: [{ colId: by, sort: direction === 'ascending' ? 'asc' : 'desc' }],
  defaultState: { sort: null },
})

function cellClasses<T>(column: Column<T>, row: T | undefined): string[] {
  const classes = column.align === 'right' ? ['ch-cell-right'] : []
  if (column.className) classes.push(column.className)
  const tone = row === undefined ? null : (column.tone?.(row) ?? null)
  if (tone !== null) classes.push('ch-cell-state', `ch-tone-${tone}`)
  return classes
}

function compare<T>(a: T | undefined, b: T | undefined, order: (row: T) => string | number): number {
  if (a === undefined || b === undefined) return 0
  const [left, right] = [order(a), order(b)]
  if (typeof left === 'string' && typeof right === 'string') return left.localeCompare(right)
  return Number(left) - Number(right)
}

/** What has room: everything, or without the last rank, or without the last two, and at least the first. */
export function shownColumns<T>(columns: readonly Column<T>[], width: number): readonly string[] {
  const ranks = [...new Set(columns.map(({ priority }) => priority))].toSorted((a, b) => b - a)
  const fitting = ranks
    .map((rank) => columns.filter((column) => column.priority <= rank))
    .find((kept) => kept.reduce((sum, { minWidth }) => sum + minWidth, 0) <= width)
  return (fitting ?? columns.filter((column) => column.priority === 1)).map(({ id }) => id)
}
