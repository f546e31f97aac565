/**
 * Columns as plain values: what a cell says, how wide it must be and what may go first when there is no room. The grid's
 * own definitions are made from them, so a column is tested without a grid.
 */
import type { ColDef } from 'ag-grid-community'
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
  /** A state: shape and word in the tone's colour; null for a row that has none to tell. */
  tone?: (row: T) => Tone | null
  className?: string
  style?: (row: T) => Record<string, string>
  /** Orders rows that are all here. What the engine orders is marked `sortable` instead. */
  order?: (row: T) => string | number
  sortable?: boolean
}>

export type Sort = Readonly<{ by: string; direction: 'ascending' | 'descending' }>

export function toColDef<T>(column: Column<T>, sort: Sort | null): ColDef<T> {
  const { id, header, align, text, tooltip, order } = column
  return {
    colId: id,
    headerName: header,
    minWidth: column.minWidth,
    width: column.minWidth,
    ...(column.flex === undefined ? {} : { flex: column.flex }),
    valueGetter: ({ data }) => (data ? text(data) : ''),
    tooltipValueGetter: ({ data }) => (data ? (tooltip ?? text)(data) : ''),
    cellClass: ({ data }) => cellClasses(column, data),
    ...(column.style ? { cellStyle: ({ data }) => (data ? (column.style?.(data) ?? null) : null) } : {}),
    headerClass: align === 'right' ? 'ch-header-right' : '',
    sortable: column.sortable === true || order !== undefined,
    ...(order ? { comparator: (_a, _b, nodeA, nodeB) => compare(nodeA.data, nodeB.data, order) } : {}),
    sort: sort?.by === id ? (sort.direction === 'ascending' ? 'asc' : 'desc') : null,
    sortingOrder: ['desc', 'asc'],
  }
}

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
