import { Text } from '@mantine/core'
import { useCallback } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { MessageItem } from '../contact/MessageItem.tsx'
import { useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { useMay } from '../session/session-context.ts'
import { PaneSection } from '../shell/PaneSection.tsx'
import type { CaseProps } from './CasePane.tsx'
import classes from './case.module.css'

const topics: readonly Topic[] = ['contact']

/** What was asked and told about it, and what they answered; each look at a client's is recorded by the engine. */
export function MessagesSection({ each }: CaseProps) {
  const mayRead = useMay('contact.read')
  // Most cases have none, and a look at what has none is not worth a record.
  const asked = each.history.some(({ kind }) => kind === 'asked' || kind === 'told' || kind === 'answered')
  return mayRead && asked ? <Messages id={each.id} /> : null
}

function Messages({ id }: Readonly<{ id: number }>) {
  const text = useText()
  const { data, fault, again } = useRead(
    useCallback((client: EngineClient) => client.contact.messages({ exception: id, limit: 20 }), [id]),
    topics,
  )
  return (
    <PaneSection title={text('case.section.messages')}>
      {fault && !data ? <FaultNotice fault={fault} onRetry={again} /> : null}
      {data?.items.length === 0 ? <Text c="dimmed">{text('case.messages.none')}</Text> : null}
      <ul className={classes.timeline}>
        {data?.items.map((message) => (
          <MessageItem key={message.id} message={message} within={id} />
        ))}
      </ul>
    </PaneSection>
  )
}
