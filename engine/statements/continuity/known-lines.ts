/**
 * Which lines of a statement were said before. A line is known by all that it says; where balances are known also by what
 * was there before it, so that two coffees of one morning are two. Where two files do not put a day's lines into the same
 * order, what they say alone has to do, counted: what stands there twice and was known once is new once. Pure.
 */

export type Line = Readonly<{
  id: number
  day: number
  amount: number
  /** All that it says, as one text. */
  content: string
}>

export type KnownLine = Line & Readonly<{ span: number | null }>

/** With what stood on the account before it, where the statement says balances. */
export type OwnLine = Line & Readonly<{ before: number | null }>

export class KnownLines {
  readonly #own: readonly OwnLine[]
  /** The known line that each of them is; 0 for none. */
  readonly #is: Float64Array
  #exact: Map<string, number[]> | null = null
  #rest: KnownLine[] = []

  constructor(own: readonly OwnLine[]) {
    this.#own = own
    this.#is = new Float64Array(own.length)
  }

  /** A line that was said before, with what stood there before it where that is known. */
  take(line: KnownLine, before: number | null): boolean {
    this.#exact ??= this.#indexed(({ before: own, content }) => (own === null ? null : `${own} ${content}`))
    const at = before === null ? undefined : this.#exact.get(`${before} ${line.content}`)?.pop()
    if (at === undefined) this.#rest.push(line)
    else this.#is[at] = line.id
    return at !== undefined
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
