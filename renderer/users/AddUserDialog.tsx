import { Group, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import type { User } from '../../engine/contract/users.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useToast } from '../notice/use-toast.ts'
import { NewPassphraseFields } from '../session/NewPassphraseFields.tsx'
import { ActionButton } from '../shell/ActionButton.tsx'
import { emptyUser, userProblems } from './draft.ts'
import { RoleChoice } from './RoleChoice.tsx'

type Props = Readonly<{ opened: boolean; onClose: () => void; onAdded: (user: User) => void }>

const addUser = (client: EngineClient, input: Inputs['users']['add']) => client.users.add(input)

export function AddUserDialog({ opened, onClose, onAdded }: Props) {
  const text = useText()
  const { say } = useToast()
  return (
    <Dialog opened={opened} onClose={onClose} title={text('users.add')}>
      <AddUserForm
        onAdded={(user) => {
          say(text('users.added', { name: user.displayName }))
          onClose()
          onAdded(user)
        }}
      />
    </Dialog>
  )
}

function AddUserForm({ onAdded }: Readonly<{ onAdded: (user: User) => void }>) {
  const text = useText()
  const [typed, setTyped] = useState(emptyUser)
  const [tried, setTried] = useState(false)
  const { run, busy, fault } = useCommand(addUser)
  const problems = userProblems(typed)
  const said = (problem: keyof typeof problems): string | null => {
    const id = tried ? problems[problem] : undefined
    return id ? text(id) : null
  }

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (busy || Object.keys(problems).length > 0) return
    const { name, displayName, roles, passphrase } = typed
    const outcome = await run({ name, displayName: displayName.trim(), roles: [...roles], passphrase })
    if (outcome.ok) onAdded(outcome.value)
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap={12}>
        <TextInput
          label={text('user.display_name')}
          value={typed.displayName}
          onChange={(event) => setTyped({ ...typed, displayName: event.currentTarget.value })}
          error={said('displayName')}
          data-autofocus
        />
        <TextInput
          label={text('user.name')}
          description={text('user.name.hint')}
          value={typed.name}
          onChange={(event) => setTyped({ ...typed, name: event.currentTarget.value })}
          error={said('name')}
          autoCapitalize="none"
          spellCheck={false}
          autoComplete="off"
        />
        <RoleChoice value={typed.roles} onChange={(roles) => setTyped({ ...typed, roles })} problem={said('roles')} />
        <NewPassphraseFields
          next={typed.passphrase}
          onNext={(passphrase) => setTyped({ ...typed, passphrase })}
          repeated={typed.repeated}
          onRepeated={(repeated) => setTyped({ ...typed, repeated })}
        />
        <FaultLine fault={fault} />
        <Group>
          <ActionButton
            type="submit"
            loading={busy}
            reason={tried && problems.passphrase ? text(problems.passphrase) : null}
          >
            {text('users.add')}
          </ActionButton>
        </Group>
      </Stack>
    </form>
  )
}
