import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { DesktopShell, ShellOutcome } from '../../engine/contract/shell.ts'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { shellSentence } from './shell-sentence.ts'

type Props = Readonly<{
  desktop: DesktopShell
  connectedTo: string | null
  opened: boolean
  onClose: () => void
}>

/** Shows another engine's console in this window, or comes back to the workspace on this machine. */
export function ConnectDialog({ desktop, connectedTo, opened, onClose }: Props) {
  const text = useText()
  const [address, setAddress] = useState('')
  const [refused, setRefused] = useState<Extract<ShellOutcome, { ok: false }>>()
  const [busy, setBusy] = useState(false)

  const connect = async (to: string | null): Promise<void> => {
    setBusy(true)
    setRefused(undefined)
    const outcome = await desktop.connect(to)
    setBusy(false)
    if (outcome.ok) onClose()
    else setRefused(outcome)
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (address !== '') void connect(address.trim())
  }

  return (
    <Dialog opened={opened} onClose={onClose} title={text('desktop.connect')}>
      <form onSubmit={submit}>
        <Stack gap={12}>
          <Text>
            {connectedTo === null ? text('desktop.connect.lead') : text('desktop.connected', { address: connectedTo })}
          </Text>
          <TextInput
            label={text('desktop.connect.address')}
            value={address}
            onChange={(event) => setAddress(event.currentTarget.value)}
            data-autofocus
            spellCheck={false}
            error={refused ? shellSentence(refused, text) : null}
          />
          <Group>
            <Button type="submit" loading={busy} disabled={address === ''}>
              {text('desktop.connect.action')}
            </Button>
            {connectedTo === null ? null : (
              <Button variant="default" onClick={() => void connect(null)}>
                {text('desktop.connect.back')}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
