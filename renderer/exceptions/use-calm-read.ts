/** Reads again what changes with every case, but not each time that one does: counts of everything cost a look at everything. */
import { useEffect } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import { useChangeFeed } from '../engine/engine-context.ts'
import { throttle } from '../engine/throttle.ts'
import { type Question, type Reading, useRead } from '../engine/use-read.ts'

const spanMs = 3_000

/** As `useRead`: question and topics must stay the same while what is asked does. */
export function useCalmRead<T>(question: Question<T> | null, topics: readonly Topic[]): Reading<T> {
  const feed = useChangeFeed()
  const reading = useRead(question)
  const { again } = reading
  useEffect(() => {
    const slowed = throttle(again, spanMs)
    const unwatch = feed.watch(topics, slowed.call)
    return () => {
      unwatch()
      slowed.cancel()
    }
  }, [feed, topics, again])
  return reading
}
