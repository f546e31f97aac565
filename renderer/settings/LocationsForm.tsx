import { Button, Group, Select, Text, Textarea, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { SettingValue } from '../../engine/contract/settings.ts'
import { useText } from '../messages/use-text.ts'
import { Live } from '../notice/Live.tsx'
import { zoneNames } from '../time/zone-names.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import type { ProblemWords } from './form-fields.tsx'
import { ListedRule } from './ListedRule.tsx'
import { locationsInSight, newLocation, pastedLocations, readLocations, type TypedLocation } from './location-drafts.ts'
import { Managed } from './Managed.tsx'
import { ruleList } from './rule-list.ts'
import classes from './rules.module.css'
import { SettingForm } from './SettingForm.tsx'

type Props = Readonly<{
  typed: readonly TypedLocation[]
  onTyped: (typed: readonly TypedLocation[]) => void
  onValue: (value: SettingValue<'locations'>) => void
}>

/** So many are edited at once; a word finds the others. */
const shownMax = 30

/** Where producers do their business, typed one by one or pasted as a list. */
export function LocationsForm({ typed, onTyped, onValue }: Props) {
  const text = useText()
  const { zone } = useFormats()
  const [sought, setSought] = useState('')
  const locations = ruleList(typed, onTyped, (key) => newLocation(key, zone))
  const read = readLocations(typed)
  return (
    <SettingForm read={read} onValue={onValue} onAdd={locations.add} addWord={text('rules.locations.add')}>
      {(words) => {
        const isWrong = ({ key }: TypedLocation): boolean =>
          (['code', 'name', 'zone', 'country', 'address'] as const).some((field) => words(`${key}.${field}`) !== null)
        const found = locationsInSight(typed, sought, isWrong)
        const shown = found.slice(0, shownMax)
        return (
          <Managed field="locations">
            <div className={classes.opened}>
              <Text c="dimmed">{text('rules.locations.hint')}</Text>
              {typed.length > 5 ? (
                <TextInput
                  label={text('rules.locations.find')}
                  value={sought}
                  onChange={(event) => setSought(event.currentTarget.value)}
                  autoComplete="off"
                />
              ) : null}
              {shown.map((location) => (
                <ListedRule
                  key={location.key}
                  legend={nameOf(location, text('rules.locations.new'))}
                  removeWord={text('rules.locations.remove', {
                    name: nameOf(location, text('rules.locations.new')),
                  })}
                  onRemove={() => locations.remove(location.key)}
                >
                  <LocationFields location={location} words={words} onChange={locations.change} />
                </ListedRule>
              ))}
              <Live>
                <Text c="dimmed">{text('rules.locations.shown', { shown: shown.length, all: typed.length })}</Text>
              </Live>
              <PasteLocations onPasted={(pasted) => onTyped([...typed, ...pastedLocations(pasted, zone)])} />
            </div>
          </Managed>
        )
      }}
    </SettingForm>
  )
}

const nameOf = ({ name, code }: TypedLocation, unnamed: string): string => name.trim() || code.trim() || unnamed

type FieldsProps = Readonly<{
  location: TypedLocation
  words: ProblemWords
  onChange: (location: TypedLocation) => void
}>

function LocationFields({ location, words, onChange }: FieldsProps) {
  const text = useText()
  const { key, zone } = location
  const zones = useMemo(() => [...new Set([...zoneNames(), zone])], [zone])
  const field = (name: 'code' | 'name' | 'country' | 'address', maxLength: number) => ({
    label: text(`rules.locations.${name}`),
    value: location[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ ...location, [name]: event.currentTarget.value }),
    error: words(`${key}.${name}`),
    maxLength,
    autoComplete: 'off',
  })
  return (
    <div className={classes.contactFields}>
      <TextInput {...field('name', 120)} />
      <TextInput {...field('code', 40)} spellCheck={false} autoCapitalize="none" />
      <Select
        label={text('rules.locations.zone')}
        data={zones}
        value={zone}
        onChange={(chosen) => onChange({ ...location, zone: chosen ?? zone })}
        error={words(`${key}.zone`)}
        searchable
        limit={50}
        allowDeselect={false}
        nothingFoundMessage={text('zone.none')}
      />
      <TextInput {...field('country', 2)} />
      <TextInput {...field('address', 300)} className={classes.wide ?? ''} />
    </div>
  )
}

function PasteLocations({ onPasted }: Readonly<{ onPasted: (pasted: string) => void }>) {
  const text = useText()
  const [pasted, setPasted] = useState<string | null>(null)
  if (pasted === null)
    return (
      <Group>
        <Button variant="default" onClick={() => setPasted('')}>
          {text('rules.locations.paste')}
        </Button>
      </Group>
    )
  return (
    <>
      <Textarea
        label={text('rules.locations.paste.label')}
        description={text('rules.locations.paste.hint')}
        value={pasted}
        onChange={(event) => setPasted(event.currentTarget.value)}
        autosize
        minRows={3}
        maxRows={10}
      />
      <Group>
        <Button
          variant="default"
          disabled={pasted.trim() === ''}
          onClick={() => {
            onPasted(pasted)
            setPasted(null)
          }}
        >
          {text('rules.locations.paste.take')}
        </Button>
      </Group>
    </>
  )
}
