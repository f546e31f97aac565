import { Anchor, Group, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Fault } from '../engine/fault.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { retryAfterOf } from '../faults/fault-sentence.ts'
import { useText } from '../messages/use-text.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { NewPassphraseFields } from './NewPassphraseFields.tsx'
import { newPassphraseProblem } from './passphrase-rules.ts'
import { useSessionControl } from './session-context.ts'
import { useCountdown } from './use-countdown.ts'
import { useFirstFocus } from './use-first-focus.ts'

type Props = Readonly<{ user: string; onUser: (user: string) => void; onBack: () => void }>

/** The printed key sets a new passphrase; signing in with it follows at once. */
export function RecoverForm({ user, onUser, onBack }: Props) {
  const text = useText()
  const { recover, signIn } = useSessionControl()
  const [recoveryKey, setRecoveryKey] = useState('')
  const [next, setNext] = useState('')
  const [repeated, setRepeated] = useState('')
  const [fault, setFault] = useState<Fault>()
  const [busy, setBusy] = useState(false)
  const first = useFirstFocus()
  const [wait, startWait] = useCountdown()
  const problem = newPassphraseProblem(next, repeated)

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (busy || wait > 0 || problem) return
    setBusy(true)
    const refused =
      (await recover({ user, recoveryKey: recoveryKey.trim(), newPassphrase: next })) ??
      (await signIn({ user, passphrase: next }))
    if (!refused) return
    setBusy(false)
    setFault(refused)
    startWait(retryAfterOf(refused))
  }

  const missing = user === '' || recoveryKey === '' ? text('recover.missing') : problem && text(problem)
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap={12}>
        <TextInput
          label={text('sign_in.user')}
          value={user}
          onChange={(event) => onUser(event.currentTarget.value)}
          autoComplete="username"
          ref={first}
        />
        <TextInput
          label={text('recover.key')}
          value={recoveryKey}
          onChange={(event) => setRecoveryKey(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          classNames={{ input: 'ch-raw' }}
        />
        <NewPassphraseFields next={next} onNext={setNext} repeated={repeated} onRepeated={setRepeated} />
        <FaultLine fault={fault} secondsLeft={wait} />
        <Group justify="space-between">
          <ActionButton
            type="submit"
            loading={busy}
            reason={wait > 0 ? text('sign_in.wait', { seconds: wait }) : missing}
          >
            {text('recover.action')}
          </ActionButton>
          <Anchor component="button" type="button" onClick={onBack} underline="always">
            {text('recover.back')}
          </Anchor>
        </Group>
      </Stack>
    </form>
  )
}
