import { Group, Table, Text } from '@mantine/core'
import { useState } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient, Outputs } from '../../engine/contract/contract.ts'
import { useCommand } from '../engine/use-command.ts'
import { useRead } from '../engine/use-read.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { ConfirmDialog } from '../notice/ConfirmDialog.tsx'
import { State } from '../notice/Mark.tsx'
import { useToast } from '../notice/use-toast.ts'
import { Waiting } from '../notice/Waiting.tsx'
import { ActionButton } from '../shell/ActionButton.tsx'
import { RecoveryKeyDialog } from './RecoveryKeyDialog.tsx'
import { SettingsSection } from './SettingsSection.tsx'
import { useFormats } from './workspace-context.ts'

type Keys = Outputs['keys']['list']

const topics: readonly Topic[] = ['workspace', 'users']
const readKeys = (client: EngineClient) => client.keys.list()
const rotate = (client: EngineClient) => client.keys.rotate()
const renewRecovery = (client: EngineClient) => client.keys.renewRecovery()
const enableUnattended = (client: EngineClient) => client.keys.enableUnattended()
const disableUnattended = (client: EngineClient) => client.keys.disableUnattended()

export function KeysSection() {
  const text = useText()
  const { data, fault, again } = useRead(readKeys, topics)
  return (
    <SettingsSection title={text('keys.title')} lead={text('keys.lead')}>
      {data ? <Slots keys={data} /> : fault ? <FaultNotice fault={fault} onRetry={again} /> : <Waiting lines={4} />}
      {data ? <Unattended keys={data} onChanged={again} /> : null}
      <Changes onChanged={again} />
    </SettingsSection>
  )
}

function Slots({ keys }: Readonly<{ keys: Keys }>) {
  const text = useText()
  const { instant } = useFormats()
  return (
    <>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text('keys.kind')}</Table.Th>
            <Table.Th>{text('keys.user')}</Table.Th>
            <Table.Th>{text('keys.since')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {keys.items.map(({ kind, user, createdAt }) => (
            <Table.Tr key={`${kind} ${user ?? ''} ${createdAt}`}>
              <Table.Td>{text(`keys.kind.${kind}`)}</Table.Td>
              <Table.Td>{user ?? ''}</Table.Td>
              <Table.Td className="ch-figure">{instant(createdAt)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text c="dimmed">{text('keys.generation', { generation: keys.generation })}</Text>
    </>
  )
}

/** Whether the engine may open the workspace by itself, and if it can't, the true reason why. */
function Unattended({ keys, onChanged }: Readonly<{ keys: Keys; onChanged: () => void }>) {
  const text = useText()
  const { say } = useToast()
  const enable = useCommand(enableUnattended)
  const disable = useCommand(disableUnattended)
  const on = keys.items.some(({ kind }) => kind === 'unattended')
  const { unattended } = keys
  const able = unattended === 'keychain' || unattended === 'key_file'
  const change = async (): Promise<void> => {
    const outcome = on ? await disable.run() : await enable.run()
    if (!outcome.ok) return
    say(text(on ? 'keys.unattended.disabled' : 'keys.unattended.enabled'))
    onChanged()
  }
  return (
    <div>
      <State tone={on ? 'ok' : 'low'} word={text(on ? 'keys.unattended.on' : 'keys.unattended.off')} />
      <Text c="dimmed">{text(`keeper.${unattended}`)}</Text>
      <FaultLine fault={enable.fault ?? disable.fault} />
      <Group mt={8}>
        <ActionButton
          variant="default"
          loading={enable.busy || disable.busy}
          reason={on || able ? null : text(`keeper.${unattended}`)}
          onClick={() => void change()}
        >
          {text(on ? 'keys.unattended.disable' : 'keys.unattended.enable')}
        </ActionButton>
      </Group>
    </div>
  )
}

function Changes({ onChanged }: Readonly<{ onChanged: () => void }>) {
  const text = useText()
  const { say } = useToast()
  const [asked, setAsked] = useState<'rotate' | 'recovery' | null>(null)
  const rotation = useCommand(rotate)
  const renewal = useCommand(renewRecovery)
  const close = (): void => setAsked(null)
  const doRotate = async (): Promise<void> => {
    const outcome = await rotation.run()
    if (!outcome.ok) return
    say(text('keys.rotated', { generation: outcome.value.generation }))
    close()
    onChanged()
  }
  const doRenew = async (): Promise<void> => {
    const outcome = await renewal.run()
    if (!outcome.ok) return
    close()
    onChanged()
  }
  return (
    <Group gap={8}>
      <ActionButton variant="default" onClick={() => setAsked('rotate')}>
        {text('keys.rotate')}
      </ActionButton>
      <ActionButton variant="default" onClick={() => setAsked('recovery')}>
        {text('keys.renew_recovery')}
      </ActionButton>
      <ConfirmDialog
        opened={asked === 'rotate'}
        onClose={close}
        title={text('keys.rotate')}
        body={text('keys.rotate.effect')}
        action={text('keys.rotate')}
        busy={rotation.busy}
        fault={rotation.fault}
        onConfirm={() => void doRotate()}
      />
      <ConfirmDialog
        opened={asked === 'recovery'}
        onClose={close}
        title={text('keys.renew_recovery')}
        body={text('keys.renew_recovery.effect')}
        action={text('keys.renew_recovery')}
        busy={renewal.busy}
        fault={renewal.fault}
        onConfirm={() => void doRenew()}
      />
      <RecoveryKeyDialog recoveryKey={renewal.value?.recoveryKey ?? null} onStored={renewal.reset} />
    </Group>
  )
}
