/**
 * How a statement continues what is known of its account. Statements that join make a span: it begins with the balance of
 * the first of them and ends with that of the last. What a span and a statement both say is known by its lines, so whether
 * they join is held against the balances and not against days, which several statements may share. Pure.
 */

export type Stretch = Readonly<{ fromDay: number; toDay: number; opening: number; closing: number }>

/** Where the statement lies: in the span, around it, behind it or before it; the last two overlap it or only touch. */
export type Relation = 'inside' | 'around' | 'after' | 'before'

export type Shared = Readonly<{
  lines: number
  sum: number
  /** The one begins with a balance that the other came by. */
  touches: boolean
}>

/** Null when the one does not join the other: nothing says what happened in between, or they contradict each other. */
export function relationOf(span: Stretch, statement: Stretch, { lines, sum, touches }: Shared): Relation | null {
  const beginsLater = statement.fromDay >= span.fromDay
  const endsLater = statement.toDay >= span.toDay
  const beginsEarlier = statement.fromDay <= span.fromDay
  const endsEarlier = statement.toDay <= span.toDay
  const isKnown = lines > 0 || touches
  if (beginsLater && endsEarlier && isKnown && sum === statement.closing - statement.opening) return 'inside'
  if (beginsEarlier && endsLater && isKnown && sum === span.closing - span.opening) return 'around'
  if (beginsLater && endsLater && span.closing - statement.opening === sum) return 'after'
  if (beginsEarlier && endsEarlier && statement.closing - span.opening === sum) return 'before'
  return null
}

/** By days alone, where the two contradict each other and both are about the same days. */
export function relationByDays(span: Stretch, statement: Stretch): Relation {
  const beginsLater = statement.fromDay >= span.fromDay
  const endsLater = statement.toDay >= span.toDay
  if (beginsLater) return endsLater ? 'after' : 'inside'
  return endsLater ? 'around' : 'before'
}

/** Days of the one lie within the other, so that both know what happened on them. */
export const isWithin = (span: Stretch, statement: Stretch): boolean =>
  statement.fromDay < span.toDay && span.fromDay < statement.toDay

export type Ends = Stretch & Readonly<{ first: number; last: number }>

/** The span that a statement makes with those that it joins. */
export function joined(statement: Ends, spans: readonly Readonly<{ span: Ends; relation: Relation }>[]): Ends {
  const begins = spans.findLast(({ relation }) => relation === 'inside' || relation === 'after')?.span ?? statement
  const ends = spans.findLast(({ relation }) => relation === 'inside' || relation === 'before')?.span ?? statement
  const all = [statement, ...spans.map(({ span }) => span)]
  return {
    fromDay: Math.min(...all.map(({ fromDay }) => fromDay)),
    toDay: Math.max(...all.map(({ toDay }) => toDay)),
    opening: begins.opening,
    first: begins.first,
    closing: ends.closing,
    last: ends.last,
  }
}
