import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useRef, useState } from 'react'
import { useKeyCommand } from '../keys/keys-context.ts'

type Props = Readonly<{
  label: string
  value: string
  width?: number | string
  /** Whether the key for filtering leads here: there is one such field on a page. */
  keyed?: boolean
  onChange: (value: string) => void
}>

const pauseMs = 250

/** A filter one types: asked for after a pause, and in step with the address when Back or "Clear" changes that. */
export function SearchField({ label, value, width = 200, keyed = true, onChange }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState({ value, sent: value })
  const send = useDebouncedCallback((next: string) => {
    setKnown((before) => ({ ...before, sent: next }))
    onChange(next)
  }, pauseMs)
  useKeyCommand('list.filter', () => input.current?.focus(), keyed)

  // What comes back is often what was sent a moment ago; by then more may be typed, which it must not wipe out.
  if (known.value !== value) {
    setKnown({ value, sent: value })
    if (known.sent !== value) setTyped(value)
  }
  return (
    <TextInput
      ref={input}
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        send(event.currentTarget.value.trim())
      }}
      w={width}
    />
  )
}
