import { Group, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Producer, ProducerDraft } from '../../engine/contract/producers.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useToast } from '../notice/use-toast.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { ContactFields } from './ContactFields.tsx'
import { draftOf, emptyProducer, problemsOf, type TypedProducer } from './draft.ts'
import { KindField } from './KindField.tsx'
import { PlacesInput } from './PlacesInput.tsx'
import classes from './producers.module.css'

type Props = Readonly<{ opened: boolean; onClose: () => void; onAdded: (producer: Producer) => void }>

const addProducer = (client: EngineClient, draft: ProducerDraft) => client.producers.add(draft)

export function AddProducerDialog({ opened, onClose, onAdded }: Props) {
  const text = useText()
  const { say } = useToast()
  return (
    <Dialog opened={opened} onClose={onClose} title={text('producers.add')} width={560}>
      <AddProducerForm
        onAdded={(producer) => {
          say(text('producers.added', { name: producer.name, folder: producer.dropFolder }))
          onClose()
          onAdded(producer)
        }}
      />
    </Dialog>
  )
}

type FormProps = Readonly<{
  /** What is known of it before anybody types. */
  first?: TypedProducer
  onAdded: (producer: Producer) => void
}>

export function AddProducerForm({ first = emptyProducer, onAdded }: FormProps) {
  const text = useText()
  const [typed, setTyped] = useState(first)
  const [tried, setTried] = useState(false)
  const { run, busy, fault } = useCommand(addProducer)
  const found = problemsOf(typed)
  // A field complains only after the first try: nobody has done anything wrong by not having typed yet.
  const problems = tried ? found : {}

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (busy || Object.keys(found).length > 0) return
    const outcome = await run(draftOf(typed))
    if (outcome.ok) onAdded(outcome.value)
  }
  const field = (name: 'name' | 'id' | 'code') => {
    const problem = problems[name]
    return {
      label: text(`producer.field.${name}`),
      value: typed[name],
      onChange: (event: { currentTarget: { value: string } }) => {
        const { value } = event.currentTarget
        setTyped((before) => ({ ...before, [name]: value }))
      },
      error: problem ? text(problem) : null,
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap={12}>
        <div className={classes.pair}>
          <TextInput {...field('name')} data-autofocus autoComplete="off" />
          <KindField value={typed.kind} onChange={(kind) => setTyped({ ...typed, kind })} />
          <TextInput {...field('id')} inputMode="numeric" description={text('producer.id.hint')} autoComplete="off" />
          <TextInput
            {...field('code')}
            description={text('producer.code.hint')}
            spellCheck={false}
            autoCapitalize="none"
            autoComplete="off"
          />
        </div>
        <PlacesInput
          label={text('producer.field.locations')}
          value={typed.locations}
          onChange={(locations) => setTyped((before) => ({ ...before, locations }))}
          error={problems.locations ? text(problems.locations) : null}
        />
        <ContactFields
          contacts={typed.contacts}
          onChange={(contacts) => setTyped({ ...typed, contacts })}
          problems={problems}
        />
        <Text c="dimmed">{text('producers.add.next')}</Text>
        <FaultLine fault={fault} />
        <Group>
          <ActionButton type="submit" loading={busy}>
            {text('producers.add')}
          </ActionButton>
        </Group>
      </Stack>
    </form>
  )
}
