import { Select } from '@mantine/core'
import { useText } from '../messages/use-text.ts'
import { useSources } from './use-sources.ts'

type Props = Readonly<{ source: string | undefined; onChange: (source: string | undefined) => void }>

export function SourceFilter({ source, onChange }: Props) {
  const text = useText()
  const { data } = useSources()
  return (
    <Select
      aria-label={text('statements.source')}
      placeholder={text('statements.any_source')}
      data={(data?.items ?? []).map(({ code, name }) => ({ value: code, label: name }))}
      value={source ?? null}
      onChange={(value) => onChange(value ?? undefined)}
      clearable
      clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('statements.source') }) }}
      w={176}
    />
  )
}
