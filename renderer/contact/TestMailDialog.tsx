import { Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { z } from 'zod'
import type { EngineClient, Outputs } from '../../engine/contract/contract.ts'
import { ConfirmForm } from '../case/ConfirmForm.tsx'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { Live } from '../notice/Live.tsx'
import { State } from '../notice/Mark.tsx'
import classes from './contact.module.css'
import { testWords } from './mail-words.ts'

const test = (client: EngineClient, to: string) => client.contact.testMail({ to })
const Address = z.email().max(254)

/** One message by the settings in force, and what the server said to it. The dialog stays, to try again. */
export function TestMailDialog({ onClose }: Readonly<{ onClose: () => void }>) {
  const text = useText()
  const [to, setTo] = useState('')
  const [sentTo, setSentTo] = useState('')
  const { run, busy, fault, value } = useCommand(test)
  const address = to.trim()
  const isAddress = Address.safeParse(address).success
  const send = async (): Promise<void> => {
    if (busy || !isAddress) return
    setSentTo(address)
    await run(address)
  }
  return (
    <Dialog opened onClose={onClose} title={text('contact.test')} width={520}>
      <ConfirmForm
        action={text('contact.test')}
        reason={isAddress ? null : text('contact.wrong.email')}
        busy={busy}
        onConfirm={() => void send()}
        onClose={onClose}
      >
        <Text>{text('contact.test.lead')}</Text>
        <TextInput
          label={text('case.ask.to')}
          type="email"
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          maxLength={254}
          autoComplete="off"
          data-autofocus
        />
        <Live>{value ? <Result value={value} to={sentTo} /> : null}</Live>
        <FaultLine fault={fault} />
      </ConfirmForm>
    </Dialog>
  )
}

function Result({ value, to }: Readonly<{ value: Outputs['contact']['testMail']; to: string }>) {
  const text = useText()
  const { verdict, said, line } = testWords(value, to, text)
  return (
    <div className={classes.result}>
      <State tone={value.sent ? 'ok' : 'critical'} word={verdict} />
      {said === null ? null : <span className="ch-raw">{said}</span>}
      <span className="ch-figure">{line}</span>
    </div>
  )
}
