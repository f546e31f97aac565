import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'

type Props = Readonly<{
  label: string
  value: string | undefined
  onChange: (day: string | undefined) => void
  /** Its name stands inside the field: for a bar of filters. */
  inline?: boolean
}>

const pauseMs = 400
// A year is typed figure by figure, and each of them makes a date that nobody means.
const earliest = '1990-01-01'

/**
 * A business day by the browser's own calendar: half a date is not sent. Given on after a pause, and at the latest when the
 * pill that it stands in is shut.
 */
export function DayField({ label, value = '', onChange, inline = false }: Props) {
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState({ value, sent: value })
  const send = useDebouncedCallback(
    (next: string) => {
      setKnown((before) => ({ ...before, sent: next }))
      onChange(next === '' ? undefined : next)
    },
    { delay: pauseMs, flushOnUnmount: true },
  )

  // What comes back is often what was sent a moment ago; by then more may be typed, which it must not wipe out.
  if (known.value !== value) {
    setKnown({ value, sent: value })
    if (known.sent !== value) setTyped(value)
  }
  return (
    <TextInput
      type="date"
      {...(inline ? { 'aria-label': label, leftSection: label, leftSectionWidth: 44 } : { label })}
      min={earliest}
      value={typed}
      onChange={({ currentTarget: { value: next, validity } }) => {
        setTyped(next)
        if (validity.valid) send(next)
      }}
      w={inline ? 156 : 136}
    />
  )
}
