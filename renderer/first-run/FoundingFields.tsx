import { Checkbox, Select, Text } from '@mantine/core'
import { useMemo } from 'react'
import { currencyCodes, foundingDefaults } from '../../engine/contract/founding.ts'
import { useText } from '../messages/use-text.ts'
import { zoneNames } from '../time/zone-names.ts'

export type TypedFounding = Readonly<{ zone: string; currency: string; demo: boolean }>

export const foundingAtFirst: TypedFounding = { ...foundingDefaults, demo: false }

type Props = Readonly<{ typed: TypedFounding; onTyped: (typed: TypedFounding) => void }>

/** What a workspace begins with and keeps; or made-up books, which have both already. */
export function FoundingFields({ typed, onTyped }: Props) {
  const text = useText()
  const { zone, currency, demo } = typed
  const zones = useMemo(() => [...zoneNames()], [])
  const currencies = useMemo(() => [...currencyCodes()], [])
  return (
    <>
      {demo ? null : (
        <>
          <Select
            label={text('workspace.zone')}
            description={text('new_workspace.zone.hint')}
            data={zones}
            value={zone}
            onChange={(chosen) => onTyped({ ...typed, zone: chosen ?? zone })}
            searchable
            limit={50}
            allowDeselect={false}
            nothingFoundMessage={text('zone.none')}
          />
          <Select
            label={text('new_workspace.currency')}
            description={text('new_workspace.currency.hint')}
            data={currencies}
            value={currency}
            onChange={(chosen) => onTyped({ ...typed, currency: chosen ?? currency })}
            searchable
            limit={50}
            allowDeselect={false}
            nothingFoundMessage={text('new_workspace.currency.none')}
          />
        </>
      )}
      <Checkbox
        label={text('new_workspace.demo')}
        description={text('new_workspace.demo.hint')}
        checked={demo}
        onChange={(event) => onTyped({ ...typed, demo: event.currentTarget.checked })}
      />
      {demo ? <Text c="dimmed">{text('new_workspace.demo.zone')}</Text> : null}
    </>
  )
}
