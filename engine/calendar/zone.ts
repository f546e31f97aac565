/** The zone's clock: local time to instant and instant to business day. The zone is data; its rules are the platform's. */
import { type Instant, instant } from './instant.ts'

const dayMs = 86_400_000
const quarterMs = 900_000
/** More days than a file's rows may lie apart; a power of two. */
const calmSlots = 4_096
const noDay = -0x8000_0000
const dateTime = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/

export class Zone {
  readonly name: string
  readonly #format: Intl.DateTimeFormat
  // Offsets change on quarter hours at the finest, so one look-up serves all rows of the same quarter.
  readonly #offsets = new Map<number, number>()
  // The offset of the days on which no clock here is moved, nor on the days beside them: nearly all days. A slot belongs
  // to one day at a time.
  readonly #calmDays = new Int32Array(calmSlots).fill(noDay)
  readonly #calmOffsets = new Float64Array(calmSlots)

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
    if (offset !== undefined) return fromOffset(at, offset)
    const local = this.instantOfWall(at)
    return Number.isNaN(local) ? null : instant(local)
  }

  /**
   * The instant at which the clocks here show a wall time, which is given as if it were UTC. A wall time that exists twice
   * is the earlier; one that does not exist, when clocks go forward, is NaN. No object is made: a file asks this for
   * every row.
   */
  instantOfWall(wall: number): number {
    const calm = this.#calmOffset(Math.floor(wall / dayMs))
    if (!Number.isNaN(calm)) return wall - calm
    return this.#instantsOfWall(wall)[0] ?? Number.NaN
  }

  /** Whether clocks that go back show this wall time a second time. */
  isTwice(wall: number): boolean {
    if (!Number.isNaN(this.#calmOffset(Math.floor(wall / dayMs)))) return false
    return this.#instantsOfWall(wall).length > 1
  }

  /** The day of the zone that an instant falls in, counted in days since 1970-01-01. */
  dayNumberOf(at: number): number {
    const calm = this.#calmOffset(Math.floor(at / dayMs))
    return Math.floor((at + (Number.isNaN(calm) ? this.#offsetAt(at) : calm)) / dayMs)
  }

  /** The day of the zone that an instant falls in, as YYYY-MM-DD. */
  dayOf(at: number): string {
    return new Date(at + this.#offsetAt(at)).toISOString().slice(0, 10)
  }

  /** What the clocks here show at an instant, given as if it were UTC. */
  wallOf(at: number): number {
    return at + this.#offsetAt(at)
  }

  /** The first instant of a day: midnight, or where clocks leave that out, the time that they show instead. */
  startOf(day: string): Instant {
    const midnight = Date.parse(`${day}T00:00:00Z`)
    for (let wall = midnight; wall < midnight + dayMs; wall += quarterMs) {
      const at = this.instantOfWall(wall)
      if (!Number.isNaN(at)) return instant(at)
    }
    // A zone that crossed the date line left the whole day out: it is as long as nothing, before the next.
    return this.startOf(new Date(midnight + dayMs).toISOString().slice(0, 10))
  }

  #instantsOfWall(wall: number): readonly number[] {
    const candidates = [wall - this.#offsetAt(wall - dayMs), wall - this.#offsetAt(wall + dayMs)]
    const matching = candidates.filter((at) => at + this.#offsetAt(at) === wall)
    return [...new Set(matching)].sort((a, b) => a - b)
  }

  /**
   * The offset that holds from the day before a day of UTC to the day behind it, or NaN when clocks move in that time. No
   * zone moves its clocks and moves them back within one day, so the midnights tell.
   */
  #calmOffset(day: number): number {
    const slot = day & (calmSlots - 1)
    if (this.#calmDays[slot] !== day) {
      const midnights = [day - 1, day, day + 1, day + 2].map((one) => this.#offsetAt(one * dayMs))
      this.#calmOffsets[slot] = new Set(midnights).size === 1 ? (midnights[0] ?? Number.NaN) : Number.NaN
      this.#calmDays[slot] = day
    }
    return this.#calmOffsets[slot] ?? Number.NaN
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
