import { Select, TagsInput, TextInput } from '@mantine/core'
import { lineReferenceKinds, type StatementAmount, StatementMapping } from '../../engine/contract/statement-mappings.ts'
import { assertNever } from '../assert-never.ts'
import { useText } from '../messages/use-text.ts'
import { referenceWords } from '../reconciliation/evidence-words.ts'
import classes from './rules.module.css'
import { amountBy, amountWays } from './source-drafts.ts'

type Props = Readonly<{ mapping: StatementMapping; onChange: (mapping: StatementMapping) => void }>

/** The main of how a table is read; what the sample says beyond them stays as it is, and stands in the proposal. */
export function MappingFields({ mapping, onChange }: Props) {
  return (
    <div className={classes.contactFields}>
      <SaidFields mapping={mapping} onChange={onChange} />
      <DayFields mapping={mapping} onChange={onChange} />
      <NumberFields mapping={mapping} onChange={onChange} />
      <WordFields mapping={mapping} onChange={onChange} />
    </div>
  )
}

const places = ['column', 'label', 'fixed'] as const
type Said = Readonly<Partial<Record<(typeof places)[number], string>>>

/** What each row says, or the file once, or nobody. */
function SaidFields({ mapping, onChange }: Props) {
  const text = useText()
  return (['account', 'currency'] as const).map((field) => {
    const said: Said = mapping[field]
    const by = places.find((place) => place in said) ?? 'fixed'
    // One of the three, by the name of which it is written down.
    const set = (place: string, name: string): void =>
      onChange({ ...mapping, [field]: { [place]: name } as StatementMapping['account'] })
    return (
      <div key={field} className={classes.pair}>
        <Select
          label={text(`rules.statements.${field}.by`)}
          data={places.map((value) => ({ value, label: text(`rules.statements.by.${value}`) }))}
          value={by}
          onChange={(chosen) => set(chosen ?? by, said[by] ?? '')}
          allowDeselect={false}
        />
        <TextInput
          label={text(`rules.statements.${field}.name`)}
          value={said[by] ?? ''}
          onChange={(event) => set(by, event.currentTarget.value)}
          maxLength={120}
          autoComplete="off"
        />
      </div>
    )
  })
}

const usualDates = ['iso', 'dd/MM/yyyy', 'MM/dd/yyyy', 'dd.MM.yyyy', 'yyyyMMdd', 'yyyy-MM-dd HH:mm:ss', 'epoch_s']

function DayFields({ mapping, onChange }: Props) {
  const text = useText()
  return (
    <>
      {(['bookedOn', 'valueOn'] as const).map((field) => (
        <TextInput
          key={field}
          label={text(`rules.statements.${field}`)}
          value={mapping[field] ?? ''}
          onChange={(event) => {
            const { [field]: _, ...others } = mapping
            const column = event.currentTarget.value
            onChange(column === '' ? others : { ...others, [field]: column })
          }}
          maxLength={120}
          autoComplete="off"
        />
      ))}
      <TagsInput
        label={text('rules.statements.dates')}
        data={usualDates}
        value={[...mapping.dates]}
        onChange={(dates) => onChange({ ...mapping, dates })}
        // A pattern may have a comma in it.
        splitChars={[]}
        maxTags={5}
        acceptValueOnBlur
      />
    </>
  )
}

const units = StatementMapping.shape.units.unwrap()
const marks = StatementMapping.shape.decimalMark.unwrap()

function NumberFields({ mapping, onChange }: Props) {
  const text = useText()
  const { amount } = mapping
  const set = (changed: StatementAmount): void => onChange({ ...mapping, amount: changed })
  return (
    <>
      <Select
        label={text('rules.statements.amount.by')}
        data={amountWays
          .filter((way) => way !== 'fees' || amount.by === 'fees')
          .map((value) => ({ value, label: text(`rules.statements.amount.by.${value}`) }))}
        value={amount.by}
        onChange={(chosen) => set(amountBy(amountWays.find((way) => way === chosen) ?? amount.by, amount))}
        allowDeselect={false}
      />
      <AmountFields amount={amount} onChange={set} />
      <Select
        label={text('rules.statements.units')}
        data={units.options.map((value) => ({ value, label: text(`rules.statements.units.${value}`) }))}
        value={mapping.units}
        onChange={(chosen) => onChange({ ...mapping, units: units.parse(chosen) })}
        allowDeselect={false}
      />
      <Select
        label={text('rules.statements.mark')}
        data={marks.options.map((value) => ({
          value,
          label: text(`rules.statements.mark.${value === '.' ? 'point' : 'comma'}`),
        }))}
        value={mapping.decimalMark}
        onChange={(chosen) => onChange({ ...mapping, decimalMark: marks.parse(chosen) })}
        allowDeselect={false}
      />
    </>
  )
}

type AmountProps = Readonly<{ amount: StatementAmount; onChange: (amount: StatementAmount) => void }>

function AmountFields({ amount, onChange }: AmountProps) {
  const text = useText()
  const column = (field: 'column' | 'credit' | 'debit' | 'direction', value: string) => (
    <TextInput
      key={field}
      label={text(`rules.statements.amount.${field}`)}
      value={value}
      onChange={(event) => onChange({ ...amount, [field]: event.currentTarget.value } as StatementAmount)}
      maxLength={120}
      autoComplete="off"
    />
  )
  switch (amount.by) {
    case 'sign':
      return column('column', amount.column)
    case 'columns':
      return [column('credit', amount.credit), column('debit', amount.debit)]
    case 'direction':
      return [
        column('column', amount.column),
        column('direction', amount.direction),
        ...(['credit', 'debit'] as const).map((field) => (
          <TagsInput
            key={field}
            label={text(`rules.statements.amount.${field}_words`)}
            value={amount[field]}
            onChange={(said) => onChange({ ...amount, [field]: said })}
            acceptValueOnBlur
          />
        )),
      ]
    case 'fees':
      return null
    default:
      return assertNever(amount)
  }
}

/** Columns of words: what tells a line from another, and what it may be matched by. */
function WordFields({ mapping, onChange }: Props) {
  const text = useText()
  const { references, party } = mapping
  const columnsOf = (kind: (typeof lineReferenceKinds)[number]): string[] =>
    references.filter((reference) => reference.kind === kind).map(({ column }) => column)
  return (
    <>
      <TagsInput
        label={text('rules.statements.party')}
        value={party.name}
        onChange={(name) => onChange({ ...mapping, party: { ...party, name } })}
        acceptValueOnBlur
      />
      <TagsInput
        label={text('rules.statements.text')}
        value={mapping.text}
        onChange={(columns) => onChange({ ...mapping, text: columns })}
        acceptValueOnBlur
      />
      {lineReferenceKinds.map((kind) => (
        <TagsInput
          key={kind}
          label={text('rules.statements.reference', { kind: referenceWords(kind, text) })}
          value={columnsOf(kind)}
          onChange={(columns) => {
            const others = references.filter((reference) => reference.kind !== kind)
            onChange({ ...mapping, references: [...others, ...columns.map((column) => ({ column, kind }))] })
          }}
          acceptValueOnBlur
        />
      ))}
    </>
  )
}
