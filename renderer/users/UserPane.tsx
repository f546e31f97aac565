import { Group } from '@mantine/core'
import { useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { roles as allRoles, type Role } from '../../engine/contract/permission.ts'
import type { User } from '../../engine/contract/users.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { State } from '../notice/Mark.tsx'
import { useToast } from '../notice/use-toast.ts'
import { useMay, useSession } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { NewPassphraseDialog } from './NewPassphraseDialog.tsx'
import { RemoveUserDialog } from './RemoveUserDialog.tsx'
import { RoleChoice } from './RoleChoice.tsx'

export function UserPane({ user }: Readonly<{ user: User }>) {
  const text = useText()
  const { instant } = useFormats()
  const mayManage = useMay('users.manage') && user.state === 'active'
  return (
    <>
      <PaneSection title={text('user.about')}>
        <Facts
          facts={[
            { name: text('user.name'), value: user.name },
            {
              name: text('user.state'),
              value: <State tone={user.state === 'active' ? 'ok' : 'low'} word={text(`user.state.${user.state}`)} />,
            },
            { name: text('user.roles'), value: user.roles.map((role) => text(`role.${role}`)).join(', ') },
            { name: text('user.since'), value: instant(user.createdAt) },
            {
              name: text('user.last_sign_in'),
              value: user.lastSignInAt === null ? text('user.never') : instant(user.lastSignInAt),
            },
          ]}
        />
      </PaneSection>
      {mayManage ? <Roles key={user.roles.join()} user={user} /> : null}
      {mayManage ? <Access user={user} /> : null}
    </>
  )
}

const setRoles = (client: EngineClient, name: string, roles: Role[]) => client.users.setRoles({ name, roles })

function Roles({ user }: Readonly<{ user: User }>) {
  const text = useText()
  const { say } = useToast()
  const [chosen, setChosen] = useState<readonly Role[]>(user.roles)
  const { run, busy, fault } = useCommand(setRoles)
  const same = allRoles.every((role) => chosen.includes(role) === user.roles.includes(role))
  const reason = chosen.length === 0 ? text('user.roles.missing') : same ? text('user.roles.same') : null
  const save = async (): Promise<void> => {
    const outcome = await run(user.name, [...chosen])
    if (outcome.ok) say(text('user.roles.saved', { name: user.displayName }))
  }
  return (
    <PaneSection title={text('user.roles.change')}>
      <RoleChoice value={chosen} onChange={setChosen} />
      <FaultLine fault={fault} />
      <Group mt={12}>
        <ActionButton onClick={() => void save()} loading={busy} reason={reason}>
          {text('user.roles.save')}
        </ActionButton>
      </Group>
    </PaneSection>
  )
}

function Access({ user }: Readonly<{ user: User }>) {
  const text = useText()
  const self = useSession().user.name === user.name
  const [dialog, setDialog] = useState<'passphrase' | 'remove' | null>(null)
  const close = (): void => setDialog(null)
  return (
    <PaneSection title={text('user.access')}>
      <Group gap={8}>
        <ActionButton
          variant="default"
          onClick={() => setDialog('passphrase')}
          reason={self ? text('user.passphrase.own') : null}
        >
          {text('user.passphrase.set')}
        </ActionButton>
        <ActionButton
          color="danger"
          variant="outline"
          onClick={() => setDialog('remove')}
          reason={self ? text('fault.own_account', { user: user.name }) : null}
        >
          {text('user.remove', { name: user.displayName })}
        </ActionButton>
      </Group>
      <NewPassphraseDialog user={user} opened={dialog === 'passphrase'} onClose={close} />
      <RemoveUserDialog user={user} opened={dialog === 'remove'} onClose={close} />
    </PaneSection>
  )
}
