/** A list that is asked for by what its filters say, and read anew when somebody asks for it by the key. */
import { useCallback } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Page } from '../engine/use-pages.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { type CursorList, type CursorQuestion, useCursorList } from './use-cursor-list.ts'
import type { OpenRow } from './use-open-row.ts'

type Asked<F, T> = Readonly<{
  filter: F
  /** A constant of the module. */
  ask: (client: EngineClient, asked: F & Parameters<CursorQuestion<T>>[1]) => Promise<Page<T>>
  topics: readonly Topic[]
  row: OpenRow<T>
}>

/** What is not asked for is left out, and the question stays the same while nothing else is asked. */
export function useFilteredList<F extends object, T>({ filter, ask, topics, row }: Asked<F, T>): CursorList {
  const content = JSON.stringify(filter)
  const question = useCallback<CursorQuestion<T>>(
    (client, page) => ask(client, { ...(JSON.parse(content) as F), ...page }),
    [content, ask],
  )
  const list = useCursorList({ ask: question, topics, grid: row.grid, live: false })
  useKeyCommand('list.reload', list.again, list.changed)
  return list
}
