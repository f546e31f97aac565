/** The zone's clock: local time to instant and instant to business day. The zone is data; its rules are the platform's. */
import { type Instant, instant } from './instant.ts'

const dayMs = 86_400_000
const dateTime = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/

export class Zone {
  readonly name: string
  readonly #format: Intl.DateTimeFormat
  // Offsets change on quarter hours at the finest, so one look-up serves all rows of the same quarter.
  readonly #offsets = new Map<number, number>()

  constructor(name: string) {
    this.name = name
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  }

  /** An ISO 8601 date, with or without time and offset. A date alone is the start of its day here. Null when unreadable. */
  readInstant(text: string): Instant | null {
    const match = dateTime.exec(text)
    if (match === null) return null
    const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '0', offset] = match
    const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
    // Date.UTC rolls 30 February over into March; a date that does not come back as it went in never existed.
    if (new Date(wall).toISOString().slice(0, 19) !== `${year}-${month}-${day}T${hour}:${minute}:${second}`) return null
    const at = wall + Number(fraction.padEnd(3, '0').slice(0, 3))
    return offset === undefined ? this.#fromLocal(at) : fromOffset(at, offset)
  }

  /** The day of the zone that an instant falls in, as YYYY-MM-DD. */
  dayOf(at: number): string {
    return new Date(at + this.#offsetAt(at)).toISOString().slice(0, 10)
  }

  /** A local time that exists twice is the earlier; one that does not exist, when clocks go forward, is null. */
  #fromLocal(wall: number): Instant | null {
    const candidates = [wall - this.#offsetAt(wall - dayMs), wall - this.#offsetAt(wall + dayMs)]
    const matching = candidates.filter((at) => at + this.#offsetAt(at) === wall)
    return matching.length === 0 ? null : instant(Math.min(...matching))
  }

  #offsetAt(at: number): number {
    const quarter = Math.floor(at / 900_000)
    const known = this.#offsets.get(quarter)
    if (known !== undefined) return known
    const part: Record<string, number> = {}
    for (const { type, value } of this.#format.formatToParts(quarter * 900_000)) part[type] = Number(value)
    const wall = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second)
    const offset = wall - quarter * 900_000
    if (this.#offsets.size > 50_000) this.#offsets.clear()
    this.#offsets.set(quarter, offset)
    return offset
  }
}

function fromOffset(wall: number, offset: string): Instant | null {
  if (offset === 'Z') return instant(wall)
  const hours = Number(offset.slice(1, 3))
  const minutes = Number(offset.slice(-2))
  if (hours > 14 || minutes > 59) return null
  const ahead = (hours * 60 + minutes) * 60_000
  return instant(offset.startsWith('-') ? wall + ahead : wall - ahead)
}
