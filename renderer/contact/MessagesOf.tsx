import { Button, Text } from '@mantine/core'
import { useCallback, useState } from 'react'
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

const live: readonly Topic[] = ['contact']
const still: readonly Topic[] = []
const pageItems = 20

/** Everything that was written to somebody or said with them, newest first, with what they answered. */
export function MessagesOf({ party }: Readonly<{ party: Party }>) {
  const { of } = party
  const who = of === 'client' ? party.client : party.producer
  const [moving, setMoving] = useState(of === 'producer')
  const ask = useCallback(
    async (client: EngineClient, cursor: string | undefined): Promise<MessagePage> => {
      const whose = typeof who === 'number' ? { producer: who } : { client: who }
      const page = await client.contact.messages({ ...whose, cursor, limit: pageItems })
      // Each look at a client's messages is recorded, so they are read again only where one of them may still move.
      setMoving(of === 'producer' || page.items.some(isMoving))
      return page
    },
    [of, who],
  )
  return <MessageList pages={usePages(ask, moving ? live : still)} />
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
