import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import { useText } from '../messages/use-text.ts'
import { decimalString } from '../money/format.ts'
import { readAmount } from '../money/read.ts'
import { useFormats, useWorkspace } from '../workspace/workspace-context.ts'

type Props = Readonly<{
  amount: number | undefined
  /** The workspace's own, unless another is meant. */
  currency?: string
  onChange: (amount: number | undefined) => void
}>

const pauseMs = 400

/** Exactly one amount, in major units of its currency. What can't be read as one is not looked for. */
export function AmountSearch({ amount, currency, onChange }: Props) {
  const formats = useFormats()
  // The typed text means nothing until it is known how many digits the currency has.
  if (useWorkspace() === null) return null
  return <Field digits={formats.digits(currency ?? formats.currency)} amount={amount} onChange={onChange} />
}

function Field({ digits, amount, onChange }: Omit<Props, 'currency'> & Readonly<{ digits: number }>) {
  const text = useText()
  const shown = amount === undefined ? '' : decimalString(amount, digits)
  const [typed, setTyped] = useState(shown)
  const [known, setKnown] = useState({ amount, sent: amount })
  const send = useDebouncedCallback((next: number | undefined) => {
    setKnown((before) => ({ ...before, sent: next }))
    onChange(next)
  }, pauseMs)
  const reading = readAmount(typed, digits)
  const wrong = typed.trim() !== '' && !reading.ok

  if (known.amount !== amount) {
    setKnown({ amount, sent: amount })
    if (known.sent !== amount) setTyped(shown)
  }
  return (
    <TextInput
      aria-label={text('postings.filter.amount')}
      placeholder={text('postings.filter.amount')}
      title={wrong ? text('postings.filter.amount_unreadable') : text('postings.filter.amount_hint')}
      inputMode="decimal"
      error={wrong}
      value={typed}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value)
        const next = readAmount(value, digits)
        if (next.ok) send(next.minor)
        else if (value.trim() === '') send(undefined)
        // A half-typed amount must not be sent after all when the pause is over.
        else send.cancel()
      }}
      w={96}
    />
  )
}
