import { Button, Group, Stack, TextInput, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import type { ProducerFile } from '../../engine/contract/producers.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useToast } from '../notice/use-toast.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { ContactFields } from './ContactFields.tsx'
import { readChange, typedChange } from './draft.ts'
import { KindField } from './KindField.tsx'
import classes from './producers.module.css'
import { ScheduleFields } from './ScheduleFields.tsx'

type Props = Readonly<{
  /** As it was when the dialog was opened: somebody else's change since then is not written over. */
  producer: ProducerFile
  onClose: () => void
}>

const changeProducer = (client: EngineClient, input: Inputs['producers']['change']) => client.producers.change(input)

export function EditProducerDialog({ producer, onClose }: Props) {
  const text = useText()
  const { say } = useToast()
  const [typed, setTyped] = useState(() => typedChange(producer))
  const [tried, setTried] = useState(false)
  const { run, busy, fault } = useCommand(changeProducer)
  const read = readChange(typed)
  const problems = tried && !read.ok ? read.problems : {}

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (busy || !read.ok) return
    const outcome = await run({ id: producer.id, expectedVersion: producer.version, change: read.change })
    if (!outcome.ok) return
    say(text('producer.changed', { name: outcome.value.name }))
    onClose()
  }

  return (
    <Dialog opened onClose={onClose} title={text('producer.edit.title', { name: producer.name })} width={640}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap={16}>
          <div className={classes.pair}>
            <TextInput
              label={text('producer.name')}
              value={typed.name}
              onChange={(event) => setTyped({ ...typed, name: event.currentTarget.value })}
              error={problems.name ? text(problems.name) : null}
              data-autofocus
              autoComplete="off"
            />
            <KindField value={typed.kind} onChange={(kind) => setTyped({ ...typed, kind })} />
          </div>
          <section aria-label={text('producer.schedule')}>
            <Title order={3} pb={8}>
              {text('producer.schedule')}
            </Title>
            <ScheduleFields
              typed={typed.schedule}
              onChange={(schedule) => setTyped({ ...typed, schedule })}
              problems={problems}
            />
          </section>
          <section aria-label={text('producer.contacts')}>
            <Title order={3} pb={8}>
              {text('producer.contacts')}
            </Title>
            <ContactFields
              contacts={typed.contacts}
              onChange={(contacts) => setTyped({ ...typed, contacts })}
              problems={problems}
            />
          </section>
          <FaultLine fault={fault} />
          <Group gap={8}>
            <ActionButton type="submit" loading={busy}>
              {text('producer.edit.save')}
            </ActionButton>
            <Button variant="default" onClick={onClose}>
              {text('action.cancel')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
