/** What the volume of a range comes to, reckoned row by row, with the platform's calendar and nothing of the engine's. */
import type { OverviewStep, VolumeSplit } from '../../engine/contract/overview.ts'
import type { PostedRow } from './posted-rows.ts'

export type ModelAsked = Readonly<{
  from: string
  to: string
  by: OverviewStep
  split: VolumeSplit
  producer: readonly number[] | null
  location: readonly string[] | null
}>

/** By bucket, part, currency and kind: rows and money. */
export type Volumes = Readonly<Record<string, string>>

const hourMs = 3_600_000

export function modelOf(zone: string, rows: readonly PostedRow[], asked: ModelAsked): Volumes {
  const { from, to, by, split, producer, location } = asked
  const volumes: Record<string, { rows: number; money: bigint }> = {}
  for (const row of rows) {
    if (row.day < from || row.day > to) continue
    if (producer !== null && !producer.includes(row.producer)) continue
    if (location !== null && !location.includes(row.place)) continue
    const key = [bucketOf(zone, by, row), partOf(split, row), row.currency, row.kind].join(' | ')
    const sum = volumes[key] ?? { rows: 0, money: 0n }
    volumes[key] = { rows: sum.rows + 1, money: sum.money + BigInt(row.amount) }
  }
  return Object.fromEntries(Object.entries(volumes).map(([key, sum]) => [key, `${sum.rows} rows, ${sum.money}`]))
}

function partOf(split: VolumeSplit, { producer, place, tier }: PostedRow): string {
  return { none: 'all', producer: String(producer), location: place, tier }[split]
}

function bucketOf(zone: string, by: OverviewStep, { day, occurredAt }: PostedRow): string {
  const date = new Date(`${day}T00:00:00Z`)
  if (by === 'day') return day
  if (by === 'month') return day.slice(0, 7)
  if (by === 'week') {
    date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7))
    return date.toISOString().slice(0, 10)
  }
  const hour = Math.floor(Date.parse(occurredAt) / hourMs) * hourMs
  const hours = hoursOf(zone, day)
  return new Date(Math.min(Math.max(hour, hours[0] ?? 0), hours.at(-1) ?? 0)).toISOString()
}

/** The hours at whose beginning the zone's clocks show the day. */
export function hoursOf(zone: string, day: string): readonly number[] {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone })
  const noon = Date.parse(`${day}T12:00:00Z`)
  return Array.from({ length: 60 }, (_, at) => noon + (at - 30) * hourMs).filter((hour) => format.format(hour) === day)
}
