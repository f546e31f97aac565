/** Which columns of a sample are days, and in which formats. */
import type { GuessReason, StatementQuestion } from '../../contract/statement-previews.ts'
import { bestFor, type LookedAt, nameScore } from './columns.ts'

export type DaysGuess = Readonly<{
  bookedOn: LookedAt | null
  valueOn: LookedAt | null
  dates: readonly string[]
  reasons: readonly GuessReason[]
  questions: readonly StatementQuestion[]
}>

const formatsMax = 5

/** Null where no column has days in it. */
export function guessDays(columns: readonly LookedAt[]): DaysGuess | null {
  const days = columns.filter((column) => column.dates !== null && !isOther(column))
  const valueOn = bestFor('valueOn', days, () => true)
  const booked = bestFor('bookedOn', days, (column) => column !== valueOn?.column || days.length === 1)
  const unnamed = days.filter((column) => column !== valueOn?.column)
  const bookedOn = booked?.column ?? unnamed[0] ?? null
  // Without names the second day is most likely the one that counts.
  const value = valueOn?.column ?? (booked === null ? (unnamed[1] ?? null) : null)
  const found = [bookedOn, value === bookedOn ? null : value].filter((column) => column !== null)
  if (found.length === 0) return null
  return {
    bookedOn,
    valueOn: value === bookedOn ? null : value,
    dates: [...new Set(found.flatMap(({ dates }) => dates?.formats ?? []))].slice(0, formatsMax),
    reasons: found.map((column) => reasonOf(column, column === bookedOn ? 'bookedOn' : 'valueOn')),
    questions: found
      .filter(({ dates }) => dates?.ambiguous === true)
      .map(({ name, filled }) => ({ code: 'date_order', column: name, found: filled[0] ?? null })),
  }
}

/** Digits that could be a day by chance, under a name that means something else. */
function isOther({ name, figures }: LookedAt): boolean {
  if (nameScore('bookedOn', name) + nameScore('valueOn', name) > 0) return false
  return figures !== null && !/^\d+$/.test(name)
}

function reasonOf({ name, dates }: LookedAt, field: 'bookedOn' | 'valueOn'): GuessReason {
  const score = nameScore(field, name)
  const certainty = score < 0.5 ? 'unsure' : (dates?.certainty ?? 'unsure')
  return {
    field,
    column: name,
    because: score > 0 ? 'name' : 'content',
    certainty: score >= 0.5 ? certainty : 'likely',
  }
}
