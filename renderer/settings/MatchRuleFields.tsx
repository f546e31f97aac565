import { Button, Checkbox, Group, MultiSelect, Select, Text, TextInput } from '@mantine/core'
import {
  MatchRule,
  MatchRuleKind,
  matchRuleKinds,
  ResidueAccount,
  reconcilableKinds,
  residueAccounts,
} from '../../engine/contract/match-rules.ts'
import { useText } from '../messages/use-text.ts'
import { BoundField, type ProblemWords } from './form-fields.tsx'
import { type TypedMatchRule, usesOf } from './matching-drafts.ts'
import classes from './rules.module.css'

const partyChoices = MatchRule.shape.party.options
const effectChoices = MatchRule.shape.effect.options

type Props = Readonly<{
  number: number
  rule: TypedMatchRule
  words: ProblemWords
  onChange: (rule: TypedMatchRule) => void
  onRemove: () => void
}>

/** All that one rule says. */
export function MatchRuleFields({ number, rule, words, onChange, onRemove }: Props) {
  const text = useText()
  return (
    <div className={classes.opened}>
      <Checkbox
        label={text('rules.matching.on')}
        checked={rule.isOn}
        onChange={(event) => onChange({ ...rule, isOn: event.currentTarget.checked })}
      />
      <What rule={rule} words={words} onChange={onChange} />
      <Where rule={rule} words={words} onChange={onChange} />
      {usesOf(rule).tolerance ? (
        <Checkbox
          label={text('rules.matching.differ')}
          checked={rule.mayDiffer}
          onChange={(event) => onChange({ ...rule, mayDiffer: event.currentTarget.checked })}
        />
      ) : null}
      {rule.by === 'amount' ? (
        <Text c="dimmed" size="sm">
          {text('rules.matching.differ.amount')}
        </Text>
      ) : null}
      {usesOf(rule).tolerance && rule.mayDiffer ? <Tolerance rule={rule} words={words} onChange={onChange} /> : null}
      <Group>
        <Button variant="default" onClick={onRemove}>
          {text('rules.remove', { number })}
        </Button>
      </Group>
    </div>
  )
}

type PartProps = Pick<Props, 'rule' | 'words' | 'onChange'>

function What({ rule, words, onChange }: PartProps) {
  const text = useText()
  const { key, name, by, isNew, effect } = rule
  return (
    <div className={classes.contactFields}>
      <TextInput
        label={text('rules.matching.name')}
        value={name}
        onChange={(event) => onChange({ ...rule, name: event.currentTarget.value })}
        error={words(`${key}.name`)}
        maxLength={80}
        autoComplete="off"
      />
      <Select
        label={text('rules.matching.effect')}
        data={effectChoices
          .filter((value) => value !== 'match' || usesOf(rule).match)
          .map((value) => ({ value, label: text(`rules.matching.effect.${value}`) }))}
        value={usesOf(rule).match ? effect : 'suggest'}
        onChange={(chosen) => onChange({ ...rule, effect: MatchRule.shape.effect.parse(chosen) })}
        allowDeselect={false}
      />
      <Select
        className={classes.wide}
        label={text('rules.matching.by')}
        {...(isNew ? {} : { description: text('rules.matching.by.fixed') })}
        data={matchRuleKinds.map((value) => ({ value, label: text(`setting.matching.by.${value}`) }))}
        value={by}
        onChange={(chosen) => onChange({ ...rule, by: MatchRuleKind.parse(chosen) })}
        allowDeselect={false}
        disabled={!isNew}
      />
    </div>
  )
}

function Where({ rule, words, onChange }: PartProps) {
  const text = useText()
  const { key, accounts, party } = rule
  return (
    <div className={classes.contactFields}>
      <MultiSelect
        label={text('rules.matching.accounts')}
        data={reconcilableKinds.map((value) => ({ value, label: text(`account.kind.${value}`) }))}
        value={[...accounts]}
        onChange={(chosen) =>
          onChange({ ...rule, accounts: reconcilableKinds.filter((kind) => chosen.includes(kind)) })
        }
        error={words(`${key}.accounts`)}
      />
      {usesOf(rule).party ? (
        <Select
          label={text('rules.matching.party')}
          data={partyChoices.map((value) => ({ value, label: text(`rules.matching.party.${value}`) }))}
          value={party}
          onChange={(chosen) => onChange({ ...rule, party: MatchRule.shape.party.parse(chosen) })}
          allowDeselect={false}
        />
      ) : null}
      {(['daysBefore', 'daysAfter'] as const).map((field) => (
        <TextInput
          key={field}
          label={text(`rules.matching.${field}`)}
          value={rule[field]}
          onChange={(event) => onChange({ ...rule, [field]: event.currentTarget.value })}
          error={words(`${key}.${field}`)}
          inputMode="numeric"
          autoComplete="off"
          className="ch-figure"
        />
      ))}
    </div>
  )
}

function Tolerance({ rule, words, onChange }: PartProps) {
  const text = useText()
  const { key, amount, percent, statedCharges, residueTo } = rule
  return (
    <div className={classes.contactFields}>
      <BoundField
        label={text('rules.matching.amount')}
        hint="0"
        currency={null}
        value={amount}
        onChange={(typed) => onChange({ ...rule, amount: typed })}
        error={words(`${key}.amount`)}
      />
      <TextInput
        label={text('rules.matching.percent')}
        placeholder="0"
        value={percent}
        onChange={(event) => onChange({ ...rule, percent: event.currentTarget.value })}
        error={words(`${key}.percent`)}
        inputMode="decimal"
        autoComplete="off"
        className="ch-figure"
      />
      <Select
        label={text('rules.matching.residue')}
        data={residueAccounts.map((value) => ({ value, label: text(`residue.to.${value}`) }))}
        value={residueTo}
        onChange={(chosen) => onChange({ ...rule, residueTo: ResidueAccount.parse(chosen) })}
        allowDeselect={false}
      />
      {usesOf(rule).statedCharges ? (
        <Checkbox
          className={classes.wide}
          label={text('rules.matching.stated')}
          checked={statedCharges}
          onChange={(event) => onChange({ ...rule, statedCharges: event.currentTarget.checked })}
        />
      ) : null}
    </div>
  )
}
