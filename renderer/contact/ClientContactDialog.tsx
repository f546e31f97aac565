import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import type { ClientContact } from '../../engine/contract/messages.ts'
import { channels, languages } from '../../engine/contract/settings.ts'
import { ConfirmForm } from '../case/ConfirmForm.tsx'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useToast } from '../notice/use-toast.ts'
import { readContact, type TypedField, typedContact } from './client-contact.ts'
import classes from './contact.module.css'

type Props = Readonly<{
  /** As it was when the dialog was opened: somebody else's change since then is not written over. */
  contact: ClientContact
  onClose: () => void
  /** It is another now: by what was saved here, or by somebody else. */
  onMoved: () => void
}>

const setContact = (client: EngineClient, input: Inputs['clients']['setContact']) => client.clients.setContact(input)

export function ClientContactDialog({ contact, onClose, onMoved }: Props) {
  const text = useText()
  const { say } = useToast()
  const [typed, setTyped] = useState(() => typedContact(contact))
  const [tried, setTried] = useState(false)
  const { run, busy, fault } = useCommand(setContact)
  const { client, version, language, writtenIn } = contact
  const read = readContact(typed)
  const problems = tried && !read.ok ? read.problems : {}

  const save = async (): Promise<void> => {
    setTried(true)
    if (busy || !read.ok) return
    const outcome = await run({ client, expectedVersion: version, contact: read.contact })
    if (outcome.ok || outcome.fault.code === 'contact_moved') onMoved()
    if (!outcome.ok) return
    say(text('contact.saved', { client }))
    onClose()
  }
  const field = (name: TypedField) => ({
    label: text(`contact.${name}`),
    value: typed[name],
    onChange: (event: Readonly<{ currentTarget: Readonly<{ value: string }> }>) =>
      setTyped({ ...typed, [name]: event.currentTarget.value }),
    error: problems[name] ? text(problems[name]) : null,
    autoComplete: 'off',
  })
  // What the rules say is known only while nothing else is chosen.
  const standard = language === null ? text(`setting.contact.${writtenIn}`) : null
  return (
    <Dialog opened onClose={onClose} title={text('contact.edit.title', { client })} width={520}>
      <ConfirmForm action={text('contact.edit.save')} busy={busy} onConfirm={() => void save()} onClose={onClose}>
        <TextInput {...field('name')} maxLength={120} data-autofocus />
        <div className={classes.pair}>
          <TextInput {...field('email')} type="email" maxLength={254} />
          <TextInput {...field('phone')} type="tel" maxLength={40} />
        </div>
        <Textarea {...field('address')} autosize minRows={3} maxLength={500} />
        <div className={classes.pair}>
          <NativeSelect
            label={text('contact.channel')}
            value={typed.channel}
            onChange={({ currentTarget }) =>
              setTyped({ ...typed, channel: channels.find((each) => each === currentTarget.value) ?? typed.channel })
            }
            data={channels.map((value) => ({ value, label: text(`case.ask.channel.${value}`) }))}
          />
          <NativeSelect
            label={text('contact.language')}
            value={typed.language}
            onChange={(event) => setTyped({ ...typed, language: event.currentTarget.value })}
            data={[
              {
                value: '',
                label:
                  standard === null
                    ? text('contact.language.by_rules')
                    : text('contact.language.standard', { language: standard }),
              },
              ...languages.map((value) => ({ value, label: text(`setting.contact.${value}`) })),
            ]}
          />
        </div>
        <FaultLine fault={fault} />
      </ConfirmForm>
    </Dialog>
  )
}
