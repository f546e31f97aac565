import { Skeleton, Stack } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useText } from '../messages/use-text.ts'

const quietMs = 150
const longMs = 5_000

/** Nothing at first, since most answers are there at once; then the lines of a table; then a word. */
export function Waiting({ lines = 8 }: Readonly<{ lines?: number }>) {
  const text = useText()
  const [step, setStep] = useState<'quiet' | 'lines' | 'long'>('quiet')
  useEffect(() => {
    const timers = [setTimeout(() => setStep('lines'), quietMs), setTimeout(() => setStep('long'), longMs)]
    return () => {
      for (const timer of timers) clearTimeout(timer)
    }
  }, [])
  if (step === 'quiet') return null
  return (
    <Stack gap={12} p={16} aria-busy>
      <output>{step === 'long' ? text('waiting.long') : null}</output>
      {Array.from({ length: lines }, (_, line) => `line ${line}`).map((key) => (
        <Skeleton key={key} height={12} radius={4} animate={false} />
      ))}
    </Stack>
  )
}
