/** From case to case: which is open, which ones follow, and how the row of it is found again when positions change. */
import type { GridApi } from 'ag-grid-community'
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Exception } from '../../engine/contract/exceptions.ts'
import { useLatestLine } from '../engine/engine-context.ts'
import { focusRow } from '../grid/use-grid-keys.ts'
import type { Queue } from './queue-context.ts'
import type { QueueView } from './use-queue-view.ts'

type Grid = RefObject<GridApi<Exception> | null>

type Options = Readonly<{
  grid: Grid
  /** The grid as it is mounted now: what comes and goes with the list. */
  api: GridApi<Exception> | null
  queue: QueueView
  openId: number | null
  change: (openId: string | null, options?: { replace?: boolean }) => void
  /** What is over is passed by, unless the list is one of cases that are over. */
  showsResolved: boolean
  selected: number
  /** There is no case behind the current one. */
  onEnd: () => void
}>

/** So many that are over are passed by at most: behind that many the list is worth reading anew. */
const passedMax = 500
const aheadCount = 3

export function useQueueSteps(options: Options): Queue {
  const { grid, api, queue, openId, change, selected } = options
  const line = useLatestLine()
  const place = useRef(-1)
  const [upcoming, setUpcoming] = useState<readonly number[]>([])
  const latest = useRef(options)
  useEffect(() => {
    latest.current = options
  })

  const follow = useCallback(() => {
    const found = openId === null ? undefined : grid.current?.getRowNode(String(openId))?.rowIndex
    if (typeof found === 'number') place.current = found
    setUpcoming((before) => keptIfSame(before, openId === null ? [] : behind(grid.current, place.current)))
  }, [grid, openId])
  useModelUpdates(api, follow)

  const step = useCallback(
    async (by: 1 | -1): Promise<void> => {
      const { queue: now, showsResolved, onEnd } = latest.current
      const list = grid.current
      if (!line || !now.view || list === null || list.isDestroyed()) return
      const found = await nextCase(line.client, { api: list, view: now.view, from: place.current, by, showsResolved })
      if (found === undefined) return by === 1 ? onEnd() : undefined
      place.current = found.index
      focusRow(list, found.index, document.activeElement?.closest('[data-pane]') == null)
      change(String(found.id), { replace: true })
    },
    [line, grid, change],
  )

  const { freshen } = queue
  return useMemo(
    () => ({
      current: openId,
      upcoming,
      selected,
      next: () => void step(1),
      previous: () => void step(-1),
      refresh: freshen,
      open: (id) => change(String(id)),
    }),
    [openId, upcoming, selected, step, freshen, change],
  )
}

/** Runs when rows have come, gone or moved, and when what it looks for is another. */
function useModelUpdates(api: GridApi<Exception> | null, run: () => void): void {
  useEffect(() => {
    run()
    if (api === null || api.isDestroyed()) return
    api.addEventListener('modelUpdated', run)
    return () => {
      if (!api.isDestroyed()) api.removeEventListener('modelUpdated', run)
    }
  }, [api, run])
}

type Search = Readonly<{
  api: GridApi<Exception>
  view: Readonly<{ view: string; total: number }>
  from: number
  by: 1 | -1
  showsResolved: boolean
}>

async function nextCase(client: EngineClient, search: Search): Promise<{ id: number; index: number } | undefined> {
  const { api, view, from, by, showsResolved } = search
  for (let index = from + by; index >= 0 && index < view.total && Math.abs(index - from) <= passedMax; index += by) {
    // What nobody has scrolled to is not loaded, and is asked for by itself.
    const item = api.getDisplayedRowAtIndex(index)?.data ?? (await caseAt(client, view.view, index))
    if (item !== undefined && (showsResolved || item.status !== 'resolved')) return { id: item.id, index }
  }
  return undefined
}

async function caseAt(client: EngineClient, view: string, index: number): Promise<Exception | undefined> {
  try {
    const { items } = await client.exceptions.viewRows({ view, from: index, to: index + 1 })
    return items[0]
  } catch {
    // Expired, or the engine is away: the list says so, and the pane stays where it is.
    return undefined
  }
}

function behind(api: GridApi<Exception> | null, index: number): readonly number[] {
  if (api === null || api.isDestroyed()) return []
  return Array.from(
    { length: aheadCount },
    (_, ahead) => api.getDisplayedRowAtIndex(index + 1 + ahead)?.data?.id,
  ).filter((id) => id !== undefined)
}

const keptIfSame = (before: readonly number[], now: readonly number[]): readonly number[] =>
  before.length === now.length && before.every((id, at) => id === now[at]) ? before : now
