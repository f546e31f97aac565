import { PasswordInput, Text } from '@mantine/core'
import { useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { ConfirmForm } from '../case/ConfirmForm.tsx'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { ConfirmDialog } from '../notice/ConfirmDialog.tsx'
import { Dialog } from '../notice/Dialog.tsx'
import { useToast } from '../notice/use-toast.ts'

type Props = Readonly<{
  onClose: () => void
  /** Whoever may set it need not be told of what happens to messages, and so of this. */
  onSet: () => void
}>

const setPassword = (client: EngineClient, password: string | null) => client.contact.setMailPassword({ password })

/** It goes in and never comes out again, so the field is always empty. */
export function MailPasswordDialog({ onClose, onSet }: Props) {
  const text = useText()
  const { say } = useToast()
  const [password, setTyped] = useState('')
  const { run, busy, fault } = useCommand(setPassword)
  const set = async (): Promise<void> => {
    if (busy || password === '') return
    const outcome = await run(password)
    if (!outcome.ok) return
    onSet()
    say(text('contact.password.done'))
    onClose()
  }
  return (
    <Dialog opened onClose={onClose} title={text('contact.password.title')}>
      <ConfirmForm
        action={text('contact.password.set')}
        reason={password === '' ? text('contact.password.empty') : null}
        busy={busy}
        onConfirm={() => void set()}
        onClose={onClose}
      >
        <Text>{text('contact.password.lead')}</Text>
        <PasswordInput
          label={text('contact.mail.password')}
          value={password}
          onChange={(event) => setTyped(event.currentTarget.value)}
          maxLength={500}
          // The person's own passphrase must not be offered for it, nor kept by the browser.
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': text('passphrase.show') }}
          data-autofocus
        />
        <FaultLine fault={fault} />
      </ConfirmForm>
    </Dialog>
  )
}

export function TakePasswordAway({ onClose, onSet }: Props) {
  const text = useText()
  const { say } = useToast()
  const { run, busy, fault } = useCommand(setPassword)
  const takeAway = async (): Promise<void> => {
    const outcome = await run(null)
    if (!outcome.ok) return
    onSet()
    say(text('contact.password.away.done'))
    onClose()
  }
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={text('contact.password.take_away')}
      body={text('contact.password.away.body')}
      action={text('contact.password.take_away')}
      danger
      busy={busy}
      fault={fault}
      onConfirm={() => void takeAway()}
    />
  )
}
