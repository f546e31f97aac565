import { PasswordInput, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useConnectionState } from '../engine/engine-context.ts'
import { type Fault, readFault } from '../engine/fault.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { retryAfterOf } from '../faults/fault-sentence.ts'
import { useText } from '../messages/use-text.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { NewPassphraseFields } from './NewPassphraseFields.tsx'
import { newPassphraseProblem } from './passphrase-rules.ts'
import { useCountdown } from './use-countdown.ts'
import { useFirstFocus } from './use-first-focus.ts'

export function ChangePassphraseForm({ onChanged }: Readonly<{ onChanged: () => void }>) {
  const text = useText()
  // Not the signed-in line: this form is also what stands between signing in and having that line.
  const connection = useConnectionState()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [repeated, setRepeated] = useState('')
  const [fault, setFault] = useState<Fault>()
  const [busy, setBusy] = useState(false)
  const first = useFirstFocus()
  const [wait, startWait] = useCountdown()
  const problem = newPassphraseProblem(next, repeated)

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (busy || problem || wait > 0 || connection.state !== 'ready') return
    setBusy(true)
    setFault(undefined)
    try {
      await connection.client.session.changePassphrase({ current, next })
      onChanged()
    } catch (error) {
      const refused = readFault(error)
      setFault(refused)
      startWait(retryAfterOf(refused))
    }
    setBusy(false)
  }

  const missing = current === '' ? text('passphrase.current_missing') : problem && text(problem)
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap={12}>
        <PasswordInput
          label={text('passphrase.current')}
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          autoComplete="current-password"
          ref={first}
          data-autofocus
          visibilityToggleButtonProps={{ 'aria-label': text('passphrase.show') }}
        />
        <NewPassphraseFields next={next} onNext={setNext} repeated={repeated} onRepeated={setRepeated} />
        <FaultLine fault={fault} secondsLeft={wait} />
        <ActionButton
          type="submit"
          loading={busy}
          reason={wait > 0 ? text('sign_in.wait', { seconds: wait }) : missing}
        >
          {text('passphrase.change')}
        </ActionButton>
      </Stack>
    </form>
  )
}
