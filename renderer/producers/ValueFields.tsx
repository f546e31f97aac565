import { ActionIcon, Button, Group, Select, TagsInput, Text, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { Mapping, TransactionType, transactionTypes } from '../../engine/contract/agreements.ts'
import { useText } from '../messages/use-text.ts'
import classes from './editor.module.css'
import type { MappingProps } from './MappingColumn.tsx'
import type { TypedSign, TypedWord } from './typed-agreement.ts'

const usualDates = [
  'iso',
  'yyyy-MM-dd HH:mm:ss',
  'dd/MM/yyyy',
  'dd/MM/yyyy HH:mm',
  'MM/dd/yyyy',
  'yyyyMMdd',
  'yyyyMMddHHmmss',
  'epoch_s',
  'epoch_ms',
]

export function DateFields({ mapping, onChange, problems }: MappingProps) {
  const text = useText()
  return (
    <TagsInput
      label={text('producer.mapping.dates')}
      description={text('producer.mapping.dates.hint')}
      data={usualDates}
      value={[...mapping.dates]}
      onChange={(dates) => onChange({ ...mapping, dates })}
      // A pattern may have a comma in it.
      splitChars={[]}
      maxTags={5}
      acceptValueOnBlur
      error={problems.dates ? text(problems.dates) : null}
    />
  )
}

const marks: readonly Mapping['decimalMark'][] = Mapping.shape.decimalMark.unwrap().options
const units: readonly Mapping['units'][] = Mapping.shape.units.unwrap().options
const signs: readonly TypedSign[] = ['', 'positive', 'negative']

export function AmountFields({ mapping, onChange }: MappingProps) {
  const text = useText()
  return (
    <>
      <div className={classes.source}>
        <Select
          label={text('producer.mapping.units')}
          data={units.map((value) => ({ value, label: text(`producer.mapping.units.${value}`) }))}
          value={mapping.units}
          onChange={(value) => onChange({ ...mapping, units: units.find((one) => one === value) ?? mapping.units })}
          allowDeselect={false}
        />
        <Select
          label={text('producer.mapping.mark')}
          data={marks.map((value) => ({
            value,
            label: text(value === '.' ? 'producer.mapping.mark.point' : 'producer.mapping.mark.comma'),
          }))}
          value={mapping.decimalMark}
          onChange={(value) =>
            onChange({ ...mapping, decimalMark: marks.find((one) => one === value) ?? mapping.decimalMark })
          }
          disabled={mapping.units === 'minor'}
          allowDeselect={false}
        />
      </div>
      <Select
        label={text('producer.mapping.sign.label')}
        data={signs.map((value) => ({ value, label: text(`producer.mapping.sign.${value || 'none'}`) }))}
        value={mapping.sign}
        onChange={(value) => onChange({ ...mapping, sign: signs.find((one) => one === value) ?? mapping.sign })}
        allowDeselect={false}
      />
    </>
  )
}

/** The file's own words for what a row is. */
export function WordFields({ mapping, onChange, problems }: MappingProps) {
  const text = useText()
  const [added, setAdded] = useState(0)
  const { words } = mapping
  const set = (next: readonly TypedWord[]): void => onChange({ ...mapping, words: next })
  return (
    <fieldset className={classes.field}>
      <legend>{text('producer.mapping.types')}</legend>
      {words.length === 0 ? <Text c="dimmed">{text('producer.mapping.types.none')}</Text> : null}
      {words.map((typed, place) => (
        <Word
          key={typed.key}
          number={place + 1}
          typed={typed}
          problem={problems[typed.key] ? text('producer.mapping.word.missing') : null}
          onChange={(next) => set(words.map((one) => (one.key === typed.key ? next : one)))}
          onRemove={() => set(words.filter(({ key }) => key !== typed.key))}
        />
      ))}
      <Group>
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => {
            set([...words, { key: `added ${added}`, word: '', type: 'TopUp' }])
            setAdded(added + 1)
          }}
        >
          {text('producer.mapping.word.add')}
        </Button>
      </Group>
    </fieldset>
  )
}

type WordProps = Readonly<{
  number: number
  typed: TypedWord
  problem: string | null
  onChange: (typed: TypedWord) => void
  onRemove: () => void
}>

function Word({ number, typed, problem, onChange, onRemove }: WordProps) {
  const text = useText()
  return (
    <div className={classes.word}>
      <TextInput
        aria-label={text('producer.mapping.word', { number })}
        value={typed.word}
        onChange={(event) => onChange({ ...typed, word: event.currentTarget.value })}
        error={problem}
        maxLength={60}
        autoComplete="off"
      />
      <Select
        aria-label={text('producer.mapping.word.means', { number })}
        data={transactionTypes.map((type) => ({ value: type, label: text(`producer.type.${type}`) }))}
        value={typed.type}
        onChange={(type) => onChange({ ...typed, type: TransactionType.parse(type ?? typed.type) })}
        allowDeselect={false}
      />
      <ActionIcon
        variant="subtle"
        size={32}
        onClick={onRemove}
        aria-label={text('producer.mapping.word.remove', { number })}
      >
        <IconX size={16} stroke={1.75} />
      </ActionIcon>
    </div>
  )
}
