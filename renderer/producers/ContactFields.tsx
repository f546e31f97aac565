import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../messages/use-text.ts'
import { emptyContact, type Problems, type TypedContact } from './draft.ts'
import classes from './producers.module.css'

type Props = Readonly<{
  contacts: readonly TypedContact[]
  onChange: (contacts: readonly TypedContact[]) => void
  problems: Problems
}>

const fields = ['name', 'role', 'email', 'phone'] as const

/** Whom to ask when something is wrong with a file. */
export function ContactFields({ contacts, onChange, problems }: Props) {
  const text = useText()
  const [added, setAdded] = useState(0)
  return (
    <Stack gap={8}>
      {contacts.length === 0 ? <Text c="dimmed">{text('producer.contacts.none')}</Text> : null}
      {contacts.map((contact, place) => (
        <fieldset key={contact.key} className={classes.group}>
          <legend>{text('producer.contact', { number: place + 1 })}</legend>
          <div className={classes.pair}>
            {fields.map((field) => {
              const problem = problems[`${contact.key}.${field}`]
              return (
                <TextInput
                  key={field}
                  label={text(`producer.contact.${field}`)}
                  value={contact[field]}
                  onChange={({ currentTarget: { value } }) =>
                    onChange(contacts.map((one) => (one.key === contact.key ? { ...one, [field]: value } : one)))
                  }
                  error={problem ? text(problem) : null}
                  maxLength={field === 'phone' ? 40 : 120}
                  autoComplete="off"
                />
              )
            })}
          </div>
          <Group>
            <Button
              variant="default"
              size="compact-sm"
              onClick={() => onChange(contacts.filter(({ key }) => key !== contact.key))}
            >
              {text('producer.contact.remove', { number: place + 1 })}
            </Button>
          </Group>
        </fieldset>
      ))}
      <Group>
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => {
            onChange([...contacts, emptyContact(`added ${added}`)])
            setAdded(added + 1)
          }}
        >
          {text('producer.contact.add')}
        </Button>
      </Group>
    </Stack>
  )
}
