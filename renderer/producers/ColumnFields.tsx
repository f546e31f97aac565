import { Autocomplete, Button, Select, TextInput } from '@mantine/core'
import { type RowField, rowFields, transactionTypes } from '../../engine/contract/agreements.ts'
import type { FilePreview } from '../../engine/contract/previews.ts'
import { useText } from '../messages/use-text.ts'
import { State, type Tone } from '../notice/Mark.tsx'
import classes from './editor.module.css'
import type { MappingProps } from './MappingColumn.tsx'
import { type ConstantField, isConstantField, sourceOf, typedMapping } from './typed-agreement.ts'

type Certainty = FilePreview['guess']['certain'][RowField]

const toneOfCertainty: Readonly<Record<Certainty, Tone>> = { sure: 'ok', likely: 'medium', unsure: 'high' }

/** Which column is which field, or what the field is in every row. */
export function ColumnFields(props: MappingProps) {
  return rowFields.map((field) => <ColumnField key={field} field={field} {...props} />)
}

function ColumnField({ field, ...props }: MappingProps & Readonly<{ field: RowField }>) {
  const text = useText()
  const { mapping, onChange, preview } = props
  const { columns, constants, sign } = mapping
  const fixed = isConstantField(field) ? constants[field] : ''
  const bySign = field === 'TxType' && sign !== ''
  return (
    <fieldset className={classes.field}>
      <legend>
        <span>
          {text(`producer.row.${field}`)} <span className={classes.code}>{field}</span>
        </span>
        <Guess field={field} {...props} />
      </legend>
      <div className={classes.source}>
        <Autocomplete
          label={text('producer.mapping.column.label')}
          placeholder={bySign ? text('producer.mapping.by_sign') : fixed === '' ? field : ''}
          data={[...new Set(preview?.columns ?? [])]}
          filter={({ options }) => options}
          value={columns[field]}
          onChange={(column) => onChange({ ...mapping, columns: { ...columns, [field]: column } })}
          disabled={fixed !== '' || bySign}
          maxLength={120}
          autoComplete="off"
        />
        {isConstantField(field) ? <ConstantInput field={field} {...props} /> : null}
      </div>
    </fieldset>
  )
}

function ConstantInput({ field, mapping, onChange }: MappingProps & Readonly<{ field: ConstantField }>) {
  const text = useText()
  const { constants, sign } = mapping
  const set = (value: string): void => onChange({ ...mapping, constants: { ...constants, [field]: value } })
  const label = text('producer.mapping.constant.label')
  if (field !== 'TxType')
    return (
      <TextInput
        label={label}
        value={constants[field]}
        onChange={(event) => set(event.currentTarget.value)}
        maxLength={120}
        autoComplete="off"
      />
    )
  return (
    <Select
      label={label}
      data={transactionTypes.map((type) => ({ value: type, label: text(`producer.type.${type}`) }))}
      value={constants.TxType === '' ? null : constants.TxType}
      onChange={(value) => set(value ?? '')}
      disabled={sign !== ''}
      clearable
      clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: label }) }}
    />
  )
}

/** How sure the guess is where it is what is set, and else what was guessed. */
function Guess({ field, mapping, onChange, preview }: MappingProps & Readonly<{ field: RowField }>) {
  const text = useText()
  if (preview === undefined || (field === 'TxType' && mapping.sign !== '')) return null
  const guessed = typedMapping(preview.guess.mapping)
  const certainty = preview.guess.certain[field]
  if (sourceOf(guessed, field) === sourceOf(mapping, field))
    return <State tone={toneOfCertainty[certainty]} word={text(`producer.guess.${certainty}`)} />
  const constant = isConstantField(field) ? guessed.constants[field] : ''
  const use = (): void =>
    onChange({
      ...mapping,
      columns: { ...mapping.columns, [field]: guessed.columns[field] },
      constants: isConstantField(field) ? { ...mapping.constants, [field]: constant } : mapping.constants,
    })
  return (
    <Button variant="subtle" size="compact-xs" onClick={use}>
      {constant === ''
        ? text('producer.guess.column', { column: guessed.columns[field] || field })
        : text('producer.guess.constant', { value: constant })}
    </Button>
  )
}
