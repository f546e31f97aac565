/** What the signed-in person was told of, how much of it is unread, and marking it read. */
import { useCallback } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useCommand } from '../engine/use-command.ts'
import { usePages } from '../engine/use-pages.ts'
import { useRead } from '../engine/use-read.ts'

const topics: readonly Topic[] = ['notifications']
const shownAtOnce = 30

const readUnread = (client: EngineClient) => client.notifications.unread()
const readPage = (client: EngineClient, cursor: string | undefined) =>
  client.notifications.list({ channel: 'app', limit: shownAtOnce, ...(cursor === undefined ? {} : { cursor }) })
const mark = (client: EngineClient, which: Readonly<{ ids?: number[]; asOf?: string }>) =>
  client.notifications.markRead(which)

/** Null while it is not known. */
export const useUnread = (): number | null => useRead(readUnread, topics).data?.unread ?? null

export const useNotificationPages = () => usePages(readPage, topics)

export function useMarkRead() {
  const { run } = useCommand(mark)
  return {
    one: useCallback((id: number) => run({ ids: [id] }), [run]),
    /** What comes after the newest that is shown stays unread. */
    all: useCallback((asOf: string) => run({ asOf }), [run]),
  }
}
