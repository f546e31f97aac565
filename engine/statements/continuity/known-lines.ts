/**
 * Which lines of a statement were said before. A line is known by all that it says; where balances are known also by what
 * was there before it, so that two coffees of one morning are two. Where two files do not put a day's lines into the same
 * order, what they say alone has to do, counted: what stands there twice and was known once is new once. Another format says
 * the same line in other words: it is known by what was there before it and its amount, and where both tell of the same
 * days from the same balance to the same balance, by its amount alone, unless their references speak against it. Pure.
 */
import { type Alike, alikeOf, type Said } from './said-alike.ts'

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
    other: Readonly<{ said: Said; hasSameEnds: boolean }> | null
  }>

/** With what stood on the account before it, where the statement says balances. */
export type OwnLine = Line &
  Readonly<{
    before: number | null
    /** Where other formats tell of its days. */
    said: Said | null
  }>

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
  take(line: KnownLine, before: number | null): boolean {
    this.#exact ??= this.#indexed(({ before: own, content }) => (own === null ? null : `${own} ${content}`))
    const at = before === null ? undefined : this.#exact.get(`${before} ${line.content}`)?.pop()
    if (at !== undefined) this.#is[at] = line.id
    const isFound = at !== undefined || this.#takeInOtherWords(line, before)
    if (!isFound) this.#rest.push(line)
    return isFound
  }

  #takeInOtherWords({ id, day, amount, other }: KnownLine, before: number | null): boolean {
    if (other === null || before === null) return false
    this.#byBalance ??= this.#indexed((own) => (own.before === null ? null : `${own.before} ${own.amount}`))
    const places = this.#byBalance.get(`${before} ${amount}`) ?? []
    const found = places.findLastIndex((place) => {
      const own = this.#own[place] as OwnLine
      const isDay = own.day === day || other.hasSameEnds
      return this.#is[place] === 0 && isDay && alikeTo(own, other.said) !== 'no'
    })
    const [place] = found < 0 ? [] : places.splice(found, 1)
    if (place !== undefined) this.#is[place] = id
    return place !== undefined
  }

  /** What another format says of the same days, in another order: by its amount, those with the same reference first. */
  inOtherWords(isMeant: (line: KnownLine) => boolean): readonly KnownLine[] {
    const ways = ['same_reference', 'nothing_against'] as const
    return ways.flatMap((way) => this.#inOtherWords(isMeant, way))
  }

  #inOtherWords(isMeant: (line: KnownLine) => boolean, way: Alike): readonly KnownLine[] {
    const left = this.#indexed(({ amount }, at) => (this.#is[at] === 0 ? String(amount) : null))
    const taken: KnownLine[] = []
    this.#rest = this.#rest.filter((line) => {
      if (line.other === null || !isMeant(line)) return true
      const { said } = line.other
      const places = left.get(String(line.amount)) ?? []
      const at = places.findLastIndex((place) => alikeTo(this.#own[place] as OwnLine, said) === way)
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
