/**
 * The cases that matched when the view was opened, by position. Nothing shifts under the reader: what has come since is
 * counted and waits, what others finish stays in its place, and only the rows in sight are kept fresh.
 */
import type { GridApi, IDatasource, IGetRowsParams } from 'ag-grid-community'
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient, Outputs } from '../../engine/contract/contract.ts'
import type { Exception } from '../../engine/contract/exceptions.ts'
import { type SignedInLine, useChangeFeed, useLatestLine, useLine } from '../engine/engine-context.ts'
import { type Fault, readFault } from '../engine/fault.ts'
import { throttle } from '../engine/throttle.ts'
import { useRead } from '../engine/use-read.ts'
import { blockRows } from '../grid/Grid.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { filterOf, sortOf } from './filter.ts'
import type { QueueSearch } from './search.ts'
import type { SameRow } from './use-same-row.ts'

const topics: readonly Topic[] = ['exceptions']
/** While much happens the rows in sight are read again this often, and not more. */
const freshenSpanMs = 1_000

export type OpenedCases = Outputs['exceptions']['openView']

export type QueueView = Readonly<{
  view: OpenedCases | undefined
  /** What the view answers; while the next one is on its way, that is not yet what is asked. */
  of: QueueSearch | undefined
  /** Whether nothing is on its way that a person waits for. */
  settled: boolean
  source: IDatasource | undefined
  fault: Fault | undefined
  /** Cases that match and that the view does not have. */
  newer: number
  /** Opens the view anew; the rows stay until the new ones are there. */
  reopen: () => void
  /** Reads the rows in sight again. */
  freshen: () => void
}>

type Grid = RefObject<GridApi<Exception> | null>

type Options = Readonly<{
  grid: Grid
  /** The grid as it is mounted now; null while there is none. */
  api: GridApi<Exception> | null
  sameRow: SameRow
}>

export function useQueueView(search: QueueSearch | null, { grid, api, sameRow }: Options): QueueView {
  const line = useLatestLine()
  const opened = useOpened(search)
  const { kept, again } = opened
  const [failed, setFailed] = useState<Readonly<{ of: OpenedCases; fault: Fault }>>()
  const [newer, setNewer] = useState<Readonly<{ of: OpenedCases; count: number }>>()

  // One source for all questions: the grid keeps its rows until the new ones come, and then writes those over them.
  const source = useMemo(() => {
    if (!line) return undefined
    return new CaseSource(line.client, (of, fault) =>
      fault.code === 'view_expired' ? again() : setFailed({ of, fault }),
    )
  }, [line, again])
  useShown(kept, { source, grid, sameRow })

  // Where nothing is shown nothing can move under the reader, so the first case shows itself.
  const onNewer = useCallback(
    (of: OpenedCases, count: number) => (of.total === 0 && count > 0 ? again() : setNewer({ of, count })),
    [again],
  )
  const freshen = useFreshRows(kept?.view, { grid, api, onNewer, onExpired: again })

  const view = kept?.view
  return {
    view,
    of: kept?.of,
    settled: opened.settled,
    source,
    fault: opened.fault ?? (failed !== undefined && failed.of === view ? failed.fault : undefined),
    newer: newer !== undefined && newer.of === view ? newer.count : 0,
    reopen: again,
    freshen,
  }
}

type Rows = Outputs['exceptions']['viewRows']
/** `first`: the rows that it begins with, which are on their way before the grid asks for them. */
type Kept = Readonly<{ of: QueueSearch; view: OpenedCases; first: Promise<Rows> | null }>
type Opened = Readonly<{ kept: Kept | undefined; settled: boolean; fault: Fault | undefined; again: () => void }>

/** What is open over the list changes nothing about what is in it. */
function useOpened(search: QueueSearch | null): Opened {
  const { zone } = useFormats()
  const { open: _open, view: _view, ...asked } = search ?? {}
  const key = search === null ? null : JSON.stringify(asked)
  const stable = useMemo(() => (key === null ? null : (JSON.parse(key) as QueueSearch)), [key])
  const question = useCallback(
    async (client: EngineClient): Promise<Kept> => {
      if (stable === null) throw new Error('nothing to ask')
      const filter = filterOf(stable, { now: Date.now(), zone })
      const view = await client.exceptions.openView({ filter, sort: sortOf(stable) })
      return { of: stable, view, first: firstRows(client, view) }
    },
    [stable, zone],
  )
  const { data, fault, again } = useRead(stable === null ? null : question)
  // The view before stays on the screen until the next one is there.
  const [kept, setKept] = useState<Kept>()
  // It belongs to another screen once groups have been shown instead.
  if (stable === null && kept !== undefined) setKept(undefined)
  if (data && data !== kept) setKept(data)
  const settled = stable !== null && kept?.of === stable
  return { kept: stable === null ? undefined : kept, settled, fault, again }
}

function firstRows(client: EngineClient, { view, total }: OpenedCases): Promise<Rows> | null {
  if (total === 0) return null
  const rows = client.exceptions.viewRows({ view, from: 0, to: Math.min(blockRows, total) })
  // Whoever reads the block hears that it failed; perhaps nobody does, when the next question is quicker.
  rows.catch(() => undefined)
  return rows
}

type OnFailed = (of: OpenedCases, fault: Fault) => void

/** Reads the blocks that come into sight, of the view that was opened last. */
class CaseSource implements IDatasource {
  #view: OpenedCases | undefined
  #first: Kept['first'] = null
  readonly #client: EngineClient
  readonly #onFailed: OnFailed

  constructor(client: EngineClient, onFailed: OnFailed) {
    this.#client = client
    this.#onFailed = onFailed
  }

  show({ view, first }: Kept): void {
    if (view === this.#view) return
    this.#view = view
    this.#first = first
  }

  getRows(asked: IGetRowsParams): void {
    const { startRow, endRow, successCallback, failCallback } = asked
    const view = this.#view
    if (view === undefined) return failCallback()
    this.#read(view, startRow, endRow).then(
      // A block of the view before would stand among rows of this one.
      ({ items }) => (view === this.#view ? successCallback(items, view.total) : this.getRows(asked)),
      (error: unknown) => {
        failCallback()
        this.#onFailed(view, readFault(error))
      },
    )
  }

  #read({ view, total }: OpenedCases, from: number, end: number): Promise<Rows> {
    const first = this.#first
    // Once: whoever asks again wants them as they are by then.
    this.#first = null
    if (first !== null && from === 0) return first
    return this.#client.exceptions.viewRows({ view, from, to: Math.min(end, total) })
  }
}

/** Another view than before: its rows are read under the grid. */
function useShown(
  kept: Kept | undefined,
  { source, grid, sameRow }: Readonly<{ source: CaseSource | undefined; grid: Grid; sameRow: SameRow }>,
): void {
  const before = useRef(kept)
  const row = useRef(sameRow)
  useEffect(() => {
    row.current = sameRow
  })
  useEffect(() => {
    const last = before.current
    before.current = kept
    if (kept) source?.show(kept)
    if (!kept || !last || last === kept) return
    const api = grid.current
    if (api === null || api.isDestroyed()) return
    const isSame = last.of === kept.of
    const held = isSame ? row.current.remember() : undefined
    api.setRowCount(kept.view.total, true)
    // Drawing rows anew costs more than reading them. But where one has scrolled, rows of the other question would stay
    // until they are read over one by one: those go at once.
    if (isSame || hasOnlyTheFirst(api)) api.refreshInfiniteCache()
    else api.purgeInfiniteCache()
    if (held) row.current.find(held, kept.view.view)
  }, [kept, source, grid])
}

const hasOnlyTheFirst = (api: GridApi<Exception>): boolean => {
  const blocks = Object.keys(api.getCacheBlockState() as object)
  return blocks.length === 1 && blocks[0] === '0'
}

type Following = Readonly<{
  grid: Grid
  api: GridApi<Exception> | null
  onNewer: (of: OpenedCases, newer: number) => void
  onExpired: () => void
}>

function useFreshRows(view: OpenedCases | undefined, { grid, api, onNewer, onExpired }: Following): () => void {
  const line = useLine()
  const feed = useChangeFeed()
  const ask = useRef<() => void>(() => {})
  useEffect(() => {
    if (!line || !view) return
    let over = false
    let changed = false
    const freshen = async (): Promise<void> => {
      try {
        const newer = await freshenOnce(line, view, grid)
        if (!over) onNewer(view, newer)
      } catch (error) {
        // An expired view is opened anew; anything else is said where it matters, when a block is read.
        if (!over && readFault(error).code === 'view_expired') onExpired()
      }
    }
    const slowed = throttle(() => void freshen(), freshenSpanMs)
    ask.current = slowed.call
    const unwatch = feed.watch(topics, () => {
      changed = true
      slowed.call()
    })
    // A block that was loaded a while ago comes into sight as it was then.
    const onScrolled = (): void => {
      if (changed) slowed.call()
    }
    api?.addEventListener('bodyScrollEnd', onScrolled)
    return () => {
      over = true
      unwatch()
      slowed.cancel()
      if (api?.isDestroyed() === false) api.removeEventListener('bodyScrollEnd', onScrolled)
    }
  }, [line, view, feed, grid, api, onNewer, onExpired])
  return useCallback(() => ask.current(), [])
}

async function freshenOnce({ client }: SignedInLine, { view }: OpenedCases, grid: Grid): Promise<number> {
  const api = grid.current
  if (api !== null && !api.isDestroyed()) await freshenRows(client, view, api)
  return (await client.exceptions.newer({ view })).newer
}

async function freshenRows(client: EngineClient, view: string, grid: GridApi<Exception>): Promise<void> {
  const from = Math.max(grid.getFirstDisplayedRowIndex(), 0)
  const to = grid.getLastDisplayedRowIndex() + 1
  if (to <= from) return
  const { items } = await client.exceptions.viewRows({ view, from, to })
  if (grid.isDestroyed()) return
  items.forEach((item, offset) => {
    const node = grid.getDisplayedRowAtIndex(from + offset)
    if (node?.data?.id === item.id && node.data.version !== item.version) node.updateData(item)
  })
}
