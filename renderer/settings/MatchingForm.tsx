import { Button, Text, TextInput, Tooltip } from '@mantine/core'
import { useState } from 'react'
import type { SettingValue } from '../../engine/contract/settings.ts'
import { useText } from '../messages/use-text.ts'
import { Live } from '../notice/Live.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import type { ProblemWords } from './form-fields.tsx'
import { Managed, useManaged } from './Managed.tsx'
import { MatchRuleFields } from './MatchRuleFields.tsx'
import { newMatchRule, readMatching, readRule, type TypedMatching, type TypedMatchRule } from './matching-drafts.ts'
import { ruleSentence } from './matching-lines.ts'
import { ruleList } from './rule-list.ts'
import classes from './rules.module.css'
import { SettingForm } from './SettingForm.tsx'

type Props = Readonly<{
  typed: TypedMatching
  onTyped: (typed: TypedMatching) => void
  /** Of the workspace's own currency, in which tolerances are typed. */
  digits: number
  onValue: (value: SettingValue<'matching'>) => void
  /** Null for whoever may not see what it would do. */
  onTry: ((value: SettingValue<'matching'>) => void) | null
}>

const newRule = (key: string): TypedMatchRule => newMatchRule(key, `rule-${crypto.randomUUID().slice(0, 8)}`)

export function MatchingForm({ typed, onTyped, digits, onValue, onTry }: Props) {
  const text = useText()
  const rules = ruleList(typed.rules, (changed) => onTyped({ ...typed, rules: changed }), newRule)
  const trying = onTry === null ? {} : { trying: { word: text('rules.matching.try'), onValue: onTry } }
  return (
    <SettingForm
      read={readMatching(typed, digits)}
      onValue={onValue}
      onAdd={useManaged('rules') ? undefined : rules.add}
      {...trying}
    >
      {(words) => (
        <>
          <Text c="dimmed">{text('rules.matching.hint')}</Text>
          <Managed field="rules">
            <Rules typed={typed} digits={digits} words={words} list={rules} />
          </Managed>
          <TimeFields typed={typed} onTyped={onTyped} words={words} />
        </>
      )}
    </SettingForm>
  )
}

type RulesProps = Pick<Props, 'typed' | 'digits'> &
  Readonly<{ words: ProblemWords; list: ReturnType<typeof ruleList<TypedMatchRule>> }>

function Rules({ typed: { rules }, digits, words, list }: RulesProps) {
  const text = useText()
  const [turned, setTurned] = useState<readonly string[]>([])
  const [said, setSaid] = useState('')
  const turn = (key: string): void =>
    setTurned(turned.includes(key) ? turned.filter((other) => other !== key) : [...turned, key])
  const move = (key: string, by: -1 | 1): void => {
    const from = rules.findIndex((rule) => rule.key === key)
    list.move(key, by)
    const name = rules[from]?.name ?? ''
    setSaid(text('rules.matching.moved', { name, number: from + by + 1, count: rules.length }))
  }
  return (
    <>
      <ol className={classes.ordered} aria-label={text('setting.matching')}>
        {rules.map((rule, place) => (
          <li key={rule.key} {...(rule.isOn ? {} : { 'data-off': true })}>
            <span className={classes.place}>{place + 1}.</span>
            <RuleItem
              number={place + 1}
              count={rules.length}
              rule={rule}
              digits={digits}
              isOpen={rule.isNew !== turned.includes(rule.key) || isWrong(rule, words)}
              words={words}
              onFold={() => turn(rule.key)}
              onMove={(by) => move(rule.key, by)}
              onChange={list.change}
              onRemove={() => list.remove(rule.key)}
            />
          </li>
        ))}
      </ol>
      <Live>
        <Text c="dimmed" fz={12}>
          {said}
        </Text>
      </Live>
    </>
  )
}

const fieldsThatFail = ['name', 'accounts', 'daysBefore', 'daysAfter', 'amount', 'percent'] as const

/** What is wrong must not be folded away. */
const isWrong = ({ key }: TypedMatchRule, words: ProblemWords): boolean =>
  fieldsThatFail.some((field) => words(`${key}.${field}`) !== null)

type ItemProps = Readonly<{
  number: number
  count: number
  rule: TypedMatchRule
  digits: number
  isOpen: boolean
  words: ProblemWords
  onFold: () => void
  onMove: (by: -1 | 1) => void
  onChange: (rule: TypedMatchRule) => void
  onRemove: () => void
}>

function RuleItem({ number, count, rule, digits, isOpen, words, onFold, onMove, onChange, onRemove }: ItemProps) {
  const text = useText()
  const formats = useFormats()
  const read = readRule(rule, { all: [], digits }).rule
  const [verb, action] = isOpen
    ? (['fold', 'rules.matching.fold'] as const)
    : (['edit', 'rules.matching.edit'] as const)
  return (
    <div>
      <div className={classes.ruleHead}>
        <strong>{rule.name}</strong>
        <MoveButton
          number={number}
          by={-1}
          reason={number === 1 ? text('rules.matching.first') : null}
          onMove={onMove}
        />
        <MoveButton
          number={number}
          by={1}
          reason={number === count ? text('rules.matching.last') : null}
          onMove={onMove}
        />
        <Button
          variant="default"
          size="compact-sm"
          aria-label={text(`rules.matching.${verb}.rule`, { number })}
          aria-expanded={isOpen}
          onClick={onFold}
        >
          {text(action)}
        </Button>
      </div>
      {isOpen || read === null ? null : <div className={classes.said}>{ruleSentence(read, { text, formats })}</div>}
      {isOpen ? (
        <MatchRuleFields number={number} rule={rule} words={words} onChange={onChange} onRemove={onRemove} />
      ) : null}
    </div>
  )
}

type MoveProps = Readonly<{ number: number; by: -1 | 1; reason: string | null; onMove: (by: -1 | 1) => void }>

/** Stays in reach of the keyboard at the ends of the list, and keeps the focus while its rule moves. */
function MoveButton({ number, by, reason, onMove }: MoveProps) {
  const text = useText()
  const way = by === -1 ? 'up' : 'down'
  return (
    <Tooltip label={reason} disabled={reason === null}>
      <Button
        variant="default"
        size="compact-sm"
        aria-label={text(`rules.matching.${way}.rule`, { number })}
        {...(reason === null ? {} : { 'data-disabled': true, 'aria-disabled': true })}
        onClick={(event) => {
          const button = event.currentTarget
          if (reason !== null) return
          onMove(by)
          // To move an element is to take it out and put it in again, and what is taken out loses the focus.
          setTimeout(() => button.focus())
        }}
      >
        {text(`rules.matching.${way}`)}
      </Button>
    </Tooltip>
  )
}

const timeFields = [
  { field: 'daysAfter', of: 'cutOff', label: 'rules.matching.cut_off', mode: 'numeric' },
  { field: 'at', of: 'cutOff', label: 'rules.matching.at', mode: 'text' },
  { field: 'unmatchedAfterDays', of: 'unmatchedAfterDays', label: 'rules.matching.unmatched', mode: 'numeric' },
  { field: 'searchSteps', of: 'searchSteps', label: 'rules.matching.steps', mode: 'numeric' },
] as const

type TimeProps = Pick<Props, 'typed' | 'onTyped'> & Readonly<{ words: ProblemWords }>

function TimeFields({ typed, onTyped, words }: TimeProps) {
  const text = useText()
  return (
    <div className={classes.contactFields}>
      {timeFields.map(({ field, of, label, mode }) => (
        <Managed key={field} field={of}>
          <TextInput
            label={text(label)}
            value={typed[field]}
            onChange={(event) => onTyped({ ...typed, [field]: event.currentTarget.value })}
            error={words(field)}
            inputMode={mode}
            autoComplete="off"
            className="ch-figure"
          />
        </Managed>
      ))}
    </div>
  )
}
