/** The orders of the queue in SQL, over `exception`. */
import { type RawBuilder, sql } from 'kysely'
import type { CaseFilter, CaseSort } from '../../contract/case-views.ts'
import { exceptionStatuses, severities } from '../../contract/exceptions.ts'

/**
 * By the key that was asked for; among those that are the same in it the next due first, of them the most money, and at
 * last by number, so that an order is always the same. What has nothing in the key comes last, whichever the direction.
 *
 * The plus keeps SQLite from walking along an index of the key, reading each row on the way: what is not resolved is all
 * in one index, and sorted faster than read. Of what is resolved there may be years, and only the first are wanted. The
 * usual views are in two indexes of their own in their order already, and need no sorting.
 */
export function orderOf(sort: CaseSort, filter: CaseFilter): RawBuilder<unknown> {
  const { by, direction } = sort
  const way = sql.raw(direction === 'ascending' ? 'ASC' : 'DESC')
  const number = sql`exception.id`
  if (by === 'number') return sql`${number} ${way}`
  const lasts = [
    // A key twice would hide that an index is in this order.
    ...(by === 'due' ? [] : [sql`exception.due_at`]),
    ...(by === 'amount' ? [] : [sql`exception.amount DESC NULLS LAST`]),
    number,
  ]
  const sorts = isOfQueue(filter) && !isKeptInOrder(sort, filter)
  return sql.join([sql`${sorts ? sql`+` : sql``}${keys[by]} ${way} NULLS LAST`, ...lasts])
}

const isOfQueue = ({ status }: CaseFilter): boolean => status !== undefined && !status.includes('resolved')

/** By urgency or by money, and asked about nothing that those two indexes would have to look up row by row. */
const isKeptInOrder = ({ by, direction }: CaseSort, filter: CaseFilter): boolean =>
  ((by === 'due' && direction === 'ascending') || (by === 'amount' && direction === 'descending')) &&
  Object.entries(filter).every(([name, value]) => value === undefined || inOrderWith.has(name))

const inOrderWith: ReadonlySet<string> = new Set<keyof CaseFilter>([
  'status',
  'severity',
  'unowned',
  'snoozed',
  'scope',
  'waitingFor',
  'amountFrom',
  'amountTo',
  'dueAfter',
  'dueBefore',
])

/** From the first to the last; ascending are more severe ones behind less severe ones. */
const rankOf = (column: string, values: readonly string[]): RawBuilder<unknown> =>
  sql`CASE ${sql.ref(column)} ${sql.join(
    values.map((value, rank) => sql`WHEN ${value} THEN ${sql.lit(rank)}`),
    sql` `,
  )} END`

const keys: Readonly<Record<Exclude<CaseSort['by'], 'number'>, RawBuilder<unknown>>> = {
  due: sql`exception.due_at`,
  amount: sql`exception.amount`,
  severity: rankOf('exception.severity', severities.toReversed()),
  raised: sql`exception.raised_at`,
  touched: sql`exception.touched_at`,
  resolved: sql`exception.resolved_at`,
  code: sql`exception.code`,
  producer: sql`(SELECT name FROM producer WHERE producer.id = exception.producer_id)`,
  client: sql`exception.client_id`,
  rows: sql`exception.rows`,
  status: rankOf('exception.status', exceptionStatuses),
  owner: sql`(SELECT name FROM user WHERE user.id = exception.owner)`,
  batch: sql`exception.batch_id`,
}
