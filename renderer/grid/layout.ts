/**
 * How a person likes the columns of a list: their order, which are there and how wide. What they said nothing about
 * stays as the list has it, also when a later version has other columns. Pure.
 */
import type { GridState } from 'ag-grid-community'
import { z } from 'zod'
import { type Column, type Sort, shownColumns } from './columns.ts'

const ColumnId = z.string().max(40)

export const GridLayout = z.object({
  /** Empty: the list's own order. */
  order: z.array(ColumnId).max(60).catch([]),
  /** Only what somebody chose; the others come and go with the room that there is. */
  visible: z.record(ColumnId, z.boolean()).catch({}),
  widths: z.record(ColumnId, z.number().min(20).max(2_000)).catch({}),
  /** Of a list that the grid itself orders; where the address says the order, it says it for that list. */
  sort: z
    .object({ by: ColumnId, direction: z.enum(['ascending', 'descending']) })
    .nullable()
    .catch(null),
})
export type GridLayout = z.infer<typeof GridLayout>

export const plainLayout: GridLayout = { order: [], visible: {}, widths: {}, sort: null }

/** A column that came with a later version stands behind the one that it follows in the list's own order. */
export function arranged<T>(columns: readonly Column<T>[], { order }: GridLayout): readonly Column<T>[] {
  const kept = order.flatMap((id) => columns.find((column) => column.id === id) ?? [])
  columns.forEach((column, place) => {
    if (kept.includes(column)) return
    const before = columns[place - 1]
    kept.splice(before === undefined ? 0 : kept.indexOf(before) + 1, 0, column)
  })
  return kept
}

/** What somebody chose is there, or not, whatever the room; of the others those that fit beside it. */
export function seenColumns<T>(
  columns: readonly Column<T>[],
  { visible, widths }: GridLayout,
  room: number,
): ReadonlySet<string> {
  const wanted = columns
    .filter(({ id }) => visible[id] !== false)
    .map((column) => ({
      ...column,
      minWidth: widths[column.id] ?? column.minWidth,
      priority: visible[column.id] === true ? 1 : column.priority,
    }))
  return new Set(shownColumns(wanted, room))
}

/** One place up or down among those that are arranged. */
export function moved<T>(
  columns: readonly Column<T>[],
  layout: GridLayout,
  { id, by }: Readonly<{ id: string; by: 1 | -1 }>,
): GridLayout {
  const ids = arranged(columns, layout).map((column) => column.id)
  const from = ids.indexOf(id)
  const to = from + by
  const other = ids[to]
  if (from === -1 || other === undefined) return layout
  return { ...layout, order: inOwnOrder(columns, ids.with(from, other).with(to, id)) }
}

/** What the grid tells of itself after somebody dragged a header, or did the same by keyboard. */
export function layoutAfter<T>(
  columns: readonly Column<T>[],
  before: GridLayout,
  { columnOrder, columnSizing, sort }: GridState,
  { ordersItself }: Readonly<{ ordersItself: boolean }>,
): GridLayout {
  const known = new Map(columns.map((column) => [column.id, column]))
  const ids = columnOrder?.orderedColIds.filter((id) => known.has(id))
  const widths: Record<string, number> = {}
  for (const { colId, width, flex } of columnSizing?.columnSizingModel ?? []) {
    const column = known.get(colId)
    // What shares the room has no width of its own, until somebody gives it one.
    if (column === undefined || width === undefined || (flex ?? 0) > 0) continue
    if (before.widths[colId] !== undefined || column.flex !== undefined || width !== column.minWidth)
      widths[colId] = Math.round(width)
  }
  return {
    ...before,
    order: ids === undefined ? before.order : inOwnOrder(columns, ids),
    widths: columnSizing === undefined ? before.widths : widths,
    sort: ordersItself ? sortOf(sort) : before.sort,
  }
}

export const sameLayout = (one: GridLayout, other: GridLayout): boolean => content(one) === content(other)

function content({ order, visible, widths, sort }: GridLayout): string {
  const sorted = (values: Readonly<Record<string, unknown>>) =>
    Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([order, sorted(visible), sorted(widths), sort])
}

const inOwnOrder = <T>(columns: readonly Column<T>[], ids: readonly string[]): string[] =>
  columns.every(({ id }, place) => ids[place] === id) ? [] : [...ids]

function sortOf(sort: GridState['sort']): Sort | null {
  const first = sort?.sortModel[0]
  return first === undefined ? null : { by: first.colId, direction: first.sort === 'asc' ? 'ascending' : 'descending' }
}
