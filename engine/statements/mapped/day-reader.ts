/**
 * Days from the dates of a file, in the formats that a mapping says. The day is the one that is written: a time behind it
 * is cut, and only where the date has an offset and the mapping a zone is it the zone's day.
 */
import { Zone } from '../../calendar/zone.ts'
import { compilePattern, type DateStep } from '../../ingest/judge/date-pattern.ts'
import { assertNever, invariant } from '../../invariant.ts'
import type { Day } from '../statement.ts'

export type ReadDay = (text: string) => Day | null

export function dayReader(formats: readonly string[], zoneName: string | undefined): ReadDay {
  const zone = zoneName === undefined ? null : new Zone(zoneName)
  const readers = formats.map((format) => readerOfFormat(format, zone))
  let last: Readonly<{ text: string; day: Day | null }> = { text: '', day: null }
  return (text) => {
    // Lines of one day stand together, and most of a file is read by this.
    if (text !== last.text) last = { text, day: firstOf(readers, text) }
    return last.day
  }
}

function firstOf(readers: readonly ReadDay[], text: string): Day | null {
  for (const read of readers) {
    const day = read(text)
    if (day !== null) return day
  }
  return null
}

function readerOfFormat(format: string, zone: Zone | null): ReadDay {
  if (format === 'epoch_s') return (text) => (/^\d{1,10}$/.test(text) ? dayAt(Number(text) * 1_000, zone) : null)
  if (format === 'epoch_ms') return (text) => (/^\d{1,13}$/.test(text) ? dayAt(Number(text), zone) : null)
  const pattern = format === 'iso' ? iso : patternOf(format)
  return (text) => {
    const groups = pattern.exec(text)?.groups
    return groups === undefined ? null : dayOfParts(groups, zone)
  }
}

const dayAt = (at: number, zone: Zone | null): Day =>
  zone === null ? new Date(at).toISOString().slice(0, 10) : zone.dayOf(at)

const iso =
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)(?:[T ](?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,]\d{1,9})?)? ?(?<offset>Z|[+-]\d\d:?\d\d)?)?$/

function patternOf(format: string): RegExp {
  const steps = compilePattern(format)
  invariant(typeof steps !== 'string', 'a mapping has a date format that cannot be read', { format })
  const parts: string[] = []
  let literal: number[] = []
  const flush = (): void => {
    if (literal.length > 0) parts.push(escapedText(Buffer.from(literal).toString('utf8')))
    literal = []
  }
  for (const step of steps) {
    if (step.kind === 'literal') literal.push(step.byte)
    else {
      flush()
      parts.push(groupOf(step))
    }
  }
  flush()
  return new RegExp(`^${parts.join('')}$`, 'iu')
}

const escapedText = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

function groupOf(step: Exclude<DateStep, { kind: 'literal' }>): string {
  if (step.form === 'digits') return `(?<${nameOf(step)}>\\d{${step.min},${step.max}})`
  switch (step.kind) {
    case 'half':
      return '(?<half>am|pm)'
    case 'offset':
      return '(?<offset>Z|[+-]\\d\\d:?\\d\\d)'
    default:
      return `(?<monthName>${monthNames.join('|')})`
  }
}

function nameOf(step: Readonly<{ kind: Exclude<DateStep['kind'], 'literal'>; max: number }>): string {
  switch (step.kind) {
    case 'year':
      return step.max === 2 ? 'shortYear' : 'year'
    case 'month':
    case 'day':
    case 'hour':
    case 'hour12':
    case 'half':
    case 'minute':
    case 'second':
    case 'fraction':
    case 'offset':
      return step.kind
    default:
      return assertNever(step.kind)
  }
}

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

function dayOfParts(parts: Readonly<Record<string, string | undefined>>, zone: Zone | null): Day | null {
  const year = parts.year === undefined ? 2_000 + Number(parts.shortYear) : Number(parts.year)
  const month = Number(parts.month ?? monthNames.indexOf((parts.monthName ?? '').toLowerCase()) + 1)
  const day = dayOfCalendar(year, month, Number(parts.day))
  const minutes = minutesOf(parts)
  if (day === null || minutes === null) return null
  if (zone === null || parts.offset === undefined) return day
  const ahead = aheadOf(parts.offset)
  return ahead === null ? null : zone.dayOf(Date.parse(`${day}T00:00:00Z`) + (minutes - ahead) * 60_000)
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** By hand, for each line of a file has one or two. */
function dayOfCalendar(year: number, month: number, day: number): Day | null {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const length = month === 2 && isLeap ? 29 : (monthLengths[month - 1] ?? 0)
  if (year < 1_000 || day < 1 || day > length) return null
  return `${year}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`
}

/** How far into the day it is, or null where no clock shows such a time. */
function minutesOf({
  hour,
  hour12,
  half,
  minute = '0',
  second = '0',
}: Readonly<Record<string, string | undefined>>): number | null {
  const inHalf = Number(hour12 ?? '12')
  if (inHalf < 1 || inHalf > 12 || Number(minute) > 59 || Number(second) > 60 || Number(hour ?? '0') > 23) return null
  const hours = hour === undefined ? (inHalf % 12) + (half?.toLowerCase() === 'pm' ? 12 : 0) : Number(hour)
  return hours * 60 + Number(minute)
}

function aheadOf(offset: string): number | null {
  if (/^z$/i.test(offset)) return 0
  const hours = Number(offset.slice(1, 3))
  const minutes = Number(offset.slice(-2))
  if (hours > 14 || minutes > 59) return null
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}
