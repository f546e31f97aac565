import { z } from 'zod'
import { CurrencyCode } from '../../engine/contract/money.ts'
import { OverviewStep } from '../../engine/contract/overview.ts'
import { dayAfter } from '../exceptions/filter.ts'

const day = z.iso.date().optional().catch(undefined)

export const measures = ['money', 'rows'] as const
export type Measure = (typeof measures)[number]

/** What the address of the overview may say. Anything else in it is as if it were not there. */
export const OverviewSearch = z.object({
  from: day,
  to: day,
  by: OverviewStep.optional().catch(undefined),
  producer: z.coerce.number().int().positive().optional().catch(undefined),
  location: z.string().trim().min(1).max(200).optional().catch(undefined),
  currency: CurrencyCode.optional().catch(undefined),
  show: z.enum(measures).catch('money').default('money'),
})
export type OverviewSearch = z.infer<typeof OverviewSearch>
export type ChangeSearch = (changed: Partial<OverviewSearch>, options?: { replace?: boolean }) => void

/** What every figure is asked for. */
export type Asked = Readonly<{
  from: string
  to: string
  by: OverviewStep
  producer: number | undefined
  location: string | undefined
}>

const usualDays = 30

/** The thirty days up to today by day, where nobody chose; of one end that is chosen, the thirty days beside it. */
export function askedOf({ from, to, by = 'day', producer, location }: OverviewSearch, today: string): Asked {
  const last = to ?? (from === undefined ? today : later(from, today))
  const first = from ?? dayAfter(last, 1 - usualDays)
  // Days in the wrong order are still what is between them.
  return first <= last
    ? { from: first, to: last, by, producer, location }
    : { from: last, to: first, by, producer, location }
}

const later = (from: string, today: string): string => (from <= today ? today : dayAfter(from, usualDays - 1))

export const noFilter = { producer: undefined, location: undefined } as const

/** Ranges that people mean by a word. */
export const presets = ['today', 'week', 'month', 'quarter'] as const
export type Preset = (typeof presets)[number]

/** As many days up to today, in the steps that suit them. */
export function presetRange(preset: Preset, today: string): Pick<OverviewSearch, 'from' | 'to' | 'by'> {
  switch (preset) {
    case 'today':
      return { from: today, to: today, by: 'hour' }
    case 'week':
      return { from: dayAfter(today, -6), to: today, by: 'day' }
    case 'month':
      return { from: undefined, to: undefined, by: undefined }
    case 'quarter':
      return { from: dayAfter(today, -90), to: today, by: 'week' }
    default:
      return preset satisfies never
  }
}
