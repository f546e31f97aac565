import { Group, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { User } from '../../engine/contract/users.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useToast } from '../notice/use-toast.ts'
import { NewPassphraseFields } from '../session/NewPassphraseFields.tsx'
import { newPassphraseProblem } from '../session/passphrase-rules.ts'
import { ActionButton } from '../shell/ActionButton.tsx'

type Props = Readonly<{ user: User; opened: boolean; onClose: () => void }>

const setPassphrase = (client: EngineClient, name: string, passphrase: string) =>
  client.users.setPassphrase({ name, passphrase })

export function NewPassphraseDialog({ user, opened, onClose }: Props) {
  const text = useText()
  return (
    <Dialog opened={opened} onClose={onClose} title={text('user.passphrase.for', { name: user.displayName })}>
      <NewPassphraseForm user={user} onDone={onClose} />
    </Dialog>
  )
}

function NewPassphraseForm({ user, onDone }: Readonly<{ user: User; onDone: () => void }>) {
  const text = useText()
  const { say } = useToast()
  const [next, setNext] = useState('')
  const [repeated, setRepeated] = useState('')
  const { run, busy, fault } = useCommand(setPassphrase)
  const problem = newPassphraseProblem(next, repeated)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (busy || problem) return
    const outcome = await run(user.name, next)
    if (!outcome.ok) return
    say(text('user.passphrase.done', { name: user.displayName }))
    onDone()
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap={12}>
        <Text>{text('user.passphrase.lead', { name: user.displayName })}</Text>
        <NewPassphraseFields next={next} onNext={setNext} repeated={repeated} onRepeated={setRepeated} />
        <FaultLine fault={fault} />
        <Group>
          <ActionButton type="submit" loading={busy} reason={problem && text(problem)}>
            {text('user.passphrase.set')}
          </ActionButton>
        </Group>
      </Stack>
    </form>
  )
}
