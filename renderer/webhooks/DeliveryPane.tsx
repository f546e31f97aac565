import { Group, Text } from '@mantine/core'
import { useMemo } from 'react'
import { Link } from 'wouter'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { WebhookAttempt, WebhookDeliveryDetail } from '../../engine/contract/webhooks.ts'
import { useCommand } from '../engine/use-command.ts'
import { type Question, useRead } from '../engine/use-read.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { CopyText } from '../notice/CopyText.tsx'
import { State } from '../notice/Mark.tsx'
import { useToast } from '../notice/use-toast.ts'
import { Waiting } from '../notice/Waiting.tsx'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { endpointAddress } from './search.ts'
import classes from './webhooks.module.css'
import { answerWords, eventWords, stateWords, toneOf } from './words.ts'

type Of = Readonly<{ delivery: WebhookDeliveryDetail }>

const topics: readonly Topic[] = ['webhooks']

/** One delivery: how far it is, every try, and what is sent to the byte. */
export function DeliveryPane({ id }: Readonly<{ id: number }>) {
  const question = useMemo<Question<WebhookDeliveryDetail>>(() => (client) => client.webhooks.delivery({ id }), [id])
  const { data, fault, again } = useRead(question, topics)
  if (!data && fault) return <FaultNotice fault={fault} onRetry={again} />
  if (!data) return <Waiting />
  return (
    <>
      <About delivery={data} />
      <Tries delivery={data} />
      <Sent delivery={data} />
    </>
  )
}

function About({ delivery }: Of) {
  const text = useText()
  const { instant, zone } = useFormats()
  const { type, subject, endpoint, endpointName, happenedAt, nextAt, repeats, askedBy, event } = delivery
  const timed = (name: string, at: string | null) =>
    at === null ? [] : [{ name, value: <span title={zone}>{instant(at)}</span> }]
  return (
    <PaneSection title={text('webhooks.about_delivery')}>
      <Facts
        facts={[
          {
            name: text('webhooks.state'),
            value: <State tone={toneOf(delivery)} word={stateWords(delivery, text)} />,
          },
          { name: text('webhooks.event'), value: `${eventWords(text, type)} (${type})` },
          { name: text('webhooks.about'), value: subject },
          { name: text('webhooks.address'), value: <Link href={endpointAddress(endpoint)}>{endpointName}</Link> },
          ...timed(text('webhooks.happened'), happenedAt),
          ...timed(text('webhooks.next'), nextAt),
          ...(repeats === null
            ? []
            : [
                {
                  name: text('webhooks.repeats'),
                  value: (
                    <Link href={`/settings/webhooks?open=${repeats}`}>
                      {text('webhooks.repeats.of', { id: String(repeats), by: askedBy ?? '' })}
                    </Link>
                  ),
                },
              ]),
          { name: text('webhooks.event_id'), value: <CopyText label={text('webhooks.event_id')} value={event} /> },
        ]}
      />
      {delivery.state === 'queued' ? <Text mt={8}>{text('webhooks.queued.why')}</Text> : null}
      <SendAgain delivery={delivery} />
    </PaneSection>
  )
}

const replay = (client: EngineClient, id: number) => client.webhooks.replay({ id })

function SendAgain({ delivery: { id, endedAt } }: Of) {
  const text = useText()
  const mayManage = useMay('webhooks.manage')
  const { say } = useToast()
  const { run, busy, fault } = useCommand(replay)
  if (!mayManage) return null
  const send = async (): Promise<void> => {
    const outcome = await run(id)
    if (outcome.ok) say(text('webhooks.again.done', { id: String(outcome.value.id) }))
  }
  return (
    <>
      <Group mt={8}>
        <ActionButton
          variant="default"
          loading={busy}
          reason={endedAt === null ? text('fault.delivery_under_way') : null}
          onClick={() => void send()}
        >
          {text('webhooks.again')}
        </ActionButton>
      </Group>
      <FaultLine fault={fault} />
    </>
  )
}

function Tries({ delivery: { tries } }: Of) {
  const text = useText()
  return (
    <PaneSection title={text('webhooks.tries')}>
      {tries.length === 0 ? <Text c="dimmed">{text('webhooks.tries.none')}</Text> : null}
      <ol className={classes.tries}>
        {tries.map((attempt) => (
          <Try key={attempt.attempt} attempt={attempt} />
        ))}
      </ol>
    </PaneSection>
  )
}

function Try({ attempt: { at, status, problem, tookMs, answer, url } }: Readonly<{ attempt: WebhookAttempt }>) {
  const text = useText()
  const { instant, zone } = useFormats()
  return (
    <li>
      <State tone={problem === null ? 'ok' : 'high'} word={answerWords({ status, problem }, text)} />
      <div className={classes.when} title={zone}>
        {instant(at)}
        {tookMs === null ? null : ` · ${text('webhooks.took', { ms: tookMs })}`}
      </div>
      <div className="ch-raw">{url}</div>
      {answer === null ? null : <pre className="ch-raw">{answer}</pre>}
    </li>
  )
}

function Sent({ delivery: { body, headers } }: Of) {
  const text = useText()
  return (
    <PaneSection title={text('webhooks.sent')}>
      <Text c="dimmed" fz={12}>
        {text('webhooks.sent.hint')}
      </Text>
      <pre className="ch-raw">
        {[...headers.map(({ name, value }) => `${name}: ${value}`), '', prettyOf(body)].join('\n')}
      </pre>
    </PaneSection>
  )
}

/** With line breaks for reading: what is signed has none. */
const prettyOf = (body: string): string => JSON.stringify(JSON.parse(body), null, 2)
