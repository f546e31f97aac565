import { Group, Text } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { WebhookEndpoint } from '../../engine/contract/webhooks.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { proposalAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { ConfirmDialog } from '../notice/ConfirmDialog.tsx'
import { CopyText } from '../notice/CopyText.tsx'
import { State } from '../notice/Mark.tsx'
import { useToast } from '../notice/use-toast.ts'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { EndpointDialog } from './EndpointDialog.tsx'
import { ReplayDialog } from './ReplayDialog.tsx'
import { SecretDialog } from './SecretDialog.tsx'
import { eventWords, standingOf } from './words.ts'

type Of = Readonly<{ endpoint: WebhookEndpoint }>

/** One address: what it is told, how it takes it, and what can be done about it. */
export function EndpointPane({ endpoint }: Of) {
  return (
    <>
      <About endpoint={endpoint} />
      <Standing endpoint={endpoint} />
      <Secret endpoint={endpoint} />
    </>
  )
}

function About({ endpoint }: Of) {
  const text = useText()
  const { url, events, proposal, state } = endpoint
  const { tone, word } = standingOf(endpoint, text)
  const mayManage = useMay('webhooks.manage')
  const [opened, setOpened] = useState<'change' | 'remove' | null>(null)
  const close = (): void => setOpened(null)
  return (
    <PaneSection title={text('webhooks.about_address')}>
      <Facts
        facts={[
          { name: text('webhooks.state'), value: <State tone={tone} word={word} /> },
          { name: text('content.url'), value: <CopyText label={text('content.url')} value={url} /> },
          {
            name: text('content.events'),
            value: events.map((type) => <div key={type}>{eventWords(text, type)}</div>),
          },
          {
            name: text('webhooks.agreed'),
            value: <Link href={proposalAddress(proposal)}>{text('proposal.title', { id: proposal })}</Link>,
          },
        ]}
      />
      <Advice endpoint={endpoint} />
      {mayManage && state !== 'removed' ? (
        <Group gap={8} mt={8}>
          <PauseOrResume endpoint={endpoint} />
          <ActionButton variant="default" onClick={() => setOpened('change')}>
            {text('webhooks.change')}
          </ActionButton>
          <ActionButton variant="default" onClick={() => setOpened('remove')}>
            {text('webhooks.remove')}
          </ActionButton>
        </Group>
      ) : null}
      {opened === 'change' ? <EndpointDialog endpoint={endpoint} onClose={close} /> : null}
      {opened === 'remove' ? <Remove endpoint={endpoint} onClose={close} /> : null}
    </PaneSection>
  )
}

/** What keeps it from being told, and what to do about it. */
function Advice({ endpoint: { state, pausedBy, isListed, secretMadeAt, failingSince, url } }: Of) {
  const text = useText()
  const { instant } = useFormats()
  if (state === 'removed') return null
  const advice = [
    ...(pausedBy === 'engine' ? [text('webhooks.advice.given_up')] : []),
    ...(isListed ? [] : [text('webhooks.advice.not_listed', { origin: new URL(url).origin })]),
    ...(secretMadeAt === null ? [text('webhooks.advice.without_secret')] : []),
    ...(failingSince === null || state === 'paused'
      ? []
      : [text('webhooks.advice.failing', { since: instant(failingSince) })]),
  ]
  return advice.map((each) => (
    <Text key={each} mt={8}>
      {each}
    </Text>
  ))
}

const pause = (client: EngineClient, id: number) => client.webhooks.pause({ id })
const resume = (client: EngineClient, id: number) => client.webhooks.resume({ id })

function PauseOrResume({ endpoint: { id, state } }: Of) {
  const text = useText()
  const isPaused = state === 'paused'
  const { run, busy, fault } = useCommand(isPaused ? resume : pause)
  return (
    <>
      <ActionButton variant="default" loading={busy} onClick={() => void run(id)}>
        {text(isPaused ? 'webhooks.resume' : 'webhooks.pause')}
      </ActionButton>
      {fault === undefined ? null : <FaultLine fault={fault} />}
    </>
  )
}

const remove = (client: EngineClient, id: number) => client.webhooks.remove({ id })

function Remove({ endpoint: { id, name, waiting }, onClose }: Of & Readonly<{ onClose: () => void }>) {
  const text = useText()
  const { say } = useToast()
  const { run, busy, fault } = useCommand(remove)
  const confirm = async (): Promise<void> => {
    if (!(await run(id)).ok) return
    say(text('webhooks.remove.done', { name }))
    onClose()
  }
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={text('webhooks.remove.title', { name })}
      body={text('webhooks.remove.effect', { count: waiting })}
      action={text('webhooks.remove')}
      danger
      busy={busy}
      fault={fault}
      onConfirm={() => void confirm()}
    />
  )
}

const test = (client: EngineClient, id: number) => client.webhooks.test({ id })

function Standing({ endpoint }: Of) {
  const text = useText()
  const { instant, zone, locale } = useFormats()
  const { id, state, waiting, postingsBehind, lastDeliveredAt, replay, secretMadeAt } = endpoint
  const mayManage = useMay('webhooks.manage')
  const { say } = useToast()
  const { run, busy, fault } = useCommand(test)
  const [replaying, setReplaying] = useState(false)
  const noSecret = secretMadeAt === null ? text('webhooks.advice.without_secret') : null
  const send = async (): Promise<void> => {
    const outcome = await run(id)
    if (outcome.ok) say(text('webhooks.test.done', { id: String(outcome.value.delivery.id) }))
  }
  return (
    <PaneSection title={text('webhooks.standing')}>
      <Facts
        facts={[
          { name: text('webhooks.to_go'), value: formatCount(waiting, locale) },
          ...(postingsBehind === 0
            ? []
            : [{ name: text('webhooks.behind'), value: formatCount(postingsBehind, locale) }]),
          {
            name: text('webhooks.last'),
            value:
              lastDeliveredAt === null ? (
                text('webhooks.last.never')
              ) : (
                <span title={zone}>{instant(lastDeliveredAt)}</span>
              ),
          },
          ...(replay === null
            ? []
            : [{ name: text('webhooks.replaying'), value: text('webhooks.since', { at: instant(replay.since) }) }]),
        ]}
      />
      {mayManage && state !== 'removed' ? (
        <Group gap={8} mt={8}>
          <ActionButton variant="default" loading={busy} reason={noSecret} onClick={() => void send()}>
            {text('webhooks.test')}
          </ActionButton>
          <ActionButton variant="default" reason={noSecret} onClick={() => setReplaying(true)}>
            {text('webhooks.replay')}
          </ActionButton>
        </Group>
      ) : null}
      <FaultLine fault={fault} />
      {replaying ? <ReplayDialog endpoint={endpoint} onClose={() => setReplaying(false)} /> : null}
    </PaneSection>
  )
}

function Secret({ endpoint }: Of) {
  const text = useText()
  const { instant, zone } = useFormats()
  const { secretMadeAt, oldSecretUntil, state } = endpoint
  const mayManage = useMay('webhooks.manage')
  const [making, setMaking] = useState(false)
  return (
    <PaneSection title={text('webhooks.secret')}>
      <Facts
        facts={[
          {
            name: text('webhooks.secret.made'),
            value:
              secretMadeAt === null ? text('webhooks.secret.never') : <span title={zone}>{instant(secretMadeAt)}</span>,
          },
          ...(oldSecretUntil === null
            ? []
            : [{ name: text('webhooks.secret.old'), value: <span title={zone}>{instant(oldSecretUntil)}</span> }]),
        ]}
      />
      {mayManage && state !== 'removed' ? (
        <Group gap={8} mt={8}>
          <ActionButton variant="default" onClick={() => setMaking(true)}>
            {text(secretMadeAt === null ? 'webhooks.secret.first' : 'webhooks.secret.new')}
          </ActionButton>
        </Group>
      ) : null}
      {making ? <SecretDialog endpoint={endpoint} onClose={() => setMaking(false)} /> : null}
    </PaneSection>
  )
}
