/** A list without a known end, read page by page with the engine's cursor: "load more", never a jump. */
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useChangeFeed, useLine } from './engine-context.ts'
import { type Fault, readFault } from './fault.ts'
import { throttle } from './throttle.ts'
import { useRead } from './use-read.ts'

export type Page<T> = Readonly<{ items: readonly T[]; next: string | null }>
export type PageQuestion<P extends Page<unknown>> = (client: EngineClient, cursor: string | undefined) => Promise<P>
type ItemOf<P extends Page<unknown>> = P['items'][number]

export type Pages<P extends Page<unknown>> = Readonly<{
  items: readonly ItemOf<P>[] | undefined
  /** What came with the first of them: what is true of the whole list is said there. */
  first: P | undefined
  fault: Fault | undefined
  hasMore: boolean
  loadingMore: boolean
  loadMore: () => void
  again: () => void
}>

type Progress<P extends Page<unknown>> = Readonly<{ of: PageQuestion<P>; loading: boolean; fault?: Fault }>
type More<P extends Page<unknown>> = Readonly<{ after: P; items: readonly ItemOf<P>[]; next: string | null }>

const rereadSpanMs = 1_000
const always = (): boolean => true

/**
 * Further pages belong to the first one they followed. While only that one is shown a change reads it anew; once a
 * person has asked for more, nothing moves under them until they ask for it. `matters` is asked at each change, for what is
 * not read more often than it must be; like the question it must stay the same function.
 */
export function usePages<P extends Page<unknown>>(
  ask: PageQuestion<P>,
  topics: readonly Topic[],
  matters: () => boolean = always,
): Pages<P> {
  const line = useLine()
  const feed = useChangeFeed()
  const first = useRead(useCallback((client: EngineClient) => ask(client, undefined), [ask]))
  const [more, setMore] = useState<More<P>>()
  const [progress, setProgress] = useState<Progress<P>>()
  const start = first.data
  const tail = more && more.after === start ? more : undefined
  const next = tail ? tail.next : (start?.next ?? null)

  const readingOn = tail !== undefined
  const { again } = first
  useEffect(() => {
    if (readingOn) return
    const slowed = throttle(again, rereadSpanMs)
    const unwatch = feed.watch(topics, () => {
      if (matters()) slowed.call()
    })
    return () => {
      unwatch()
      slowed.cancel()
    }
  }, [readingOn, again, feed, topics, matters])

  const loadMore = useCallback(() => {
    if (!line || !start || next === null) return
    setProgress({ of: ask, loading: true })
    ask(line.client, next).then(
      (page) => {
        setMore({ after: start, items: [...(tail?.items ?? []), ...page.items], next: page.next })
        setProgress({ of: ask, loading: false })
      },
      (error: unknown) => setProgress({ of: ask, loading: false, fault: readFault(error) }),
    )
  }, [line, start, next, ask, tail])

  const current = progress?.of === ask ? progress : undefined
  const items = useMemo(() => start && [...start.items, ...(tail?.items ?? [])], [start, tail])
  return {
    items,
    first: start,
    fault: current?.fault ?? first.fault,
    hasMore: next !== null,
    loadingMore: current?.loading === true,
    loadMore,
    again,
  }
}
