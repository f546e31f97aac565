/**
 * Reads dates from bytes in the agreed formats, the first that fits. No string and no object is made for a date: what was
 * read stands in the reader until the next one.
 */
import type { Zone } from '../../calendar/zone.ts'
import { assertNever, invariant } from '../../invariant.ts'
import { compilePattern, type DateStep, type PartKind } from './date-pattern.ts'

const minuteMs = 60_000
const dayMs = 86_400_000
const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
/** Up to the year 2286 both ways, so that milliseconds are never taken for seconds. */
const epochDigitsMax = { epoch_s: 10, epoch_ms: 13 } as const

type Format = 'iso' | 'epoch_s' | 'epoch_ms' | readonly DateStep[]

export class DateReader {
  /** Milliseconds since 1970 in UTC. Set by `read` when it answers true, as is what follows. */
  at = 0
  /** The date is a local time that clocks show twice; `at` is the earlier. */
  twice = false
  readonly #zone: Zone
  readonly #formats: readonly Format[]
  #year = 0
  #month = 0
  #day = 0
  #hour = 0
  #half = 0
  #minute = 0
  #second = 0
  #fraction = 0
  /** Minutes ahead of UTC, or NaN for a local time. */
  #ahead = Number.NaN
  #dayKey = -1
  #dayStart = 0
  /** Behind what was read last. */
  #end = 0

  constructor(formats: readonly string[], zone: Zone) {
    this.#zone = zone
    this.#formats = formats.map((format) => {
      if (format === 'iso' || format === 'epoch_s' || format === 'epoch_ms') return format
      const steps = compilePattern(format)
      invariant(typeof steps !== 'string', 'an agreement has a date format that cannot be read', { format })
      return steps
    })
  }

  /** Whether the bytes are a date in one of the formats that exists on the zone's clock. */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    for (const format of this.#formats) if (this.#readAs(format, bytes, from, to)) return true
    return false
  }

  #readAs(format: Format, bytes: Uint8Array, from: number, to: number): boolean {
    this.twice = false
    if (format === 'epoch_s' || format === 'epoch_ms') return this.#readEpoch(format, bytes, from, to)
    this.#hour = this.#minute = this.#second = this.#fraction = 0
    this.#half = -1
    this.#ahead = Number.NaN
    this.#end = from
    const fits = format === 'iso' ? this.#readIso(bytes, to) : this.#readSteps(format, bytes, to)
    return fits && this.#end === to && this.#toInstant()
  }

  #readEpoch(format: 'epoch_s' | 'epoch_ms', bytes: Uint8Array, from: number, to: number): boolean {
    if (from >= to || to - from > epochDigitsMax[format]) return false
    let count = 0
    for (let at = from; at < to; at += 1) {
      const digit = (bytes[at] as number) - 0x30
      if (digit < 0 || digit > 9) return false
      count = count * 10 + digit
    }
    this.at = format === 'epoch_s' ? count * 1_000 : count
    return true
  }

  /** `yyyy-MM-dd`, and `HH:mm`, seconds, a fraction and an offset where they are. */
  #readIso(bytes: Uint8Array, to: number): boolean {
    const from = this.#end
    if (to - from < 10 || bytes[from + 4] !== 0x2d || bytes[from + 7] !== 0x2d) return false
    this.#year = number(bytes, from, 4)
    this.#month = number(bytes, from + 5, 2)
    this.#day = number(bytes, from + 8, 2)
    this.#end = from + 10
    if (this.#end === to) return this.#year >= 0 && this.#month >= 0 && this.#day >= 0
    const between = bytes[from + 10]
    if (to - from < 16 || (between !== 0x54 && between !== 0x20) || bytes[from + 13] !== 0x3a) return false
    this.#hour = number(bytes, from + 11, 2)
    this.#minute = number(bytes, from + 14, 2)
    this.#end = from + 16
    if (bytes[this.#end] === 0x3a && this.#end < to) {
      if (to - this.#end < 3) return false
      this.#second = number(bytes, this.#end + 1, 2)
      this.#end += 3
      if (!this.#readFraction(bytes, to)) return false
    }
    if (this.#end < to && !this.#readOffset(bytes, to)) return false
    // What is no number is -1, and a sum of some with it may look like one; each is looked at on its own.
    return (
      this.#year >= 0 && this.#month >= 0 && this.#day >= 0 && this.#hour >= 0 && this.#minute >= 0 && this.#second >= 0
    )
  }

  /** Up to nine digits of which milliseconds are kept. */
  #readFraction(bytes: Uint8Array, to: number): boolean {
    const mark = bytes[this.#end]
    if (this.#end >= to || (mark !== 0x2e && mark !== 0x2c)) return true
    const first = this.#end + 1
    let at = first
    let fraction = 0
    for (; at < to && isDigit(bytes[at] as number); at += 1) {
      if (at < first + 3) fraction = fraction * 10 + (bytes[at] as number) - 0x30
    }
    const found = at - first
    this.#fraction = found === 1 ? fraction * 100 : found === 2 ? fraction * 10 : fraction
    this.#end = at
    return found >= 1 && found <= 9
  }

  /** `Z`, `+08:00` or `+0800`. */
  #readOffset(bytes: Uint8Array, to: number): boolean {
    const sign = bytes[this.#end]
    if (sign === 0x5a) {
      this.#ahead = 0
      this.#end += 1
      return true
    }
    if (sign !== 0x2b && sign !== 0x2d) return false
    const minuteAt = bytes[this.#end + 3] === 0x3a ? this.#end + 4 : this.#end + 3
    if (minuteAt + 2 > to) return false
    const hours = number(bytes, this.#end + 1, 2)
    const minutes = number(bytes, minuteAt, 2)
    if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59) return false
    this.#ahead = (hours * 60 + minutes) * (sign === 0x2d ? -1 : 1)
    this.#end = minuteAt + 2
    return true
  }

  #readSteps(steps: readonly DateStep[], bytes: Uint8Array, to: number): boolean {
    for (const step of steps) {
      if (step.kind === 'literal') {
        if (this.#end >= to || bytes[this.#end] !== step.byte) return false
        this.#end += 1
      } else if (step.form === 'letters') {
        if (!this.#readLetters(step.kind, bytes, to)) return false
      } else if (!this.#readDigits(step, bytes, to)) return false
    }
    return this.#half < 0 || this.#readHalf()
  }

  #readDigits(
    { kind, min, max }: Readonly<{ kind: PartKind; min: number; max: number }>,
    bytes: Uint8Array,
    to: number,
  ): boolean {
    let found = 0
    let value = 0
    while (found < max && this.#end < to && isDigit(bytes[this.#end] as number)) {
      value = value * 10 + (bytes[this.#end] as number) - 0x30
      this.#end += 1
      found += 1
    }
    if (found < min) return false
    this.#set(kind, kind === 'year' && max === 2 ? 2_000 + value : value)
    return true
  }

  #readLetters(kind: PartKind, bytes: Uint8Array, to: number): boolean {
    if (kind === 'offset') return this.#readOffset(bytes, to)
    const length = kind === 'half' ? 2 : 3
    if (this.#end + length > to) return false
    let word = ''
    for (let i = 0; i < length; i += 1) word += String.fromCharCode((bytes[this.#end + i] as number) | 0x20)
    this.#end += length
    const known = kind === 'half' ? ['am', 'pm'].indexOf(word) : monthNames.indexOf(word) + 1
    this.#set(kind, known)
    return kind === 'half' ? known >= 0 : known > 0
  }

  #set(kind: PartKind, value: number): void {
    switch (kind) {
      case 'year':
        this.#year = value
        break
      case 'month':
        this.#month = value
        break
      case 'day':
        this.#day = value
        break
      case 'hour':
      case 'hour12':
        this.#hour = value
        break
      case 'half':
        this.#half = value
        break
      case 'minute':
        this.#minute = value
        break
      case 'second':
        this.#second = value
        break
      case 'fraction':
        this.#fraction = value
        break
      case 'offset':
        break
      default:
        assertNever(kind)
    }
  }

  /** Twelve at night is the first hour of the day, twelve at noon that of the second half. */
  #readHalf(): boolean {
    if (this.#hour < 1 || this.#hour > 12) return false
    this.#hour = (this.#hour % 12) + this.#half * 12
    return true
  }

  /** Whether the day exists. Rows of a file lie mostly on the same one, so the last is remembered. */
  #findDay(): boolean {
    const year = this.#year
    const month = this.#month
    const day = this.#day
    if (year < 100 || month < 1 || month > 12 || day < 1) return false
    const key = (year * 16 + month) * 32 + day
    if (day < 32 && key === this.#dayKey) return true
    if (day > daysOfMonth(year, month)) return false
    this.#dayKey = key
    this.#dayStart = daysFrom1970(year, month, day) * dayMs
    return true
  }

  #toInstant(): boolean {
    if (!this.#findDay()) return false
    if (this.#hour > 23 || this.#minute > 59 || this.#second > 59) return false
    const time = (this.#hour * 60 + this.#minute) * minuteMs + this.#second * 1_000
    const wall = this.#dayStart + time + this.#fraction
    if (!Number.isNaN(this.#ahead)) {
      this.at = wall - this.#ahead * minuteMs
      return true
    }
    this.at = this.#zone.instantOfWall(wall)
    this.twice = this.#zone.isTwice(wall)
    return !Number.isNaN(this.at)
  }
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39

/** The number that some digits are, or -1. */
function number(bytes: Uint8Array, from: number, length: number): number {
  let value = 0
  for (let at = from; at < from + length; at += 1) {
    const digit = (bytes[at] as number) - 0x30
    if (!(digit >= 0 && digit <= 9)) return -1
    value = value * 10 + digit
  }
  return value
}

function daysOfMonth(year: number, month: number): number {
  const leaps = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && leaps ? 29 : (monthLengths[month - 1] as number)
}

/** Counted from March, so that the day which some years have more of comes last. */
function daysFrom1970(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1
  const marchMonth = month > 2 ? month - 3 : month + 9
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400)
  return marchYear * 365 + leapDays + Math.floor((marchMonth * 153 + 2) / 5) + day - 719_469
}
