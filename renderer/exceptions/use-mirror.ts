/** The grid draws what is kept elsewhere: the selection, who else is there, and how late it has become meanwhile. */
import type { GridApi, RowClassRules } from 'ag-grid-community'
import { type RefObject, useCallback, useEffect, useMemo, useRef } from 'react'
import type { Exception } from '../../engine/contract/exceptions.ts'
import { drawAttribute, useDrawnRows } from '../grid/use-drawn-rows.ts'
import { isSelected, type Selection } from './selection.ts'

type Options = Readonly<{
  api: GridApi<Exception> | null
  place: RefObject<HTMLElement | null>
  selection: Selection
  view: string | undefined
  /** Whether a case that is over has merely not left the list yet. */
  fades: boolean
}>

/** A minute shows in a cell as soon as it counts. */
const clockMs = 30_000

export type Mirror = Readonly<{
  isTicked: (row: Exception | undefined) => boolean
  rowClassRules: RowClassRules<Exception>
  /** To be called when rows have been filled, and with each that comes into sight. */
  draw: () => void
  drawRow: (element: HTMLElement, row: Exception | undefined) => void
}>

export function useMirror({ api, place, selection, view, fades }: Options): Mirror {
  const latest = useRef({ selection, view, fades })
  const isTicked = useCallback((row: Exception | undefined): boolean => {
    const now = latest.current
    return row !== undefined && isSelected(now.selection, row.id, now.view)
  }, [])
  const drawRow = useCallback(
    (element: HTMLElement, row: Exception | undefined) => element.setAttribute('aria-selected', String(isTicked(row))),
    [isTicked],
  )
  const draw = useCallback(() => drawTicks(place, latest), [place])
  useDrawnRows(place, draw)

  useEffect(() => {
    latest.current = { selection, view, fades }
    if (api === null || api.isDestroyed()) return
    api.refreshCells({ columns: ['select'], force: true })
    draw()
  }, [api, selection, view, fades, draw])

  useEffect(() => {
    const timer = setInterval(() => {
      if (api !== null && !api.isDestroyed()) api.refreshCells({ columns: ['due', 'raised', 'status'], force: true })
    }, clockMs)
    return () => clearInterval(timer)
  }, [api])

  return useMemo(
    () => ({
      isTicked,
      draw,
      drawRow,
      rowClassRules: { 'ch-row-over': ({ data }) => latest.current.fades && data?.status === 'resolved' },
    }),
    [isTicked, draw, drawRow],
  )
}

/** What is selected is told to screen readers by the row; the grid says so only where it keeps the selection itself. */
function drawTicks(
  { current: place }: RefObject<HTMLElement | null>,
  { current: now }: RefObject<Pick<Options, 'selection' | 'view'>>,
): void {
  if (place === null) return
  const grid = place.querySelector('[role="grid"], [role="treegrid"]')
  if (grid !== null) drawAttribute(grid, 'aria-multiselectable', 'true')
  for (const row of place.querySelectorAll('.ag-row[row-id]')) {
    const id = Number(row.getAttribute('row-id'))
    drawAttribute(row, 'aria-selected', String(isSelected(now.selection, id, now.view)))
  }
}
