/** Suggestions for the line in focus, or else those of the account in their order; one of them is shown. */
import { useCallback, useMemo, useState } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { MatchSuggestion } from '../../engine/contract/reconciliation.ts'
import { type Question, useRead } from '../engine/use-read.ts'

export type Suggestions = Readonly<{
  /** Undefined until the engine has answered. */
  shown: MatchSuggestion | null | undefined
  place: number
  count: number
  more: boolean
  /** Whether they are those of one line. */
  ofLine: boolean
  next: () => void
}>

type Page = Readonly<{ items: readonly MatchSuggestion[]; next: string | null }>
type Of = Readonly<{ account: string; currency: string; line: number | null }>

const topics: readonly Topic[] = ['reconciliation']
const readAtOnce = 50

export function useSuggestions({ account, currency, line }: Of): Suggestions {
  const [at, setAt] = useState<Readonly<{ line: number | null; wide: boolean; place: number }>>(start(line))
  // Another line has its own: one begins with the best of them.
  const now = at.line === line ? at : start(line)
  const ofOne = useMemo<Question<Page> | null>(
    () => (line === null ? null : (client) => client.reconciliation.suggestions({ account, currency, line })),
    [account, currency, line],
  )
  const ofAll = useMemo<Question<Page>>(
    () => (client) => client.reconciliation.suggestions({ account, currency, limit: readAtOnce }),
    [account, currency],
  )
  const [one, all] = [useRead(ofOne, topics).data, useRead(ofAll, topics).data]
  const isWide = line === null || now.wide
  const data = isWide ? all : one
  const count = data?.items.length ?? 0
  const place = count === 0 ? 0 : now.place % count

  const ofOneCount = one?.items.length ?? 0
  const next = useCallback(() => {
    // A line without any leads on to those of the others.
    if (!isWide && ofOneCount === 0) setAt({ line, wide: true, place: 0 })
    else setAt({ line, wide: isWide, place: place + 1 })
  }, [line, isWide, ofOneCount, place])
  return {
    shown: data === undefined ? undefined : (data.items[place] ?? null),
    place,
    count,
    more: (data?.next ?? null) !== null,
    ofLine: !isWide,
    next,
  }
}

const start = (line: number | null) => ({ line, wide: false, place: 0 })
