/** The fields that operations share. Each says what is wrong with it once somebody has tried to send the form. */
import { type InputWrapperProps, SimpleGrid, TextInput } from '@mantine/core'
import { useText } from '../messages/use-text.ts'
import { todayIn } from '../time/noon.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { amountProblem } from './typed.ts'
import type { OperationForm } from './use-operation-form.ts'

type AmountProps = Readonly<{
  label?: string
  description?: string
  currency: string
  value: string
  onChange: (typed: string) => void
  tried: boolean
  /** Nothing typed means all that is left. */
  optional?: boolean
  focused?: boolean
}>

/** An amount in major units, as people write it. */
export function AmountField(props: AmountProps) {
  const { label, description, currency, value, onChange, tried, optional = false, focused = false } = props
  const text = useText()
  const digits = useFormats().digits(currency)
  const problem = tried || value !== '' ? amountProblem(value, digits, optional) : null
  // While it is being typed only what no further figure can mend is said.
  const early = problem === 'amount.zero' || problem === 'amount.empty'
  return (
    <TextInput
      label={label ?? text('operation.amount', { currency })}
      {...(description === undefined ? {} : { description })}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={problem !== null && (tried || !early) ? text(problem, { currency, digits }) : null}
      inputMode="decimal"
      autoComplete="off"
      className="ch-figure"
      {...(focused ? { 'data-autofocus': true } : {})}
    />
  )
}

/** Beside each other fields align only where their hints stand below them. */
export const hintBelow = ['label', 'input', 'description', 'error'] satisfies InputWrapperProps['inputWrapperOrder']

/** What every operation may say about itself. */
/** Money that is set aside has not moved: no bank knows of it, and it happens now. */
export function HoldFields({ form }: Readonly<{ form: OperationForm }>) {
  return (
    <SimpleGrid cols={2} spacing={12} verticalSpacing={12}>
      <ReferenceField form={form} />
      <ReasonField form={form} />
    </SimpleGrid>
  )
}

function ReferenceField({ form: { typed, change } }: Readonly<{ form: OperationForm }>) {
  const text = useText()
  return (
    <TextInput
      label={text('operation.reference')}
      value={typed.reference}
      onChange={(event) => change({ reference: event.currentTarget.value })}
      maxLength={140}
      autoComplete="off"
    />
  )
}

export function DetailFields({ form }: Readonly<{ form: OperationForm }>) {
  const text = useText()
  const { zone } = useFormats()
  const { typed, change } = form
  return (
    <SimpleGrid cols={2} spacing={12} verticalSpacing={12}>
      <ReferenceField form={form} />
      <TextInput
        label={text('operation.bank_id')}
        value={typed.bankTransactionId}
        onChange={(event) => change({ bankTransactionId: event.currentTarget.value })}
        maxLength={64}
        autoComplete="off"
      />
      <TextInput
        type="date"
        label={text('operation.day')}
        description={text('operation.day.hint')}
        inputWrapperOrder={hintBelow}
        value={typed.day}
        max={todayIn(zone)}
        onChange={(event) => change({ day: event.currentTarget.value })}
      />
      <ReasonField form={form} />
    </SimpleGrid>
  )
}

export function ReasonField({
  form,
  required = false,
  focused = false,
}: Readonly<{ form: OperationForm; required?: boolean; focused?: boolean }>) {
  const text = useText()
  return (
    <TextInput
      label={text('operation.reason')}
      value={form.typed.reason}
      onChange={(event) => form.change({ reason: event.currentTarget.value })}
      error={required && form.tried && form.read.reason === undefined ? text('operation.reason.missing') : null}
      maxLength={500}
      autoComplete="off"
      {...(focused ? { 'data-autofocus': true } : {})}
    />
  )
}
