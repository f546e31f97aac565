import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import { useText } from '../messages/use-text.ts'
import { decimalString } from '../money/format.ts'
import { readAmount } from '../money/read.ts'
import { amountProblem } from '../operations/typed.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { Pill } from './Pill.tsx'
import classes from './pills.module.css'

type Bounds = Readonly<{ least: number | undefined; most: number | undefined }>

type Props = Bounds & Readonly<{ onChange: (bounds: Partial<Bounds>) => void }>

/** Money at stake from one amount to another; a case whose amount nobody knows is in neither. */
export function MoneyPill({ least, most, onChange }: Props) {
  const text = useText()
  const { currency, money } = useFormats()
  const words = text('queue.pill.money', {
    has: least === undefined ? 'most' : most === undefined ? 'least' : 'both',
    least: money(least ?? 0, currency),
    most: money(most ?? 0, currency),
  })
  return (
    <Pill label={text('queue.money')} chosen={least === undefined && most === undefined ? null : words}>
      {() => (
        <div className={classes.pair}>
          <Bound
            label={text('queue.money.least', { currency })}
            value={least}
            onChange={(next) => onChange({ least: next })}
          />
          <Bound
            label={text('queue.money.most', { currency })}
            value={most}
            onChange={(next) => onChange({ most: next })}
          />
        </div>
      )}
    </Pill>
  )
}

const pauseMs = 400

type BoundProps = Readonly<{ label: string; value: number | undefined; onChange: (minor: number | undefined) => void }>

/** Given on after a pause, and at the latest when the pill is shut: half an amount is another one. */
function Bound({ label, value, onChange }: BoundProps) {
  const text = useText()
  const { currency, digits } = useFormats()
  const places = digits(currency)
  const [typed, setTyped] = useState(value === undefined ? '' : decimalString(value, places))
  const problem = amountProblem(typed, places, true)
  const send = useDebouncedCallback(
    (text: string) => {
      const read = readAmount(text, places)
      if (read.ok) onChange(read.minor)
      else if (read.problem === 'empty') onChange(undefined)
    },
    { delay: pauseMs, flushOnUnmount: true },
  )
  return (
    <TextInput
      label={label}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        send(event.currentTarget.value)
      }}
      error={problem === null ? null : text(problem, { currency, digits: places })}
      inputMode="decimal"
      autoComplete="off"
    />
  )
}
