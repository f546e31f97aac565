import { useEffect, useRef } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { DesktopShell } from '../../engine/contract/shell.ts'
import { useRead } from '../engine/use-read.ts'
import { useText } from '../messages/use-text.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { newsOf } from './desktop-news.ts'
import { useUnread } from './use-notifications.ts'

const topics: readonly Topic[] = ['notifications']
const looked = 20

const read = (client: EngineClient) => client.notifications.list({ channel: 'desktop', limit: looked })

/** Tells the desktop shell what is new, which the operating system then tells; in a browser there is nothing of it. */
export function DesktopNews() {
  const { desktop } = window
  return desktop ? <Teller desktop={desktop} /> : null
}

function Teller({ desktop }: Readonly<{ desktop: DesktopShell }>) {
  const text = useText()
  const formats = useFormats()
  const { data } = useRead(read, topics)
  const unread = useUnread()
  /** Up to when everything was told; what was there when somebody signed in is no news. */
  const told = useRef<string | null>(null)

  useEffect(() => {
    if (data === undefined || unread === null) return
    const { news, upTo } = newsOf({ items: data.items, unread, since: told.current }, text, formats)
    told.current = upTo
    desktop.tellNews(news)
  }, [desktop, data, unread, text, formats])
  // Whoever signs out leaves nothing unread on the desktop.
  useEffect(() => () => desktop.tellNews({ unread: 0, notices: [] }), [desktop])
  return null
}
