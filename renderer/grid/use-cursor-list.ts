/** A keyset list behind a grid: its blocks, what is known of its length, and the way to read it anew. */
import type { GridApi, IDatasource } from 'ag-grid-community'
import { type RefObject, useCallback, useEffect, useMemo, useState } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { type SignedInLine, useChangeFeed, useLatestLine } from '../engine/engine-context.ts'
import { type Fault, readFault } from '../engine/fault.ts'
import { throttle } from '../engine/throttle.ts'
import type { Page } from '../engine/use-pages.ts'
import { cursorSource, type Known } from './cursor-source.ts'

export type CursorQuestion<T> = (
  client: EngineClient,
  page: Readonly<{ cursor?: string; limit: number }>,
) => Promise<Page<T>>

export type CursorList = Readonly<{
  source: IDatasource | undefined
  known: Known | undefined
  fault: Fault | undefined
  /** Something of the kind has changed since the list was read. */
  changed: boolean
  again: () => void
}>

type Options<T> = Readonly<{
  ask: CursorQuestion<T>
  topics: readonly Topic[]
  grid: RefObject<GridApi<T> | null>
  /** A list whose order never changes is read anew in place; any other waits to be asked. */
  live: boolean
}>

/** One reading of the list: a new question, line or round begins another, and nothing of the last one counts for it. */
type Reading<T> = Readonly<{ line: SignedInLine; ask: CursorQuestion<T>; round: number }>
type State<T> = Readonly<{ of: Reading<T>; known?: Known; fault?: Fault; changed?: boolean }>

const rereadSpanMs = 1_000

export function useCursorList<T>({ ask, topics, grid, live }: Options<T>): CursorList {
  const line = useLatestLine()
  const feed = useChangeFeed()
  const [round, setRound] = useState(0)
  const [state, setState] = useState<State<T>>()
  const reading = useMemo(() => (line ? { line, ask, round } : undefined), [line, ask, round])
  const source = useMemo(() => (reading ? sourceOf(reading, setState) : undefined), [reading])

  useEffect(() => {
    if (!reading) return
    const mark = (): void =>
      setState((before) => ({ ...(before?.of === reading ? before : { of: reading }), changed: true }))
    const reread = (): void => {
      // While the list was empty there is no grid to be read anew: the next reading makes one.
      if (grid.current === null || grid.current.isDestroyed()) setRound((before) => before + 1)
      else grid.current.refreshInfiniteCache()
    }
    const slowed = throttle(live ? reread : mark, rereadSpanMs)
    const unwatch = feed.watch(topics, slowed.call)
    return () => {
      unwatch()
      slowed.cancel()
    }
  }, [reading, feed, topics, live, grid])

  const again = useCallback(() => setRound((before) => before + 1), [])
  const current = state?.of === reading ? state : undefined
  return { source, known: current?.known, fault: current?.fault, changed: current?.changed === true, again }
}

type SetState<T> = (next: (before: State<T> | undefined) => State<T>) => void

function sourceOf<T>(reading: Reading<T>, setState: SetState<T>): IDatasource {
  const { line, ask } = reading
  const of = (before: State<T> | undefined): State<T> => (before?.of === reading ? before : { of: reading })
  return cursorSource<T>({
    read: (cursor, limit) => ask(line.client, { limit, ...(cursor === undefined ? {} : { cursor }) }),
    onRead: (known) =>
      setState((before) => {
        const { fault: _mended, ...kept } = of(before)
        return { ...kept, known: further(kept.known, known) }
      }),
    onFailed: (error) => setState((before) => ({ ...of(before), fault: readFault(error) })),
  })
}

function further(before: Known | undefined, now: Known): Known {
  // A list whose end is in sight may have become shorter.
  if (!before || now.complete) return now
  return { rows: Math.max(before.rows, now.rows), complete: before.complete, at: now.at }
}
