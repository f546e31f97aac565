import { Checkbox, Select, TextInput } from '@mantine/core'
import { delimiters, encodings, fileFormats } from '../../engine/contract/agreements.ts'
import { useText } from '../messages/use-text.ts'
import { delimiterWords } from './agreement-lines.ts'
import classes from './editor.module.css'
import type { MappingProps } from './MappingColumn.tsx'

/** How the file itself is written. What is left open is told from each file. */
export function LayoutFields({ mapping, onChange, preview }: MappingProps) {
  const text = useText()
  const told = text('producer.mapping.told')
  const csv = (mapping.format || preview?.reading?.format || 'csv') === 'csv'
  const clear = (what: string) => ({
    clearable: true,
    clearButtonProps: { 'aria-label': text('filter.clear_one', { what }) },
  })
  return (
    <>
      <div className={classes.source}>
        <Select
          label={text('producer.mapping.format')}
          placeholder={told}
          data={fileFormats.map((value) => ({ value, label: value.toUpperCase() }))}
          value={mapping.format || null}
          onChange={(value) => onChange({ ...mapping, format: fileFormats.find((one) => one === value) ?? '' })}
          {...clear(text('producer.mapping.format'))}
        />
        <Select
          label={text('producer.mapping.encoding')}
          placeholder={told}
          data={[...encodings]}
          value={mapping.encoding || null}
          onChange={(value) => onChange({ ...mapping, encoding: encodings.find((one) => one === value) ?? '' })}
          {...clear(text('producer.mapping.encoding'))}
        />
      </div>
      {csv ? (
        <>
          <Select
            label={text('producer.mapping.delimiter')}
            placeholder={told}
            data={delimiters.map((value) => ({ value, label: delimiterWords(value, text) }))}
            value={mapping.delimiter || null}
            onChange={(value) => onChange({ ...mapping, delimiter: delimiters.find((one) => one === value) ?? '' })}
            {...clear(text('producer.mapping.delimiter'))}
          />
          <Checkbox
            label={text('producer.mapping.header')}
            description={text('producer.mapping.header.hint')}
            checked={mapping.header}
            onChange={(event) => onChange({ ...mapping, header: event.currentTarget.checked })}
          />
        </>
      ) : (
        <TextInput
          label={text('producer.mapping.records')}
          description={text('producer.mapping.records.hint')}
          placeholder={told}
          value={mapping.records}
          onChange={(event) => onChange({ ...mapping, records: event.currentTarget.value })}
          maxLength={120}
          autoComplete="off"
        />
      )}
    </>
  )
}
