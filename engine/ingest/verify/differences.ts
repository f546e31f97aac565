/** What a comparison of a batch with its file found: every difference counted, the first of them told. */
import type { BatchDifference } from '../../contract/batches.ts'

const toldMax = 20
const textMax = 200

type Found = Pick<BatchDifference, 'line' | 'what'> &
  Readonly<{ field?: string; expected?: string | number | null; found?: string | number | null }>

export class Differences {
  readonly #told: BatchDifference[] = []
  #count = 0

  get count(): number {
    return this.#count
  }

  /** The first of them, in the order in which they were found. */
  get told(): readonly BatchDifference[] {
    return this.#told
  }

  add({ line, what, field, expected, found }: Found): void {
    this.#count += 1
    if (this.#told.length === toldMax) return
    this.#told.push({ line, what, field: field ?? null, expected: shown(expected), found: shown(found) })
  }
}

/** What somebody wrote into a damaged store may be of any length. */
const shown = (value: string | number | null | undefined): string | null =>
  value === null || value === undefined ? null : String(value).slice(0, textMax)
