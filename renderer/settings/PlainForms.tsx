import { TagsInput, TextInput } from '@mantine/core'
import type { SettingValue } from '../../engine/contract/settings.ts'
import { useText } from '../messages/use-text.ts'
import { SettingForm } from './SettingForm.tsx'
import { readHolds, readTiers } from './setting-drafts.ts'

type TiersProps = Readonly<{
  typed: readonly string[]
  onTyped: (names: readonly string[]) => void
  onValue: (value: SettingValue<'tiers'>) => void
}>

export function TiersForm({ typed, onTyped, onValue }: TiersProps) {
  const text = useText()
  return (
    <SettingForm read={readTiers(typed)} onValue={onValue}>
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
    </SettingForm>
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
    <SettingForm read={readHolds(typed)} onValue={onValue}>
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
    </SettingForm>
  )
}
