import type { Outputs } from '../contract/contract.ts'
import { OpenDays } from '../ledger/open-days.ts'
import type { QueryContext } from '../store/command.ts'
import { firstOpenDayWithPostings } from './close.ts'
import { allPeriods } from './period.ts'

/** All of them: at most some four hundred come in a year. */
export function listPeriods({ raw }: Pick<QueryContext, 'raw'>, _: null): Outputs['periods']['list'] {
  const { closedThrough } = new OpenDays(raw)
  const firstOpenDay = firstOpenDayWithPostings(raw, closedThrough)
  return { items: allPeriods(raw), next: null, closedThrough, firstOpenDay }
}
