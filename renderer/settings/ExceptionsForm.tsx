import { Button, Group, Select, Text, TextInput } from '@mantine/core'
import { Severity, severities } from '../../engine/contract/exceptions.ts'
import type { SettingValue } from '../../engine/contract/settings.ts'
import { useText } from '../messages/use-text.ts'
import { newStep, readExceptions, type TypedExceptions, type TypedStep } from './exception-drafts.ts'
import { BoundField } from './form-fields.tsx'
import { Managed, useManaged } from './Managed.tsx'
import { ruleList } from './rule-list.ts'
import classes from './rules.module.css'
import { SettingForm } from './SettingForm.tsx'

type Props = Readonly<{
  typed: TypedExceptions
  onTyped: (typed: TypedExceptions) => void
  /** Of the workspace's own currency, in which all money at stake is counted. */
  digits: number
  onValue: (value: SettingValue<'exceptions'>) => void
}>

export function ExceptionsForm({ typed, onTyped, digits, onValue }: Props) {
  const text = useText()
  const rules = ruleList(typed.steps, (steps) => onTyped({ ...typed, steps }), newStep)
  return (
    <SettingForm
      read={readExceptions(typed, digits)}
      onValue={onValue}
      onAdd={useManaged('moneySteps') ? undefined : rules.add}
    >
      {(words) => (
        <>
          <Text c="dimmed">{text('rules.exceptions.hint')}</Text>
          <Managed field="moneySteps">
            {typed.steps.map((step, place) => (
              <StepFields
                key={step.key}
                number={place + 1}
                step={step}
                error={words(`${step.key}.atLeast`)}
                onChange={rules.change}
                onRemove={() => rules.remove(step.key)}
              />
            ))}
          </Managed>
          <TimeFields typed={typed} onTyped={onTyped} words={words} />
        </>
      )}
    </SettingForm>
  )
}

type StepProps = Readonly<{
  number: number
  step: TypedStep
  error: string | null
  onChange: (step: TypedStep) => void
  onRemove: () => void
}>

function StepFields({ number, step, error, onChange, onRemove }: StepProps) {
  const text = useText()
  return (
    <fieldset className={classes.rule}>
      <legend>{text('rules.rule', { number })}</legend>
      <div className={classes.fields}>
        <BoundField
          label={text('rules.exceptions.atLeast')}
          hint=""
          currency={null}
          value={step.atLeast}
          onChange={(atLeast) => onChange({ ...step, atLeast })}
          error={error}
        />
        <Select
          label={text('rules.exceptions.severity')}
          data={severities.map((value) => ({ value, label: text(`case.severity.${value}`) }))}
          value={step.severity}
          onChange={(chosen) => onChange({ ...step, severity: Severity.parse(chosen) })}
          allowDeselect={false}
        />
      </div>
      <Group>
        <Button variant="default" onClick={onRemove}>
          {text('rules.remove', { number })}
        </Button>
      </Group>
    </fieldset>
  )
}

type TimeProps = Pick<Props, 'typed' | 'onTyped'> & Readonly<{ words: (field: string) => string | null }>

function TimeFields({ typed, onTyped, words }: TimeProps) {
  const text = useText()
  const { dueInHours, snoozeDaysMax } = typed
  return (
    <div className={classes.fields}>
      <Managed field="dueInHours">
        {severities.map((severity) => (
          <TextInput
            key={severity}
            label={text('rules.exceptions.due', { severity: text(`case.severity.${severity}`) })}
            value={dueInHours[severity]}
            onChange={(event) =>
              onTyped({ ...typed, dueInHours: { ...dueInHours, [severity]: event.currentTarget.value } })
            }
            error={words(severity)}
            inputMode="numeric"
            className="ch-figure"
          />
        ))}
      </Managed>
      <Managed field="snoozeDaysMax">
        <TextInput
          label={text('rules.exceptions.snooze')}
          value={snoozeDaysMax}
          onChange={(event) => onTyped({ ...typed, snoozeDaysMax: event.currentTarget.value })}
          error={words('snoozeDaysMax')}
          inputMode="numeric"
          className="ch-figure"
        />
      </Managed>
    </div>
  )
}
