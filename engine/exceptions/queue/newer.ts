/** What matches a filter of which something happened since a view of it was opened. */
import { sql } from 'kysely'
import type { CaseFilter } from '../../contract/case-views.ts'
import type { QueryContext } from '../../store/command.ts'
import { type Asker, allOf, conditionsOf } from './filter.ts'

/** What a view keeps beside its numbers, so that it can be said what has come to match since. */
export type CaseViewOrigin = Readonly<{
  filter: CaseFilter
  user: number
  /** The last event of any exception when it was opened, and the instant. */
  event: number
  at: number
}>

/**
 * Their numbers. Everything that happens to an exception is in its history, and else only time goes by and wakes one: so
 * only those are looked at, however many match.
 */
export async function matchingSince(
  { db }: QueryContext,
  { origin, at, max }: Readonly<{ origin: CaseViewOrigin; at: number; max: number }>,
): Promise<readonly number[]> {
  const asker: Asker = { user: origin.user, at }
  const moved = sql`
    SELECT exception_id FROM exception_event WHERE id > ${origin.event}
    UNION
    SELECT id FROM exception WHERE snoozed_until IS NOT NULL AND snoozed_until > ${origin.at} AND snoozed_until <= ${at}`
  const rows = await db
    .selectFrom('exception')
    .select('exception.id')
    .where(sql<boolean>`exception.id IN (${moved})`)
    .where(allOf(conditionsOf(origin.filter, asker)))
    .limit(max)
    .execute()
  return rows.map(({ id }) => id)
}
