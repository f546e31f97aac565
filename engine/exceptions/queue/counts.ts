/** How many exceptions match each of several filters. */
import { sql } from 'kysely'
import type { CaseFilter } from '../../contract/case-views.ts'
import type { QueryContext } from '../../store/command.ts'
import { type Asker, allOf, conditionsOf } from './filter.ts'

export async function countCases(
  { db }: QueryContext,
  { filters, asker }: Readonly<{ filters: readonly CaseFilter[]; asker: Asker }>,
): Promise<readonly number[]> {
  const counts: number[] = []
  for (const filter of filters) {
    const { count } = await db
      .selectFrom('exception')
      .select(sql<number>`count(*)`.as('count'))
      .where(allOf(conditionsOf(filter, asker)))
      .executeTakeFirstOrThrow()
    counts.push(count)
  }
  return counts
}
