/** Figures as people read them. Nothing is added up here. */
import type { OverviewStep } from '../../engine/contract/overview.ts'
import { assertNever } from '../assert-never.ts'
import { spanOf } from '../exceptions/words.ts'
import type { Text } from '../messages/use-text.ts'
import { decimalString, formatCount, formatPercent } from '../money/format.ts'
import type { Formats } from '../workspace/workspace-context.ts'
import type { Band } from './links.ts'

export const moneyText = (minor: string, currency: string, { money }: Formats): string => money(BigInt(minor), currency)

export const countText = (count: number, { locale }: Formats): string => formatCount(count, locale)

/** With its sign, since it says more or less; nothing where nothing can be compared. */
export function changeText(
  change: number | null,
  { text, formats }: Readonly<{ text: Text; formats: Formats }>,
): string {
  if (change === null) return text('overview.no_comparison')
  const share = formatPercent(change, formats.locale)
  return change > 0 ? `+${share}` : share
}

export const shareText = (share: number | null, text: Text, { locale }: Formats): string =>
  share === null ? text('overview.nothing_told') : formatPercent(share, locale)

export const bandText = ({ fromDays, toDays }: Band, text: Text): string =>
  toDays === null
    ? text('overview.band.over', { days: fromDays - 1 })
    : text('overview.band', { from: fromDays, to: toDays })

export function tookText(ms: number | null, text: Text): string {
  if (ms === null) return text('measures.nothing_yet')
  return ms < 60_000 ? text('measures.under_a_minute') : text('queue.age', spanOf(ms))
}

/** In gigabytes as disks are sold, or smaller where there is less. */
export function bytesText(bytes: number, { locale }: Formats): string {
  const [unit, size] = bytes >= 1e9 ? (['gigabyte', 1e9] as const) : (['megabyte', 1e6] as const)
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(bytes / size)
}

/** Short, for an axis: a hundred million is 100M. */
export const axisMoney = (minor: number, digits: number, locale: string): string =>
  compact(decimalString(BigInt(Math.round(minor)), digits), locale)

export const axisCount = (count: number, locale: string): string => compact(String(count), locale)

const compact = (decimal: string, locale: string): string =>
  new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 })
    .format(decimal as `${number}`)
    .replace('-', '\u2212')

type Bucket = Readonly<{ from: string; to: string; startsAt: string }>

/** A bucket's name in a table. */
export function bucketText(by: OverviewStep, { from, to, startsAt }: Bucket, { instant }: Formats): string {
  switch (by) {
    case 'hour':
      return instant(startsAt).slice(0, 16)
    case 'day':
      return from
    case 'week':
      return `${from} – ${to}`
    case 'month':
      return from.slice(0, 7)
    default:
      return assertNever(by)
  }
}

/** And on an axis, where there is little room. */
export function bucketShort(by: OverviewStep, bucket: Bucket, formats: Formats): string {
  switch (by) {
    case 'hour':
      return formats.instant(bucket.startsAt).slice(5, 16)
    case 'day':
    case 'week':
      return bucket.from.slice(5)
    case 'month':
      return bucket.from.slice(0, 7)
    default:
      return assertNever(by)
  }
}
