/** Fixing what matches, in order: the numbers of a view, and the money at stake in it. */
import { sql } from 'kysely'
import type { CaseFilter, CaseSort } from '../../contract/case-views.ts'
import type { QueryContext } from '../../store/command.ts'
import { homeOf } from '../../workspace/home.ts'
import { type Asker, allOf, conditionsOf } from './filter.ts'
import { exactly, type MoneyAtStake, moneyAtStake } from './money-at-stake.ts'
import { orderOf } from './sort.ts'

export type CaseViewIds = Readonly<{
  ids: Float64Array
  /** False when more matched than were asked for. */
  complete: boolean
  sum: bigint
  unknown: number
  currency: string
  /** The last thing that had happened to any exception; what matches since has happened after it. */
  event: number
}>

export async function caseViewIds(
  context: QueryContext,
  { filter, sort, asker, max }: Readonly<{ filter: CaseFilter; sort: CaseSort; asker: Asker; max: number }>,
): Promise<CaseViewIds> {
  const found = await firstOf(context, { filter, sort, asker, limit: max + 1 })
  const complete = found.ids.length <= max
  // The sums are of what the view holds.
  const held = complete ? found : await firstOf(context, { filter, sort, asker, limit: max })
  const { ids, unknown } = held
  const { raw } = context
  const event = (raw.prepare('SELECT max(id) FROM exception_event').pluck().get() as number | null) ?? 0
  return {
    ids: Float64Array.from(ids),
    complete,
    sum: exactly(held),
    unknown,
    currency: homeOf(raw).currency,
    event,
  }
}

type First = MoneyAtStake & Readonly<{ ids: readonly number[] }>

async function firstOf(
  { db }: QueryContext,
  { filter, sort, asker, limit }: Readonly<{ filter: CaseFilter; sort: CaseSort; asker: Asker; limit: number }>,
): Promise<First> {
  // A hundred thousand rows cost more to hand over one by one than to find; as one text they cost next to nothing.
  const matching = sql<MoneyAtStake & Readonly<{ ids: string }>>`(
    SELECT json_group_array(id) AS ids, ${moneyAtStake} FROM (
      SELECT exception.id, exception.amount FROM exception WHERE ${allOf(conditionsOf(filter, asker))}
      ORDER BY ${orderOf(sort, filter)} LIMIT ${limit}))`
  const { ids, ...money } = await db.selectFrom(matching.as('matching')).selectAll().executeTakeFirstOrThrow()
  return { ids: JSON.parse(ids) as readonly number[], ...money }
}
