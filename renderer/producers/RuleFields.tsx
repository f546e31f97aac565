import { Select, TextInput } from '@mantine/core'
import type { Effects } from '../../engine/contract/agreements.ts'
import type { MessageId } from '../messages/messages.ts'
import { textOfCode, useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './editor.module.css'
import {
  batchRuleChoices,
  type ChosenEffect,
  type ChosenRule,
  effectWords,
  rowRuleChoices,
  withEffect,
} from './effect-choices.ts'
import { PlacesInput } from './PlacesInput.tsx'
import { type AgreementProblems, boundsOf, limitNames, type TypedAgreement } from './typed-agreement.ts'

type EffectProps = Readonly<{ effects: Effects; onChange: (effects: Effects) => void }>

/** First what a row rule does to its row, then what a batch rule does to the batch. */
export function EffectFields(props: EffectProps) {
  const text = useText()
  return (
    <>
      <EffectGroup {...props} title={text('producer.effects.rows')} choices={rowRuleChoices} />
      <EffectGroup {...props} title={text('producer.effects.batches')} choices={batchRuleChoices} />
    </>
  )
}

type Choices = Readonly<Partial<Record<ChosenRule, readonly ChosenEffect[]>>>

function EffectGroup({
  title,
  choices,
  effects,
  onChange,
}: EffectProps & Readonly<{ title: string; choices: Choices }>) {
  const text = useText()
  return (
    <fieldset className={classes.field}>
      <legend>{title}</legend>
      {(Object.entries(choices) as [ChosenRule, readonly ChosenEffect[]][]).map(([rule, able]) => (
        <div key={rule} className={classes.rule}>
          <span id={`effect ${rule}`}>{textOfCode(text, 'rule', rule)}</span>
          <Select
            aria-label={textOfCode(text, 'rule', rule)}
            data={able.map((value) => ({ value, label: effectWords(value, text) }))}
            value={effects[rule] ?? ''}
            onChange={(chosen) => onChange(withEffect(effects, rule, chosen ?? ''))}
            allowDeselect={false}
          />
        </div>
      ))}
    </fieldset>
  )
}

type LimitProps = Readonly<{
  limits: TypedAgreement['limits']
  problems: AgreementProblems
  onChange: (limits: TypedAgreement['limits']) => void
}>

export function LimitFields({ limits, problems, onChange }: LimitProps) {
  const text = useText()
  const { currency, digits, money, locale } = useFormats()
  return limitNames.map((name) => {
    const { min, max } = boundsOf(name)
    const problem = problems[name]
    const bounds =
      name === 'amountMax'
        ? { min: '', max: money(max, currency) }
        : { min: formatCount(min, locale), max: formatCount(max, locale) }
    return (
      <TextInput
        key={name}
        label={
          name === 'amountMax' ? `${text('producer.limit.amountMax')}, ${currency}` : text(`producer.limit.${name}`)
        }
        value={limits[name]}
        onChange={(event) => onChange({ ...limits, [name]: event.currentTarget.value })}
        error={problem ? text(problem, { ...bounds, digits: digits(currency) }) : null}
        inputMode="decimal"
        autoComplete="off"
        className="ch-figure"
      />
    )
  })
}

type PlacesProps = Readonly<{ places: string; problem: MessageId | null; onChange: (places: string) => void }>

export function PlacesField({ places, problem, onChange }: PlacesProps) {
  const text = useText()
  return (
    <PlacesInput
      label={text('producer.locations')}
      value={places}
      onChange={onChange}
      error={problem === null ? null : text(problem)}
    />
  )
}
