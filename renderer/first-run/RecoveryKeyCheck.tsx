import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useText } from '../messages/use-text.ts'
import { CopyText } from '../notice/CopyText.tsx'
import { askedGroups, groupsOf, sameGroup } from './recovery-groups.ts'

type Props = Readonly<{ recoveryKey: string; action: string; onStored: () => void }>

/** Shown this once and never again: whoever goes on has typed a part of it back from where they keep it. */
export function RecoveryKeyCheck({ recoveryKey, action, onStored }: Props) {
  const text = useText()
  const [hidden, setHidden] = useState(false)
  const [typed, setTyped] = useState<Readonly<Record<number, string>>>({})
  const [tried, setTried] = useState(false)
  const groups = groupsOf(recoveryKey)
  const asked = askedGroups(groups.length)
  const isRight = (place: number): boolean => sameGroup(typed[place] ?? '', groups[place] ?? '')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (asked.every(isRight)) onStored()
  }
  if (!hidden)
    return (
      <Stack gap={12}>
        <Text>{text('recovery_key.text')}</Text>
        <CopyText label={text('recovery_key.label')} value={recoveryKey} />
        <Group>
          <Button onClick={() => setHidden(true)}>{text('recovery_key.stored')}</Button>
        </Group>
      </Stack>
    )
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={12}>
        <Text>{text('recovery_key.check')}</Text>
        <Group gap={12} align="flex-start">
          {asked.map((place) => (
            <TextInput
              key={place}
              label={text('recovery_key.group', { number: place + 1 })}
              value={typed[place] ?? ''}
              onChange={(event) => setTyped({ ...typed, [place]: event.currentTarget.value })}
              error={tried && !isRight(place) ? text('recovery_key.group.wrong') : null}
              autoComplete="off"
              spellCheck={false}
              maxLength={8}
              classNames={{ input: 'ch-raw' }}
            />
          ))}
        </Group>
        <Group gap={8}>
          <Button type="submit">{action}</Button>
          <Button variant="default" onClick={() => setHidden(false)}>
            {text('recovery_key.again')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
