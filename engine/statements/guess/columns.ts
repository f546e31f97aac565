/** Which column of a sample may be what: by its name, and whether what stands in it can be such a thing at all. */
import { Zone } from '../../calendar/zone.ts'
import type { StatementField } from '../../contract/statement-previews.ts'
import { type DatesGuess, guessDates } from '../../producers/guess-values.ts'
import { type FiguresGuess, guessFigures } from './figures.ts'
import type { SampleColumn } from './sample.ts'
import { fieldNames, foldedName } from './words.ts'

export type LookedAt = Readonly<{
  name: string
  /** As many as there are lines; empty where a line has nothing there. */
  values: readonly string[]
  filled: readonly string[]
  distinct: ReadonlySet<string>
  dates: DatesGuess | null
  figures: FiguresGuess | null
}>

const anywhere = new Zone('UTC')

export function lookAt(
  { name, values }: SampleColumn,
  { at, digits }: Readonly<{ at: number; digits: number }>,
): LookedAt {
  const filled = values.filter((value) => value !== '')
  const dates = guessDates(filled, { zone: anywhere, at })
  return { name, values, filled, distinct: new Set(filled), dates, figures: guessFigures(filled, digits) }
}

/** 1 for the first of a field's names, less for one further down, half for one that only contains it, and 0 for another. */
export function nameScore(field: StatementField, name: string): number {
  const names = fieldNames[field] ?? []
  return scoreIn(names, name)
}

export function scoreIn(names: readonly string[], name: string): number {
  const rank = names.indexOf(foldedName(name))
  if (rank >= 0) return 1 - (0.2 * rank) / names.length
  // Of names that lead into a value the last says most.
  const last = foldedName(name.split('/').at(-1) ?? '')
  const lastRank = names.indexOf(last)
  if (lastRank >= 0) return 0.8 - (0.2 * lastRank) / names.length
  return names.some((one) => (one.length >= 5 || one > '\u4e00') && foldedName(name).includes(one)) ? 0.4 : 0
}

/** The best column for a field, of those that can be it. */
export function bestFor(
  field: StatementField,
  columns: readonly LookedAt[],
  canBe: (column: LookedAt) => boolean,
): Readonly<{ column: LookedAt; score: number }> | null {
  const scored = columns
    .filter((column) => column.filled.length > 0 && canBe(column))
    .map((column) => ({ column, score: nameScore(field, column.name) }))
    .filter(({ score }) => score > 0)
  return scored.sort((one, other) => other.score - one.score)[0] ?? null
}
