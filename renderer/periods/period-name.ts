/** The period that somebody wants to close, as it is typed, held against the contract's own rules. */
import { PeriodName } from '../../engine/contract/periods.ts'
import type { MessageId } from '../messages/messages.ts'

export type PeriodKind = 'day' | 'month'
export type TypedPeriod = Readonly<{ kind: PeriodKind; day: string; month: string }>

/** The first open day with postings is the only one that a close may begin with, and so is its month. */
export const suggestedPeriod = (firstOpenDay: string | null): TypedPeriod => ({
  kind: 'day',
  day: firstOpenDay ?? '',
  month: firstOpenDay?.slice(0, 7) ?? '',
})

export const nameOf = ({ kind, day, month }: TypedPeriod): string => (kind === 'day' ? day : month)

export function periodProblem(typed: TypedPeriod): MessageId | null {
  const name = nameOf(typed)
  const length = typed.kind === 'day' ? 10 : 7
  return name.length === length && PeriodName.safeParse(name).success ? null : `period.wrong.${typed.kind}`
}
