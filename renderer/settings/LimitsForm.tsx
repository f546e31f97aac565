import { Button, Group, MultiSelect, Select, Text, TextInput } from '@mantine/core'
import { Role, roles } from '../../engine/contract/permission.ts'
import { LimitedOperation, limitedOperations, type SettingValue } from '../../engine/contract/settings.ts'
import { textOfCode, useText } from '../messages/use-text.ts'
import { BoundField, RuleCurrency } from './form-fields.tsx'
import { ruleList } from './rule-list.ts'
import classes from './rules.module.css'
import { SettingForm } from './SettingForm.tsx'
import { type DigitsOf, limitBounds, newLimit, readLimits, type TypedLimit } from './setting-drafts.ts'

type Props = Readonly<{
  typed: readonly TypedLimit[]
  onTyped: (typed: readonly TypedLimit[]) => void
  tiers: readonly string[]
  digitsOf: DigitsOf
  onValue: (value: SettingValue<'limits'>) => void
}>

export function LimitsForm({ typed, onTyped, tiers, digitsOf, onValue }: Props) {
  const text = useText()
  const rules = ruleList(typed, onTyped, newLimit)
  return (
    <SettingForm read={readLimits(typed, digitsOf)} onValue={onValue} onAdd={rules.add}>
      {(words) => (
        <>
          <Text c="dimmed">{text('rules.limits.hint')}</Text>
          {typed.map((rule, place) => (
            <LimitRuleFields
              key={rule.key}
              number={place + 1}
              rule={rule}
              tiers={tiers}
              words={words}
              onChange={rules.change}
              onRemove={() => rules.remove(rule.key)}
            />
          ))}
          {typed.length === 0 ? <Text>{text('rules.limits.none')}</Text> : null}
        </>
      )}
    </SettingForm>
  )
}

type RuleProps = Readonly<{
  number: number
  rule: TypedLimit
  tiers: readonly string[]
  words: (field: string, currency?: string | null) => string | null
  onChange: (rule: TypedLimit) => void
  onRemove: () => void
}>

function LimitRuleFields({ number, rule, tiers, words, onChange, onRemove }: RuleProps) {
  const text = useText()
  const { key, name, operations, currency } = rule
  return (
    <fieldset className={classes.rule}>
      <legend>{text('rules.rule', { number })}</legend>
      <div className={classes.fields}>
        <TextInput
          label={text('rules.limits.name')}
          value={name}
          onChange={(event) => onChange({ ...rule, name: event.currentTarget.value })}
          error={words(`${key}.name`)}
          maxLength={80}
          autoComplete="off"
        />
        <MultiSelect
          label={text('rules.limits.operations')}
          placeholder={operations.length === 0 ? text('setting.limits.all') : ''}
          data={limitedOperations.map((value) => ({ value, label: textOfCode(text, 'posting', value) }))}
          value={[...operations]}
          onChange={(chosen) => onChange({ ...rule, operations: LimitedOperation.array().parse(chosen) })}
        />
        <RuleCurrency value={currency} onChange={(chosen) => onChange({ ...rule, currency: chosen })} />
        <LimitWhom rule={rule} tiers={tiers} onChange={onChange} />
      </div>
      <div className={classes.fields}>
        {limitBounds.map((field) => (
          <BoundField
            key={field}
            label={text(`rules.${field}`)}
            hint={text('setting.no_bound')}
            currency={currency}
            value={rule[field]}
            onChange={(value) => onChange({ ...rule, [field]: value })}
            error={words(`${key}.${field}`, currency)}
          />
        ))}
      </div>
      <Group>
        <Button variant="default" onClick={onRemove}>
          {text('rules.remove', { number })}
        </Button>
      </Group>
    </fieldset>
  )
}

/** Whose operations a rule counts: those in wallets of a tier, those asked for by a role. */
function LimitWhom({ rule, tiers, onChange }: Pick<RuleProps, 'rule' | 'tiers' | 'onChange'>) {
  const text = useText()
  return (
    <>
      <Select
        label={text('rules.tier')}
        placeholder={text('rules.tier.every')}
        data={[...tiers]}
        value={rule.tier}
        onChange={(tier) => onChange({ ...rule, tier })}
        clearable
        clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('rules.tier') }) }}
      />
      <Select
        label={text('rules.role')}
        placeholder={text('rules.role.every')}
        data={roles.map((value) => ({ value, label: text(`role.${value}`) }))}
        value={rule.role}
        onChange={(chosen) => onChange({ ...rule, role: chosen === null ? null : Role.parse(chosen) })}
        clearable
        clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('rules.role') }) }}
      />
    </>
  )
}
