import { Button, Group, Select, Text, TextInput } from '@mantine/core'
import { Role, roles } from '../../engine/contract/permission.ts'
import type { SettingValue } from '../../engine/contract/settings.ts'
import { useText } from '../messages/use-text.ts'
import { BoundField, RuleCurrency } from './form-fields.tsx'
import { Managed, useManaged } from './Managed.tsx'
import { ruleList } from './rule-list.ts'
import classes from './rules.module.css'
import { SettingForm } from './SettingForm.tsx'
import { approvalBounds, type DigitsOf, newApproval, readApprovals, type TypedApproval } from './setting-drafts.ts'

type Typed = Readonly<{ rules: readonly TypedApproval[]; expireAfterHours: string }>

type Props = Readonly<{
  typed: Typed
  onTyped: (typed: Typed) => void
  digitsOf: DigitsOf
  onValue: (value: SettingValue<'approvals'>) => void
}>

export function ApprovalsForm({ typed, onTyped, digitsOf, onValue }: Props) {
  const text = useText()
  const rules = ruleList(typed.rules, (changed) => onTyped({ ...typed, rules: changed }), newApproval)
  return (
    <SettingForm
      read={readApprovals(typed, digitsOf)}
      onValue={onValue}
      onAdd={useManaged('rules') ? undefined : rules.add}
    >
      {(words) => (
        <>
          <Text c="dimmed">{text('rules.approvals.hint')}</Text>
          <Managed field="rules">
            {typed.rules.map((rule, place) => (
              <ApprovalRuleFields
                key={rule.key}
                number={place + 1}
                rule={rule}
                words={words}
                onChange={rules.change}
                onRemove={() => rules.remove(rule.key)}
              />
            ))}
          </Managed>
          <Managed field="expireAfterHours">
            <TextInput
              label={text('rules.approvals.hours')}
              value={typed.expireAfterHours}
              onChange={(event) => onTyped({ ...typed, expireAfterHours: event.currentTarget.value })}
              error={words('expireAfterHours')}
              inputMode="numeric"
              className="ch-figure"
              w={240}
            />
          </Managed>
        </>
      )}
    </SettingForm>
  )
}

type RuleProps = Readonly<{
  number: number
  rule: TypedApproval
  words: (field: string, currency?: string | null) => string | null
  onChange: (rule: TypedApproval) => void
  onRemove: () => void
}>

function ApprovalRuleFields({ number, rule, words, onChange, onRemove }: RuleProps) {
  const text = useText()
  const { key, role, currency } = rule
  return (
    <fieldset className={classes.rule}>
      <legend>{text('rules.rule', { number })}</legend>
      <div className={classes.fields}>
        <Select
          label={text('rules.role')}
          data={roles.map((value) => ({ value, label: text(`role.${value}`) }))}
          value={role}
          onChange={(chosen) => onChange({ ...rule, role: chosen === null ? null : Role.parse(chosen) })}
          error={words(`${key}.role`)}
          allowDeselect={false}
        />
        <RuleCurrency value={currency} onChange={(chosen) => onChange({ ...rule, currency: chosen })} />
        {approvalBounds.map((field) => (
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
