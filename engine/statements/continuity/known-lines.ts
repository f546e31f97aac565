/**
 * Which lines of a statement were said before. A line is known by all that it says; where balances are known also by what
 * was there before it, so that two coffees of one morning are two. Where two files do not put a day's lines into the same
 * order, what they say alone has to do, counted: what stands there twice and was known once is new once. Another format says
 * the same line in other words: where both tell of the same days from the same balance to the same balance it is known by
 * its amount, where they share days only by what was there before it as well, and where one of them says no balances by its
 * day, unless their references speak against it. Pure.
 */
import { type Alike, alikeOf, type Said } from './said-alike.ts'

/**
 * How another format's statement stands to the one that is weighed: from the same balance to the same balance, of other
 * stretches, or one of both says no balances.
 */
export type Ends = 'same' | 'other' | 'unsaid'

/** Another format's statement, and the days of which nothing can be missing between what is known around it. */
export type Teller = Readonly<{ ends: Ends; fromDay: number; toDay: number }>

export type Line = Readonly<{
  id: number
  day: number
  amount: number
  /** All that it says, as one text. */
  content: string
}>

export type KnownLine = Line &
  Readonly<{
    span: number | null
    /** Of one that another format said. */
    other: Readonly<{ said: Said; by: Teller }> | null
  }>

/** With what stood on the account before it, where the statement says balances. */
export type OwnLine = Line &
  Readonly<{
    before: number | null
    /** Where other formats tell of its days. */
    said: Said | null
  }>

/** `by_balance`: another format says so much from the same balance, which may be another line that began with it. */
export type Taken = 'sure' | 'by_balance' | 'not'

/** So many days a bank may tell a line earlier in one format than in another. */
const daysApartMost = 3

export class KnownLines {
  readonly #own: readonly OwnLine[]
  /** The known line that each of them is; 0 for none. */
  readonly #is: Float64Array
  #exact: Map<string, number[]> | null = null
  #byBalance: Map<string, number[]> | null = null
  #rest: KnownLine[] = []

  constructor(own: readonly OwnLine[]) {
    this.#own = own
    this.#is = new Float64Array(own.length)
  }

  /** A line that was said before, with what stood there before it where that is known. */
  take(line: KnownLine, before: number | null): Taken {
    this.#exact ??= this.#indexed(({ before: own, content }, place) =>
      own === null || this.#is[place] !== 0 ? null : `${own} ${content}`,
    )
    const places = before === null ? [] : (this.#exact.get(`${before} ${line.content}`) ?? [])
    let at = places.pop()
    while (at !== undefined && this.#is[at] !== 0) at = places.pop()
    if (at !== undefined) this.#is[at] = line.id
    const taken = at === undefined ? this.#takeInOtherWords(line, before) : this.#asTaken(at, line)
    if (taken === 'not') this.#rest.push(line)
    return taken
  }

  #takeInOtherWords({ id, day, amount, other }: KnownLine, before: number | null): Taken {
    if (other === null || before === null) return 'not'
    this.#byBalance ??= this.#indexed((own) => (own.before === null ? null : `${own.before} ${own.amount}`))
    const isSame = other.by.ends === 'same'
    const places = this.#byBalance.get(`${before} ${amount}`) ?? []
    const found = places.findLastIndex((place) => {
      const own = this.#own[place] as OwnLine
      return this.#is[place] === 0 && (own.day === day || isSame) && alikeTo(own, other.said) !== 'no'
    })
    const [place] = found < 0 ? [] : places.splice(found, 1)
    if (place === undefined) return 'not'
    this.#is[place] = id
    return this.#asTaken(place, { other })
  }

  #asTaken(place: number, { other }: Pick<KnownLine, 'other'>): Taken {
    if (other === null || other.by.ends === 'same') return 'sure'
    return alikeTo(this.#own[place] as OwnLine, other.said) === 'same_reference' ? 'sure' : 'by_balance'
  }

  /** Lines that were taken by their balance, and may be others: what they stood for is new. */
  giveBack(lines: readonly KnownLine[]): void {
    const ids = new Set(lines.map(({ id }) => id))
    for (const [place, id] of this.#is.entries()) if (ids.has(id)) this.#is[place] = 0
    // What was popped from the indexes is to be found again.
    this.#exact = null
    this.#byBalance = null
    for (const line of lines) this.#rest.push(line)
  }

  /** What another format says of the same days, in another order: by its amount, those with the same reference first. */
  inOtherWords(): readonly KnownLine[] {
    return (['same_reference', 'nothing_against'] as const).flatMap((way) => [
      ...this.#inOtherWords('same', ({ amount }) => String(amount), way),
      ...this.#nearDay(way),
    ])
  }

  /** The nearest day first: a bank that tells a line twice seldom gives it two days. */
  #nearDay(way: Alike): readonly KnownLine[] {
    const keyOf = ({ amount, day }: Line): string => `${day} ${amount}`
    const days = Array.from({ length: daysApartMost }, (_, at) => at + 1)
    return [0, ...days.flatMap((one) => [-one, one])].flatMap((by) => this.#inOtherWords('unsaid', keyOf, way, by))
  }

  #inOtherWords(ends: Ends, keyOf: (line: Line) => string, way: Alike, by = 0): readonly KnownLine[] {
    if (!this.#rest.some(({ other }) => other?.by.ends === ends)) return []
    const left = this.#indexed((line, at) => (this.#is[at] === 0 ? keyOf(line) : null))
    const taken: KnownLine[] = []
    this.#rest = this.#rest.filter((line) => {
      const { other, day } = line
      if (other?.by.ends !== ends || (by !== 0 && !isTold(other.by, day + by, way))) return true
      const places = left.get(keyOf({ ...line, day: day + by })) ?? []
      const at = places.findLastIndex((place) => alikeTo(this.#own[place] as OwnLine, other.said) === way)
      const [place] = at < 0 ? [] : places.splice(at, 1)
      if (place === undefined) return true
      this.#is[place] = line.id
      taken.push(line)
      return false
    })
    return taken
  }

  /** What of these was not found by its balance is looked for by what it says; answers what was found. */
  byContent(isMeant: (line: KnownLine) => boolean): readonly KnownLine[] {
    const left = this.#indexed(({ content }, at) => (this.#is[at] === 0 ? content : null))
    const found: KnownLine[] = []
    this.#rest = this.#rest.filter((line) => {
      const at = isMeant(line) ? left.get(line.content)?.pop() : undefined
      if (at === undefined) return true
      this.#is[at] = line.id
      found.push(line)
      return false
    })
    return found
  }

  /** Lines that were said before, and the statement does not say. */
  missing(isMeant: (line: KnownLine) => boolean): readonly KnownLine[] {
    return this.#rest.filter(isMeant)
  }

  /** How many of its lines were said before. */
  get count(): number {
    return this.#is.reduce((count, line) => count + Number(line !== 0), 0)
  }

  /** Whether the account ever had so much, as the statement tells it. */
  cameBy(balance: number): boolean {
    return this.#own.some(({ before }) => before === balance)
  }

  /** Pairs: a line, and the one that it repeats. */
  repeats(): Float64Array {
    const pairs: number[] = []
    for (const [at, { id }] of this.#own.entries()) if (this.#is[at] !== 0) pairs.push(id, this.#is[at] as number)
    return Float64Array.from(pairs)
  }

  /** The last of those that are alike first, because they are taken from the end. */
  #indexed(keyOf: (line: OwnLine, at: number) => string | null): Map<string, number[]> {
    const places = new Map<string, number[]>()
    for (let at = this.#own.length - 1; at >= 0; at -= 1) {
      const key = keyOf(this.#own[at] as OwnLine, at)
      if (key === null) continue
      const known = places.get(key)
      if (known === undefined) places.set(key, [at])
      else known.push(at)
    }
    return places
  }
}

const alikeTo = ({ said }: OwnLine, other: Said): Alike => (said === null ? 'no' : alikeOf(said, other))

/**
 * Whether the other format told the whole of this day, so that no line of it can be new. On the first and the last of its days
 * more may have come before or behind, so that a line of another day is the same only by its reference.
 */
const isTold = ({ fromDay, toDay }: Teller, day: number, way: Alike): boolean =>
  way === 'same_reference' ? day >= fromDay && day <= toDay : day > fromDay && day < toDay
