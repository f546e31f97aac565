import { Button, Text } from '@mantine/core'
import { useCallback, useRef } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient, Outputs } from '../../engine/contract/contract.ts'
import classes from '../case/case.module.css'
import { type Pages, usePages } from '../engine/use-pages.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { Waiting } from '../notice/Waiting.tsx'
import { MessageItem } from './MessageItem.tsx'
import { isMoving } from './message-trouble.ts'
import type { Party } from './recipient.ts'

type MessagePage = Outputs['contact']['messages']

const topics: readonly Topic[] = ['contact']
const pageItems = 20

/** Everything that was written to somebody or said with them, newest first, with what they answered. */
export function MessagesOf({ party }: Readonly<{ party: Party }>) {
  const { of } = party
  const who = of === 'client' ? party.client : party.producer
  const { read, matters } = useMoving(of === 'producer')
  const ask = useCallback(
    (client: EngineClient, cursor: string | undefined): Promise<MessagePage> => {
      const whose = typeof who === 'number' ? { producer: who } : { client: who }
      return read(client.contact.messages({ ...whose, cursor, limit: pageItems }))
    },
    [read, who],
  )
  return <MessageList pages={usePages(ask, topics, matters)} />
}

type Moving = Readonly<{
  read: (reading: Promise<MessagePage>) => Promise<MessagePage>
  matters: () => boolean
}>

/**
 * Each look at a client's messages is recorded, so they are read again only where one of them may still move. Whether one may
 * is not known while an answer is on its way: what changes then may already be missing in it.
 */
function useMoving(always: boolean): Moving {
  const known = useRef({ onTheWay: 0, moves: false })
  const read = useCallback(async (reading: Promise<MessagePage>): Promise<MessagePage> => {
    const { current } = known
    current.onTheWay += 1
    try {
      const page = await reading
      current.moves = page.items.some(isMoving)
      return page
    } finally {
      current.onTheWay -= 1
    }
  }, [])
  const matters = useCallback(() => always || known.current.onTheWay > 0 || known.current.moves, [always])
  return { read, matters }
}

function MessageList({ pages }: Readonly<{ pages: Pages<MessagePage> }>) {
  const text = useText()
  const { items, fault, hasMore, loadingMore, loadMore, again } = pages
  return (
    <>
      {!items && !fault ? <Waiting lines={3} /> : null}
      {items?.length === 0 ? <Text c="dimmed">{text('case.messages.none')}</Text> : null}
      <ul className={classes.timeline}>
        {items?.map((message) => (
          <MessageItem key={message.id} message={message} onChanged={again} />
        ))}
      </ul>
      {fault ? <FaultNotice fault={fault} onRetry={items ? loadMore : again} /> : null}
      {hasMore && !fault ? (
        <Button variant="default" size="compact-sm" onClick={loadMore} loading={loadingMore}>
          {text('contact.messages.more', { count: items?.length ?? 0 })}
        </Button>
      ) : null}
    </>
  )
}
