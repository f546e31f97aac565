import { Anchor, Group, PasswordInput, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useConnectionState } from '../engine/engine-context.ts'
import type { Fault } from '../engine/fault.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { retryAfterOf } from '../faults/fault-sentence.ts'
import { type Text, useText } from '../messages/use-text.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { useSessionControl } from './session-context.ts'
import { useCountdown } from './use-countdown.ts'
import { useFirstFocus } from './use-first-focus.ts'

type Props = Readonly<{
  user: string
  /** Absent when the user is settled: the lock lets only the same person back in. */
  onUser?: (user: string) => void
  onRecover?: () => void
}>

export function SignInForm({ user, onUser, onRecover }: Props) {
  const text = useText()
  const { signIn } = useSessionControl()
  const [passphrase, setPassphrase] = useState('')
  const [fault, setFault] = useState<Fault>()
  const [busy, setBusy] = useState(false)
  const first = useFirstFocus()
  const [wait, startWait] = useCountdown()

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (busy || wait > 0) return
    setBusy(true)
    setFault(undefined)
    const refused = await signIn({ user, passphrase })
    // Signed in: this form is gone by now, and the passphrase with it.
    if (!refused) return
    setBusy(false)
    setFault(refused)
    startWait(retryAfterOf(refused))
    if (refused.code === 'wrong_credentials') setPassphrase('')
  }

  const connecting = useConnectionState().state === 'connecting'
  const missing = user === '' || passphrase === '' ? text('sign_in.missing') : null
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap={12}>
        <TextInput
          label={text('sign_in.user')}
          value={user}
          readOnly={!onUser}
          onChange={(event) => onUser?.(event.currentTarget.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          {...(onUser ? { ref: first } : {})}
        />
        <PasswordInput
          label={text('sign_in.passphrase')}
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
          autoComplete="current-password"
          {...(onUser ? {} : { ref: first })}
          visibilityToggleButtonProps={{ 'aria-label': text('passphrase.show') }}
        />
        <FaultLine fault={fault} secondsLeft={wait} />
        <Group justify="space-between">
          <ActionButton type="submit" loading={busy} reason={reasonNow({ wait, connecting, missing }, text)}>
            {text('sign_in.action')}
          </ActionButton>
          {onRecover ? (
            <Anchor component="button" type="button" onClick={onRecover} underline="always">
              {text('sign_in.use_recovery')}
            </Anchor>
          ) : null}
        </Group>
      </Stack>
    </form>
  )
}

type Hindrances = Readonly<{ wait: number; connecting: boolean; missing: string | null }>

function reasonNow({ wait, connecting, missing }: Hindrances, text: Text): string | null {
  if (wait > 0) return text('sign_in.wait', { seconds: wait })
  return connecting ? text('engine.state.connecting') : missing
}
