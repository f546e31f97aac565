/**
 * Reads something of the engine and keeps it fresh: again when one of the topics changed, when the line came back and
 * when it is asked to. What was read before stays while the next answer is on its way, and stays when none comes.
 */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useChangeFeed, useLine } from './engine-context.ts'
import { type Fault, readFault } from './fault.ts'
import { throttle } from './throttle.ts'

/** One question to the engine. It must stay the same function while the question stays the same. */
export type Question<T> = (client: EngineClient, signal: AbortSignal) => Promise<T>

export type Reading<T> = Readonly<{
  data: T | undefined
  fault: Fault | undefined
  /** When `data` was read. */
  readAt: string | undefined
  again: () => void
}>

type Answer<T> = Readonly<{ to: Question<T>; data?: T; readAt?: string; fault?: Fault }>

const rereadSpanMs = 500
const noTopics: readonly Topic[] = []

/** `topics` must be the same array at each call: a constant of the module that asks. */
export function useRead<T>(question: Question<T> | null, topics: readonly Topic[] = noTopics): Reading<T> {
  const line = useLine()
  const feed = useChangeFeed()
  const [answer, setAnswer] = useState<Answer<T>>()
  const ask = useRef<() => void>(() => {})

  useEffect(() => {
    if (!line || !question) return
    const stop = new AbortController()
    const once = async (): Promise<void> => {
      try {
        const data = await question(line.client, stop.signal)
        if (!stop.signal.aborted) setAnswer({ to: question, data, readAt: new Date().toISOString() })
      } catch (error) {
        if (stop.signal.aborted) return
        setAnswer((before) => ({ ...(before?.to === question ? before : { to: question }), fault: readFault(error) }))
      }
    }
    const asking = oneAtATime(once)
    const slowed = throttle(asking, rereadSpanMs)
    ask.current = asking
    const unwatch = feed.watch(topics, slowed.call)
    slowed.call()
    return () => {
      stop.abort()
      slowed.cancel()
      unwatch()
    }
  }, [line, question, feed, topics])

  const again = useCallback(() => ask.current(), [])
  const current = answer?.to === question ? answer : undefined
  return { data: current?.data, fault: current?.fault, readAt: current?.readAt, again }
}

/** A change that arrives while an answer is on its way asks once more afterwards, so a busy engine never starves us. */
function oneAtATime(run: () => Promise<void>): () => void {
  let running = false
  let again = false
  const start = (): void => {
    if (running) {
      again = true
      return
    }
    running = true
    void run().then(() => {
      running = false
      if (!again) return
      again = false
      start()
    })
  }
  return start
}
