import { Button, TextInput } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { Mark, type Tone } from '../notice/Mark.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { Pill } from './Pill.tsx'
import classes from './pills.module.css'

export type Choice = Readonly<{ value: string; label: string; count?: number; tone?: Tone }>

type Props = Readonly<{
  label: string
  choices: readonly Choice[]
  chosen: readonly string[]
  /** One of them at most: choosing another takes its place. */
  single?: boolean
  onOpen?: () => void
  onChange: (values: readonly string[]) => void
}>

/** With more than so many one types to find one. */
const searchedFrom = 10
const namedMax = 2

/** Values to choose from, each with how many cases it would show. */
export function ChoicePill({ label, choices, chosen, single = false, onOpen, onChange }: Props) {
  const text = useText()
  const names = chosen.map((value) => choices.find((choice) => choice.value === value)?.label ?? value)
  const words = names.length > namedMax ? text('queue.pill.several', { count: names.length }) : names.join(', ')
  return (
    <Pill label={label} chosen={chosen.length === 0 ? null : words} {...(onOpen ? { onOpen } : {})}>
      {(close) => (
        <Choices
          label={label}
          choices={choices}
          chosen={chosen}
          single={single}
          onChange={(values) => {
            onChange(values)
            if (single || values.length === 0) close()
          }}
        />
      )}
    </Pill>
  )
}

type ChoicesProps = Readonly<Pick<Props, 'label' | 'choices' | 'chosen' | 'onChange'> & { single: boolean }>

function Choices({ label, choices, chosen, single, onChange }: ChoicesProps) {
  const text = useText()
  const [typed, setTyped] = useState('')
  const wanted = typed.trim().toLowerCase()
  const found = choices.filter((choice) => choice.label.toLowerCase().includes(wanted))
  const pick = (value: string): void => {
    const others = chosen.filter((other) => other !== value)
    if (others.length < chosen.length) onChange(others)
    else onChange(single ? [value] : [...chosen, value])
  }
  return (
    <fieldset className={classes.field}>
      <legend className={classes.unseen}>{label}</legend>
      {choices.length >= searchedFrom ? (
        <TextInput
          aria-label={text('queue.pill.find', { what: label })}
          placeholder={text('queue.pill.find', { what: label })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          mb={4}
        />
      ) : null}
      <div className={classes.choices}>
        {found.map((choice) => (
          <ChoiceLine
            key={choice.value}
            choice={choice}
            chosen={chosen.includes(choice.value)}
            single={single}
            onPick={() => pick(choice.value)}
          />
        ))}
        {found.length === 0 ? <p className={classes.nothing}>{text('queue.pill.nothing')}</p> : null}
      </div>
      {chosen.length === 0 ? null : (
        <Button size="compact-sm" variant="subtle" mt={4} onClick={() => onChange([])}>
          {text('filter.clear_one', { what: label })}
        </Button>
      )}
    </fieldset>
  )
}

type LineProps = Readonly<{ choice: Choice; chosen: boolean; single: boolean; onPick: () => void }>

function ChoiceLine({ choice: { label, count, tone }, chosen, single, onPick }: LineProps) {
  const { locale } = useFormats()
  return (
    <label className={classes.choice}>
      <input
        type={single ? 'radio' : 'checkbox'}
        checked={chosen}
        onChange={onPick}
        onKeyDown={byArrows}
        onClick={single && chosen ? onPick : undefined}
      />
      {tone === undefined ? null : <Mark tone={tone} />}
      <span className={classes.choiceName}>{label}</span>
      {count === undefined ? null : <span className={classes.count}>{formatCount(count, locale)}</span>}
    </label>
  )
}

/** From one to the next. A radio button would choose with the arrow; one wants to read first. */
function byArrows(event: KeyboardEvent<HTMLInputElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  const boxes = [...(event.currentTarget.closest('fieldset')?.querySelectorAll('input') ?? [])]
  const at = boxes.indexOf(event.currentTarget)
  const next = boxes[Math.min(Math.max(at + step, 0), boxes.length - 1)]
  event.preventDefault()
  next?.focus()
}
