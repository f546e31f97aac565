/** What the draft makes of the sample, asked again a moment after each change; the answer before stays until the next is here. */
import { useDebouncedValue } from '@mantine/hooks'
import { useMemo, useState } from 'react'
import { Agreement } from '../../engine/contract/agreements.ts'
import type { FilePreview } from '../../engine/contract/previews.ts'
import type { Fault } from '../engine/fault.ts'
import { type Question, useRead } from '../engine/use-read.ts'
import type { Sample } from './sample.ts'

export type Preview = Readonly<{
  data: FilePreview | undefined
  fault: Fault | undefined
  /** What is shown belongs to the draft as it was before the last change. */
  behind: boolean
  again: () => void
}>

type Asked = Readonly<{
  producer: number
  sample: Sample | null
  /** By what to read and judge; `guess` reads as the engine guesses, null keeps to what was asked before. */
  by: Agreement | 'guess' | null
}>

const pauseMs = 250

export function usePreview({ producer, sample, by }: Asked): Preview {
  const content = by === null || by === 'guess' ? by : JSON.stringify(by)
  const [asked, setAsked] = useState(content ?? 'guess')
  if (content !== null && content !== asked) setAsked(content)
  const [settled] = useDebouncedValue(asked, pauseMs)

  const question = useMemo<Question<FilePreview> | null>(() => {
    if (sample === null) return null
    const { name, base64, whole } = sample
    const agreement = settled === 'guess' ? {} : { agreement: Agreement.parse(JSON.parse(settled)) }
    return (client) => client.producers.preview({ id: producer, name, sample: base64, whole, ...agreement })
  }, [producer, sample, settled])

  const { data, fault, again } = useRead(question)
  const [last, setLast] = useState<Readonly<{ sample: Sample | null; data: FilePreview }>>()
  if (data !== undefined && last?.data !== data) setLast({ sample, data })
  const shown = data ?? (last?.sample === sample ? last?.data : undefined)
  return { data: shown, fault, behind: data === undefined || asked !== settled || content === null, again }
}
