import { Checkbox, Select, Textarea, TextInput } from '@mantine/core'
import { useText } from '../messages/use-text.ts'
import type { SettlementProblems, TypedSettlement } from './typed-settlement.ts'

type Props = Readonly<{
  settlement: TypedSettlement
  problems: SettlementProblems
  onChange: (settlement: TypedSettlement) => void
}>

const everies = ['day', 'batch'] as const
const hows = ['net', 'gross'] as const

/** How the producer and we pay each other what its clearing account comes to. */
export function SettlementFields({ settlement, problems, onChange }: Props) {
  const text = useText()
  const wrong = (field: keyof SettlementProblems) => {
    const problem = problems[field]
    return problem === undefined ? null : text(problem)
  }
  const line = (field: 'bank' | 'dueDays' | 'topUpFee' | 'paymentFee', label: string, hint?: string) => (
    <TextInput
      label={label}
      description={hint}
      value={settlement[field]}
      onChange={(event) => onChange({ ...settlement, [field]: event.currentTarget.value })}
      error={wrong(field)}
      autoComplete="off"
      className={field === 'bank' ? '' : 'ch-figure'}
    />
  )
  return (
    <>
      <Checkbox
        label={text('producer.settlement.on')}
        description={text('producer.settlement.on.hint')}
        checked={settlement.isOn}
        onChange={(event) => onChange({ ...settlement, isOn: event.currentTarget.checked })}
      />
      {settlement.isOn ? (
        <>
          <Select
            label={text('producer.settlement.every')}
            data={everies.map((value) => ({ value, label: text(`producer.settlement.every.${value}`) }))}
            value={settlement.every}
            onChange={(value) => onChange({ ...settlement, every: everies.find((each) => each === value) ?? 'day' })}
            allowDeselect={false}
          />
          <Select
            label={text('producer.settlement.how')}
            data={hows.map((value) => ({ value, label: text(`producer.settlement.how.${value}`) }))}
            value={settlement.how}
            onChange={(value) => onChange({ ...settlement, how: hows.find((each) => each === value) ?? 'net' })}
            allowDeselect={false}
          />
          {line('bank', text('producer.settlement.bank'), text('producer.settlement.bank.hint'))}
          {line('dueDays', text('producer.settlement.due_days'))}
          {line('topUpFee', text('producer.settlement.top_up_fee'), text('producer.settlement.top_up_fee.hint'))}
          {line('paymentFee', text('producer.settlement.payment_fee'), text('producer.settlement.payment_fee.hint'))}
          <Textarea
            label={text('producer.settlement.known_as')}
            description={text('producer.settlement.known_as.hint')}
            value={settlement.knownAs}
            onChange={(event) => onChange({ ...settlement, knownAs: event.currentTarget.value })}
            error={wrong('knownAs')}
            autosize
            minRows={2}
            maxRows={8}
          />
        </>
      ) : null}
    </>
  )
}
