import { Checkbox, Select, Text, TextInput } from '@mantine/core'
import type { SettingValue } from '../../engine/contract/settings.ts'
import { useText } from '../messages/use-text.ts'
import { useCurrencies } from '../workspace/workspace-context.ts'
import { BoundField, type ProblemWords } from './form-fields.tsx'
import { newGateway, readGateways, type TypedGateway } from './gateway-drafts.ts'
import { ListedRule } from './ListedRule.tsx'
import { ruleList } from './rule-list.ts'
import classes from './rules.module.css'
import { SettingForm } from './SettingForm.tsx'
import type { DigitsOf } from './setting-drafts.ts'

type Props = Readonly<{
  typed: readonly TypedGateway[]
  onTyped: (typed: readonly TypedGateway[]) => void
  digitsOf: DigitsOf
  onValue: (value: SettingValue<'gateways'>) => void
}>

export function GatewaysForm({ typed, onTyped, digitsOf, onValue }: Props) {
  const text = useText()
  const gateways = ruleList(typed, onTyped, newGateway)
  return (
    <SettingForm
      read={readGateways(typed, digitsOf)}
      onValue={onValue}
      onAdd={gateways.add}
      addWord={text('rules.gateways.add')}
    >
      {(words) => (
        <>
          <Text c="dimmed">{text('rules.gateways.hint')}</Text>
          {typed.map((gateway, place) => (
            <ListedRule
              key={gateway.key}
              legend={text('rules.gateways.gateway', { number: place + 1 })}
              removeWord={text('rules.gateways.remove', { number: place + 1 })}
              onRemove={() => gateways.remove(gateway.key)}
            >
              <GatewayFields gateway={gateway} words={words} onChange={gateways.change} />
            </ListedRule>
          ))}
        </>
      )}
    </SettingForm>
  )
}

type FieldsProps = Readonly<{
  gateway: TypedGateway
  words: ProblemWords
  onChange: (gateway: TypedGateway) => void
}>

function GatewayFields({ gateway, words, onChange }: FieldsProps) {
  const text = useText()
  const { key, availableWhenPaid, isListenedTo } = gateway
  const whole = (field: 'expireAfterHours' | 'toleranceSeconds') =>
    ({
      value: gateway[field],
      onChange: (event: { currentTarget: { value: string } }) =>
        onChange({ ...gateway, [field]: event.currentTarget.value }),
      error: words(`${key}.${field}`),
      inputMode: 'numeric',
      autoComplete: 'off',
      className: 'ch-figure',
    }) as const
  return (
    <div className={classes.contactFields}>
      <NameAndCurrency gateway={gateway} words={words} onChange={onChange} />
      <Select
        label={text('rules.gateways.available')}
        data={(['yes', 'no'] as const).map((value) => ({ value, label: text(`rules.gateways.available.${value}`) }))}
        value={availableWhenPaid ? 'yes' : 'no'}
        onChange={(chosen) => onChange({ ...gateway, availableWhenPaid: chosen === 'yes' })}
        allowDeselect={false}
      />
      <TextInput label={text('rules.gateways.hours')} {...whole('expireAfterHours')} />
      <FeeFields gateway={gateway} words={words} onChange={onChange} />
      <TextInput label={text('rules.gateways.seconds')} {...whole('toleranceSeconds')} />
      <Checkbox
        className={classes.wide}
        label={text('rules.gateways.webhook')}
        checked={isListenedTo}
        onChange={(event) => onChange({ ...gateway, isListenedTo: event.currentTarget.checked })}
      />
    </div>
  )
}

function NameAndCurrency({ gateway, words, onChange }: FieldsProps) {
  const text = useText()
  const currencies = useCurrencies()
  const { key, isNew, name, currency } = gateway
  return (
    <>
      <TextInput
        label={text('rules.gateways.name')}
        description={text('rules.gateways.name.hint')}
        value={name}
        onChange={(event) => onChange({ ...gateway, name: event.currentTarget.value })}
        error={words(`${key}.name`)}
        disabled={!isNew}
        maxLength={40}
        autoComplete="off"
      />
      <Select
        label={text('rules.currency')}
        data={currencies.map(({ code }) => code)}
        value={currency}
        onChange={(chosen) => onChange({ ...gateway, currency: chosen })}
        error={words(`${key}.currency`)}
        allowDeselect={false}
      />
    </>
  )
}

function FeeFields({ gateway, words, onChange }: FieldsProps) {
  const text = useText()
  const { key, currency, feePercent, feeFixed } = gateway
  return (
    <>
      <TextInput
        label={text('rules.gateways.percent')}
        placeholder={text('rules.gateways.no_fee')}
        value={feePercent}
        onChange={(event) => onChange({ ...gateway, feePercent: event.currentTarget.value })}
        error={words(`${key}.feePercent`)}
        inputMode="decimal"
        autoComplete="off"
        className="ch-figure"
      />
      <BoundField
        label={text('rules.gateways.fixed')}
        hint={text('rules.gateways.no_fee')}
        currency={currency}
        value={feeFixed}
        onChange={(typed) => onChange({ ...gateway, feeFixed: typed })}
        error={words(`${key}.feeFixed`, currency)}
      />
    </>
  )
}
