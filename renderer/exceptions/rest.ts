import type { CaseFilter } from '../../engine/contract/case-views.ts'
import { type Clock, dueBefore } from './filter.ts'

/** What there is beside an empty list: everything that ever came, what is not resolved, what nobody has, what comes next. */
export const restFilters = (clock: Clock): CaseFilter[] => [
  { snoozed: 'with' },
  { status: ['unresolved'] },
  { status: ['unresolved'], unowned: true },
  { status: ['unresolved'], dueAfter: dueBefore('today', clock), dueBefore: dueBefore('tomorrow', clock) },
]
