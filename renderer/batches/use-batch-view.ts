/**
 * The batches that matched when the view was opened, by position. Nothing shifts under the reader: what has come since
 * is counted and waits, and only the rows in sight are kept fresh, in place.
 */
import type { GridApi, IDatasource } from 'ag-grid-community'
import { type RefObject, useCallback, useEffect, useMemo, useState } from 'react'
import type { Batch, BatchFilter, BatchSort } from '../../engine/contract/batches.ts'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { OpenedView } from '../../engine/contract/page.ts'
import { useChangeFeed, useLatestLine, useLine } from '../engine/engine-context.ts'
import { type Fault, readFault } from '../engine/fault.ts'
import { throttle } from '../engine/throttle.ts'
import { useRead } from '../engine/use-read.ts'

const topics: readonly Topic[] = ['batches']
const freshenSpanMs = 500
/** How many of the newest are looked at to say how many are new; more than that reads as "99+". */
const newestCount = 100

type Opened = Readonly<{ view: OpenedView; seen: Set<number> }>

export type BatchView = Readonly<{
  view: OpenedView | undefined
  source: IDatasource | undefined
  fault: Fault | undefined
  /** Batches that match and came after the view was opened. */
  newer: number
  reopen: () => void
}>

export function useBatchView(filter: BatchFilter, sort: BatchSort, grid: RefObject<GridApi<Batch> | null>): BatchView {
  const line = useLatestLine()
  const [blockFault, setBlockFault] = useState<Fault>()
  const [newer, setNewer] = useState(0)
  const opened = useRead(useCallback((client: EngineClient) => openView(client, filter, sort), [filter, sort]))
  // The view before stays on the screen until the next one is there.
  const [kept, setKept] = useState<Opened>()
  if (opened.data && opened.data !== kept) {
    setKept(opened.data)
    setBlockFault(undefined)
    setNewer(0)
  }

  const { again } = opened
  const source = useMemo(
    () => (kept && line ? viewSource(line.client, kept, blockFailure(again, setBlockFault)) : undefined),
    [kept, line, again],
  )
  // Where nothing is shown nothing can move under the reader, so the first batch shows itself.
  const empty = kept?.view.total === 0
  const onNewer = useCallback((count: number) => (empty && count > 0 ? again() : setNewer(count)), [empty, again])
  useFreshRows(kept, filter, grid, onNewer, again)

  return { view: kept?.view, source, fault: opened.fault ?? blockFault, newer, reopen: again }
}

async function openView(client: EngineClient, filter: BatchFilter, sort: BatchSort): Promise<Opened> {
  // In this order: a batch that arrives between the two is in the view and, at worst, announced once too often.
  const newest = await client.batches.list({ ...filter, limit: newestCount })
  const view = await client.batches.openView({ filter, sort })
  return { view, seen: new Set(newest.items.map(({ id }) => id)) }
}

/** The engine forgets a view that nobody read for a while: then it is opened anew, which is no failure. */
function blockFailure(reopen: () => void, onFault: (fault: Fault) => void): (error: unknown) => void {
  return (error) => {
    const fault = readFault(error)
    if (fault.code === 'view_expired') reopen()
    else onFault(fault)
  }
}

function viewSource(client: EngineClient, opened: Opened, onFailed: (error: unknown) => void): IDatasource {
  const { view, total } = opened.view
  return {
    rowCount: total,
    getRows: ({ startRow, endRow, successCallback, failCallback }) => {
      client.batches.viewRows({ view, from: startRow, to: Math.min(endRow, total) }).then(
        ({ items }) => {
          for (const { id } of items) opened.seen.add(id)
          successCallback(items, total)
        },
        (error: unknown) => {
          failCallback()
          onFailed(error)
        },
      )
    },
  }
}

function useFreshRows(
  opened: Opened | undefined,
  filter: BatchFilter,
  grid: RefObject<GridApi<Batch> | null>,
  onNewer: (newer: number) => void,
  onExpired: () => void,
): void {
  const line = useLine()
  const feed = useChangeFeed()
  useEffect(() => {
    if (!line || !opened) return
    const { client } = line
    const freshen = async (): Promise<void> => {
      try {
        if (grid.current) await freshenRows(client, opened.view.view, grid.current)
        const newest = await client.batches.list({ ...filter, limit: newestCount })
        onNewer(countNewer(newest.items, opened.seen))
      } catch (error) {
        const fault = readFault(error)
        // An expired view is opened anew; anything else is said where it matters, when a block is read.
        if (fault.code === 'view_expired') onExpired()
      }
    }
    const slowed = throttle(() => void freshen(), freshenSpanMs)
    const unwatch = feed.watch(topics, slowed.call)
    return () => {
      unwatch()
      slowed.cancel()
    }
  }, [line, opened, filter, feed, grid, onNewer, onExpired])
}

/** Older than all that were seen means merely beyond the newest hundred, not new. */
export function countNewer(newest: readonly Pick<Batch, 'id'>[], seen: ReadonlySet<number>): number {
  const oldestSeen = Math.min(...seen)
  return newest.filter(({ id }) => !seen.has(id) && (seen.size === 0 || id > oldestSeen)).length
}

async function freshenRows(client: EngineClient, view: string, grid: GridApi<Batch>): Promise<void> {
  const from = Math.max(grid.getFirstDisplayedRowIndex(), 0)
  const to = grid.getLastDisplayedRowIndex() + 1
  if (to <= from) return
  const { items } = await client.batches.viewRows({ view, from, to })
  items.forEach((batch, offset) => {
    const node = grid.getDisplayedRowAtIndex(from + offset)
    if (node?.data?.id === batch.id) node.updateData(batch)
  })
}
