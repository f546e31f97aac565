import { Group, PasswordInput, Text } from '@mantine/core'
import { useState } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import type { GatewayStanding } from '../../engine/contract/funding.ts'
import { ConfirmForm } from '../case/ConfirmForm.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useRead } from '../engine/use-read.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { ConfirmDialog } from '../notice/ConfirmDialog.tsx'
import { Dialog } from '../notice/Dialog.tsx'
import { useToast } from '../notice/use-toast.ts'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Facts } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'

const topics: readonly Topic[] = ['funding', 'settings']
const readGateways = (client: EngineClient) => client.funding.gateways()
const setSecret = (client: EngineClient, input: Inputs['funding']['setWebhookSecret']) =>
  client.funding.setWebhookSecret(input)

type Asked = Readonly<{ gateway: GatewayStanding; what: 'set' | 'away' }>

/** Whether gateways can be listened to, beside what is agreed with them: their secrets go in and never come out. */
export function GatewaySecrets() {
  const text = useText()
  const mayRead = useMay('ledger.read')
  const { data, fault, again } = useRead(mayRead ? readGateways : null, topics)
  const mayManage = useMay('keys.manage')
  const [asked, setAsked] = useState<Asked | null>(null)
  const close = (): void => setAsked(null)
  if (!data) return fault ? <FaultNotice fault={fault} onRetry={again} /> : null
  if (data.items.length === 0) return null
  return (
    <section aria-label={text('rules.gateways.secrets')}>
      <Text fw={600}>{text('rules.gateways.secrets')}</Text>
      <Facts facts={data.items.map((gateway) => ({ name: gateway.name, value: <Secret gateway={gateway} /> }))} />
      {mayManage ? (
        <Group gap={8} pt={8}>
          {data.items.map((gateway) => (
            <SecretActions key={gateway.name} gateway={gateway} onAsk={(what) => setAsked({ gateway, what })} />
          ))}
        </Group>
      ) : null}
      {asked?.what === 'set' ? <SecretDialog gateway={asked.gateway.name} onClose={close} onSet={again} /> : null}
      {asked?.what === 'away' ? <TakeAway gateway={asked.gateway.name} onClose={close} onSet={again} /> : null}
    </section>
  )
}

function Secret({ gateway: { secretSetAt, oldSecretUntil, webhookPath } }: Readonly<{ gateway: GatewayStanding }>) {
  const text = useText()
  const { instant, zone } = useFormats()
  const path = webhookPath
  if (secretSetAt === null) return text('rules.gateways.secret.none', { path })
  return (
    <span title={zone}>
      {text('rules.gateways.secret.set', { at: instant(secretSetAt), path })}
      {oldSecretUntil === null ? null : ` ${text('rules.gateways.secret.old', { until: instant(oldSecretUntil) })}`}
    </span>
  )
}

type ActionsProps = Readonly<{ gateway: GatewayStanding; onAsk: (what: Asked['what']) => void }>

function SecretActions({ gateway: { name, secretSetAt }, onAsk }: ActionsProps) {
  const text = useText()
  return (
    <>
      <ActionButton variant="default" onClick={() => onAsk('set')}>
        {text('rules.gateways.secret.change', { gateway: name })}
      </ActionButton>
      {secretSetAt === null ? null : (
        <ActionButton variant="default" onClick={() => onAsk('away')}>
          {text('rules.gateways.secret.away', { gateway: name })}
        </ActionButton>
      )}
    </>
  )
}

type DialogProps = Readonly<{ gateway: string; onClose: () => void; onSet: () => void }>

const lengthMin = 16
const oldValidHours = 24

function SecretDialog({ gateway, onClose, onSet }: DialogProps) {
  const text = useText()
  const { say } = useToast()
  const [typed, setTyped] = useState('')
  const { run, busy, fault } = useCommand(setSecret)
  const secret = typed.trim()
  const isShort = secret.length < lengthMin
  const set = async (): Promise<void> => {
    if (busy || isShort) return
    const outcome = await run({ gateway, secret, oldValidHours })
    if (!outcome.ok) return
    onSet()
    say(text('rules.gateways.secret.done', { gateway }))
    onClose()
  }
  return (
    <Dialog opened onClose={onClose} title={text('rules.gateways.secret.change', { gateway })}>
      <ConfirmForm
        action={text('rules.gateways.secret.change', { gateway })}
        reason={isShort ? text('rules.gateways.secret.short') : null}
        busy={busy}
        onConfirm={() => void set()}
        onClose={onClose}
      >
        <Text>{text('rules.gateways.secret.lead')}</Text>
        <PasswordInput
          label={text('rules.gateways.secret.label')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          maxLength={500}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': text('passphrase.show') }}
          data-autofocus
        />
        <FaultLine fault={fault} />
      </ConfirmForm>
    </Dialog>
  )
}

function TakeAway({ gateway, onClose, onSet }: DialogProps) {
  const text = useText()
  const { say } = useToast()
  const { run, busy, fault } = useCommand(setSecret)
  const takeAway = async (): Promise<void> => {
    const outcome = await run({ gateway, secret: null })
    if (!outcome.ok) return
    onSet()
    say(text('rules.gateways.secret.away.done', { gateway }))
    onClose()
  }
  const title = text('rules.gateways.secret.away', { gateway })
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={title}
      body={text('rules.gateways.secret.away.body')}
      action={title}
      danger
      busy={busy}
      fault={fault}
      onConfirm={() => void takeAway()}
    />
  )
}
