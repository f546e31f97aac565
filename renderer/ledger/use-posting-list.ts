import type { GridApi } from 'ag-grid-community'
import { type RefObject, useCallback, useEffect, useMemo, useState } from 'react'
import type { Posting, PostingFilter } from '../../engine/contract/accounts.ts'
import type { Topic } from '../../engine/contract/changes.ts'
import { useChangeFeed, useLatestLine } from '../engine/engine-context.ts'
import { type Fault, readFault } from '../engine/fault.ts'
import { throttle } from '../engine/throttle.ts'
import type { CursorList } from '../grid/use-cursor-list.ts'
import { PostingList, type PostingsKnown } from './posting-list.ts'

export type Postings = Omit<CursorList, 'known'> &
  Readonly<{
    known: PostingsKnown | undefined
    /** Looks further back after the list has stopped early. */
    goOn: () => void
    goingOn: boolean
  }>

type State = Readonly<{ of: PostingList; known?: PostingsKnown; fault?: Fault; changed?: boolean; goingOn?: boolean }>

const topics: readonly Topic[] = ['ledger', 'batches']
const noticeSpanMs = 1_000

/** Newest first: new postings would push all others down, so they wait to be asked for. */
export function usePostingList(filter: PostingFilter, grid: RefObject<GridApi<Posting> | null>): Postings {
  const line = useLatestLine()
  const feed = useChangeFeed()
  const [round, setRound] = useState(0)
  const [state, setState] = useState<State>()

  const list = useMemo(() => {
    // A new round is a new list, though nothing else about it has changed.
    if (!line || round < 0) return undefined
    const note = (noted: Omit<State, 'of'>): void =>
      setState((before) => ({ ...(before?.of === made ? before : {}), ...noted, of: made }))
    const made = new PostingList({
      read: (cursor, limit) =>
        line.client.accounts.postings({ ...filter, limit, ...(cursor === undefined ? {} : { cursor }) }),
      onRead: (known) =>
        setState((before) => {
          const { fault: _mended, ...kept } = before?.of === made ? before : { of: made }
          return { ...kept, known }
        }),
      onFailed: (error) => note({ fault: readFault(error) }),
    })
    return made
  }, [line, filter, round])

  useEffect(() => {
    if (!list) return
    const mark = (): void => setState((before) => ({ ...(before?.of === list ? before : {}), of: list, changed: true }))
    const slowed = throttle(mark, noticeSpanMs)
    const unwatch = feed.watch(topics, slowed.call)
    return () => {
      unwatch()
      slowed.cancel()
    }
  }, [list, feed])

  const goOn = useCallback(() => {
    if (!list) return
    setState((before) => ({ ...(before?.of === list ? before : {}), of: list, goingOn: true }))
    void list.goOn().then((rows) => {
      setState((before) => (before?.of === list ? { ...before, goingOn: false } : before))
      // The grid takes an end it was told as the last word, unless it is told otherwise.
      grid.current?.setRowCount(rows, false)
      grid.current?.refreshInfiniteCache()
    })
  }, [list, grid])

  const again = useCallback(() => setRound((before) => before + 1), [])
  const current = state?.of === list ? state : undefined
  return {
    source: list,
    known: current?.known,
    fault: current?.fault,
    changed: current?.changed === true,
    again,
    goOn,
    goingOn: current?.goingOn === true,
  }
}
