import { TagsInput, Text, Textarea } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../messages/use-text.ts'
import { Live } from '../notice/Live.tsx'
import { linesOf } from './draft.ts'
import { useLocations } from './use-locations.ts'

type Props = Readonly<{
  label: string
  /** One on each line. */
  value: string
  onChange: (value: string) => void
  error: ReactNode
}>

/** More than this are no row of tags that anybody reads; they stay lines of a text. */
const tagsMax = 200

/** A producer's places: chosen from the workspace's locations, and typed where one is not among them. */
export function PlacesInput({ label, value, onChange, error }: Props) {
  const text = useText()
  const locations = useLocations()
  const places = linesOf(value)
  const names = locations.map(({ name }) => name)
  const known = new Set(locations.flatMap(({ name, code }) => [name, code]))
  const others = names.length === 0 ? [] : places.filter((place) => !known.has(place))
  if (places.length > tagsMax)
    return (
      <Textarea
        label={label}
        description={text('producer.locations.hint')}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
        autosize
        minRows={3}
        maxRows={12}
      />
    )
  return (
    <div>
      <TagsInput
        label={label}
        description={text(names.length === 0 ? 'producer.locations.type' : 'producer.locations.choose')}
        data={[...new Set(names)]}
        limit={50}
        // A place may have a comma in its name; who pastes lines means one on each.
        splitChars={['\n', '\t']}
        value={[...places]}
        onChange={(chosen) => onChange(chosen.join('\n'))}
        error={error}
        clearable={false}
      />
      <Live>
        {others.length === 0 ? null : (
          <Text size="sm" c="dimmed">
            {text('producer.locations.unlisted', { count: others.length, places: others.slice(0, 5).join(', ') })}
          </Text>
        )}
      </Live>
    </div>
  )
}
