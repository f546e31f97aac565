import { Stack, TagsInput, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { SettingValue } from '../../engine/contract/settings.ts'
import { useText } from '../messages/use-text.ts'
import { FormFoot, useProblemWords } from './form-fields.tsx'
import { type ReadSetting, readHolds, readTiers } from './setting-drafts.ts'

type TiersProps = Readonly<{
  typed: readonly string[]
  onTyped: (names: readonly string[]) => void
  onValue: (value: SettingValue<'tiers'>) => void
}>

export function TiersForm({ typed, onTyped, onValue }: TiersProps) {
  const text = useText()
  return (
    <PlainForm read={readTiers(typed)} onValue={onValue}>
      {(words) => (
        <TagsInput
          label={text('setting.tiers.names')}
          description={text('rules.tiers.hint')}
          value={[...typed]}
          onChange={onTyped}
          error={words('names')}
          maxTags={50}
          data-autofocus
        />
      )}
    </PlainForm>
  )
}

type HoldsProps = Readonly<{
  typed: string
  onTyped: (hours: string) => void
  onValue: (value: SettingValue<'holds'>) => void
}>

export function HoldsForm({ typed, onTyped, onValue }: HoldsProps) {
  const text = useText()
  return (
    <PlainForm read={readHolds(typed)} onValue={onValue}>
      {(words) => (
        <TextInput
          label={text('rules.holds.hours')}
          description={text('rules.holds.hint')}
          value={typed}
          onChange={(event) => onTyped(event.currentTarget.value)}
          error={words('expireAfterHours')}
          inputMode="numeric"
          className="ch-figure"
          data-autofocus
        />
      )}
    </PlainForm>
  )
}

type PlainProps<V> = Readonly<{
  read: ReadSetting<V>
  onValue: (value: V) => void
  children: (words: (field: string) => string | null) => ReactNode
}>

function PlainForm<V>({ read, onValue, children }: PlainProps<V>) {
  const [tried, setTried] = useState(false)
  const words = useProblemWords(tried && !read.ok ? read.problems : null)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (read.ok) onValue(read.value)
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={16}>
        {children(words)}
        <FormFoot />
      </Stack>
    </form>
  )
}
