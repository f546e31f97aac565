import { Select } from '@mantine/core'
import { useText } from '../messages/use-text.ts'
import { useCurrencies } from '../workspace/workspace-context.ts'

type Props = Readonly<{ value: string; onChange: (currency: string) => void }>

/** Which currency the amounts are in; asked only where there are several. */
export function CurrencyField({ value, onChange }: Props) {
  const text = useText()
  const currencies = useCurrencies()
  if (currencies.length < 2) return null
  return (
    <Select
      label={text('draft.currency')}
      data={currencies.map(({ code }) => code)}
      value={value}
      onChange={(chosen) => onChange(chosen ?? value)}
      allowDeselect={false}
    />
  )
}
