import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Severity, severities } from '../../engine/contract/exceptions.ts'
import type { SettingValue } from '../../engine/contract/settings.ts'
import { useText } from '../messages/use-text.ts'
import { newStep, readExceptions, type TypedExceptions, type TypedStep } from './exception-drafts.ts'
import { BoundField, FormFoot, useProblemWords } from './form-fields.tsx'
import classes from './rules.module.css'

type Props = Readonly<{
  typed: TypedExceptions
  onTyped: (typed: TypedExceptions) => void
  /** Of the workspace's own currency, in which all money at stake is counted. */
  digits: number
  onValue: (value: SettingValue<'exceptions'>) => void
}>

export function ExceptionsForm({ typed, onTyped, digits, onValue }: Props) {
  const text = useText()
  const [tried, setTried] = useState(false)
  const [added, setAdded] = useState(0)
  const read = readExceptions(typed, digits)
  const words = useProblemWords(tried && !read.ok ? read.problems : null)
  const changeSteps = (steps: readonly TypedStep[]): void => onTyped({ ...typed, steps })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (read.ok) onValue(read.value)
  }
  const add = (): void => {
    changeSteps([...typed.steps, newStep(`added ${added}`)])
    setAdded(added + 1)
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={16}>
        <Text c="dimmed">{text('rules.exceptions.hint')}</Text>
        {typed.steps.map((step, place) => (
          <StepFields
            key={step.key}
            number={place + 1}
            step={step}
            error={words(`${step.key}.atLeast`)}
            onChange={(changed) => changeSteps(typed.steps.map((other) => (other.key === step.key ? changed : other)))}
            onRemove={() => changeSteps(typed.steps.filter((other) => other.key !== step.key))}
          />
        ))}
        <TimeFields typed={typed} onTyped={onTyped} words={words} />
        <FormFoot onAdd={add} />
      </Stack>
    </form>
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
      <TextInput
        label={text('rules.exceptions.snooze')}
        value={snoozeDaysMax}
        onChange={(event) => onTyped({ ...typed, snoozeDaysMax: event.currentTarget.value })}
        error={words('snoozeDaysMax')}
        inputMode="numeric"
        className="ch-figure"
      />
    </div>
  )
}
