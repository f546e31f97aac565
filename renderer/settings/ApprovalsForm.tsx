import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Role, roles } from '../../engine/contract/permission.ts'
import type { SettingValue } from '../../engine/contract/settings.ts'
import { useText } from '../messages/use-text.ts'
import { BoundField, FormFoot, RuleCurrency, useProblemWords } from './form-fields.tsx'
import classes from './rules.module.css'
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
  const [tried, setTried] = useState(false)
  const [added, setAdded] = useState(0)
  const read = readApprovals(typed, digitsOf)
  const words = useProblemWords(tried && !read.ok ? read.problems : null)
  const changeRules = (rules: readonly TypedApproval[]): void => onTyped({ ...typed, rules })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (read.ok) onValue(read.value)
  }
  const add = (): void => {
    changeRules([...typed.rules, newApproval(`added ${added}`)])
    setAdded(added + 1)
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={16}>
        <Text c="dimmed">{text('rules.approvals.hint')}</Text>
        {typed.rules.map((rule, place) => (
          <ApprovalRuleFields
            key={rule.key}
            number={place + 1}
            rule={rule}
            words={words}
            onChange={(changed) => changeRules(typed.rules.map((other) => (other.key === rule.key ? changed : other)))}
            onRemove={() => changeRules(typed.rules.filter((other) => other.key !== rule.key))}
          />
        ))}
        <TextInput
          label={text('rules.approvals.hours')}
          value={typed.expireAfterHours}
          onChange={(event) => onTyped({ ...typed, expireAfterHours: event.currentTarget.value })}
          error={words('expireAfterHours')}
          inputMode="numeric"
          className="ch-figure"
          w={240}
        />
        <FormFoot onAdd={add} />
      </Stack>
    </form>
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
