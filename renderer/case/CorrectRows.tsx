import { NativeSelect, TextInput } from '@mantine/core'
import type { RowField } from '../../engine/contract/agreements.ts'
import type { OriginalRow } from '../../engine/contract/cases.ts'
import type { RowFields } from '../../engine/contract/row-fields.ts'
import { useText } from '../messages/use-text.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './case.module.css'
import { editedFields, isWrong, nameInFile, type Problems, type Refusal, type TypedRow } from './corrected.ts'
import { differencesOf } from './differences.ts'
import { Marked } from './Marked.tsx'

type Props = Readonly<{
  originals: readonly OriginalRow[]
  typed: readonly TypedRow[]
  problems: readonly Problems[]
  refused: Refusal | null
  tried: boolean
  currency: string | null
  onType: (place: number, row: TypedRow) => void
}>

/** One row stands field under field; of several each is a line of a table. */
export function CorrectRows(props: Props) {
  return props.originals.length === 1 ? <OneRow {...props} /> : <SeveralRows {...props} />
}

/** Shown, and never typed: the producer is the batch's. */
const producerField: RowField = 'ProducerId'

function OneRow({ originals, typed, ...rest }: Props) {
  const text = useText()
  const { currency: own, zone } = useFormats()
  const [original] = originals
  const [row] = typed
  if (original === undefined || row === undefined) return null
  return (
    <table className={classes.correct}>
      <thead>
        <tr>
          <th scope="col">{text('case.correct.field')}</th>
          <th scope="col">{text('case.correct.original')}</th>
          <th scope="col">{text('case.correct.corrected', { currency: rest.currency ?? own, zone })}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{producerField}</th>
          <td>{original.cells.ProducerId ?? ''}</td>
          <td>{text('case.correct.producer')}</td>
        </tr>
        {editedFields.map((field) => (
          <tr key={field} data-wrong={isWrong(field, original)}>
            <th scope="row">{nameInFile[field]}</th>
            <td>
              <Before field={field} original={original} row={row} />
            </td>
            <td>
              <Field
                {...rest}
                place={0}
                field={field}
                original={original}
                row={row}
                focused={isFirst(field, original)}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The focus goes to what is wrong first. */
const isFirst = (field: keyof RowFields, original: OriginalRow): boolean =>
  field === (editedFields.find((each) => isWrong(each, original)) ?? 'occurredAt')

function SeveralRows({ originals, typed, ...rest }: Props) {
  const text = useText()
  return (
    <div className={classes.severalRows}>
      <table className={classes.correct}>
        <thead>
          <tr>
            <th scope="col">{text('case.correct.line')}</th>
            {editedFields.map((field) => (
              <th key={field} scope="col">
                {nameInFile[field]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {originals.map((original, place) => {
            const row = typed[place]
            if (row === undefined) return null
            return (
              <tr key={original.line}>
                <th scope="row" className="ch-figure">
                  {original.line}
                </th>
                {editedFields.map((field) => (
                  <td key={field} data-wrong={isWrong(field, original)}>
                    <Field
                      {...rest}
                      place={place}
                      field={field}
                      original={original}
                      row={row}
                      focused={place === 0 && isFirst(field, original)}
                    />
                    <Before field={field} original={original} row={row} />
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

type CellProps = Readonly<{ field: keyof RowFields; original: OriginalRow; row: TypedRow }>

/** As it stood in the file, with what is now other than it was marked. */
function Before({ field, original, row }: CellProps) {
  const text = useText()
  const stood = original.cells[nameInFile[field]] ?? ''
  if (stood === '') return <span className={classes.quiet}>{text('case.why.nothing')}</span>
  const comparable = field === 'client' || field === 'location' || field === 'txId' || field === 'type'
  const pieces = comparable
    ? differencesOf(stood, row[field]).expected
    : [{ text: stood, differs: isWrong(field, original) }]
  return (
    <span className="ch-raw">
      <Marked pieces={pieces} />
    </span>
  )
}

type FieldProps = CellProps &
  Pick<Props, 'problems' | 'refused' | 'tried' | 'currency' | 'onType'> &
  Readonly<{ place: number; focused: boolean }>

function Field({ field, original, row, place, problems, refused, currency, focused, onType }: FieldProps) {
  const text = useText()
  const { currency: own, digits } = useFormats()
  const of = currency ?? own
  const problem = problems[place]?.[field]
  const barred = refused?.line === original.line && refused.field === field
  const error = problem === undefined ? barred : text(problem, { currency: of, digits: digits(of) })
  const label = text('case.correct.label', { field: nameInFile[field], line: original.line })
  const change = (value: string): void => onType(place, { ...row, [field]: value })
  const shared = {
    'aria-label': label,
    error,
    ...(focused ? { 'data-autofocus': true } : {}),
  }
  if (field === 'type')
    return (
      <NativeSelect
        {...shared}
        value={row.type}
        onChange={(event) => change(event.currentTarget.value)}
        data={[
          { value: '', label: text('case.correct.choose') },
          { value: 'TopUp', label: text('case.type.TopUp') },
          { value: 'Payment', label: text('case.type.Payment') },
        ]}
      />
    )
  return (
    <TextInput
      {...shared}
      autoComplete="off"
      {...(field === 'amount' ? { inputMode: 'decimal' as const, className: 'ch-figure' } : {})}
      value={row[field]}
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
}
