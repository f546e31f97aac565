/** What a filter of the queue means in SQL, over `exception`; in one place, so that every look at the queue means the same. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { CaseFilter } from '../../contract/case-views.ts'
import { rowCodeSql } from '../held-drafts.ts'

/** Who asks, and when: what `mine` and what is asleep depend on. */
export type Asker = Readonly<{ user: number; at: number }>

export type Is = RawBuilder<SqlBool>

/** Fields whose values are counted, each of which is looked at without itself; all others are `other`. */
export type FilteredField = 'status' | 'severity' | 'code' | 'producer' | 'owner' | 'snoozed' | 'other'
export type Condition = Readonly<{ field: FilteredField; is: Is }>

export function conditionsOf(filter: CaseFilter, asker: Asker): readonly Condition[] {
  const conditions: Condition[] = []
  const and = (field: FilteredField, is: Is | null): void => {
    if (is !== null) conditions.push({ field, is })
  }
  and('status', isOfStatus(filter.status))
  and('severity', isOneOf('severity', filter.severity))
  and('code', isOneOf('code', filter.code))
  and('producer', isOfProducer(filter))
  and('owner', isOfOwner(filter, asker))
  and('snoozed', isSeen(filter.snoozed, asker))
  for (const is of otherConditions(filter)) conditions.push({ field: 'other', is })
  return conditions
}

export const allOf = (conditions: readonly Condition[], { but }: Readonly<{ but?: FilteredField }> = {}): Is => {
  const kept = conditions.filter(({ field }) => field !== but)
  return kept.length === 0
    ? sql`1`
    : sql`${sql.join(
        kept.map(({ is }) => is),
        sql` AND `,
      )}`
}

/** The words of the store, so that the index over what is not resolved is known to fit. */
export const isUnresolved: Is = sql`exception.status <> 'resolved'`

function isOfStatus(asked: CaseFilter['status']): Is | null {
  if (asked === undefined) return null
  const unresolved = asked.includes('unresolved')
  const resolved = asked.includes('resolved')
  if (unresolved) return resolved ? null : isUnresolved
  const oneOf = isOneOf('status', asked)
  return resolved ? oneOf : sql`(${isUnresolved} AND ${oneOf})`
}

function isOfProducer({ producer, noProducer }: CaseFilter): Is | null {
  return anyOf([isOneOf('producer_id', producer), noProducer === true ? sql`exception.producer_id IS NULL` : null])
}

function isOfOwner({ owner, mine, unowned }: CaseFilter, { user }: Asker): Is | null {
  return anyOf([
    owner === undefined ? null : sql`exception.owner IN (SELECT id FROM user WHERE name IN (${sql.join(owner)}))`,
    mine === true ? sql`exception.owner = ${user}` : null,
    unowned === true ? sql`exception.owner IS NULL` : null,
  ])
}

function isSeen(snoozed: CaseFilter['snoozed'], { at }: Asker): Is | null {
  if (snoozed === 'with') return null
  if (snoozed === 'only') return sql`exception.snoozed_until > ${at}`
  return sql`(exception.snoozed_until IS NULL OR exception.snoozed_until <= ${at})`
}

function otherConditions(filter: CaseFilter): readonly Is[] {
  const { batch, amountFrom, amountTo, search } = filter
  const found = [
    isOneOf('waiting_for', filter.waitingFor),
    isOneOf('resolution', filter.resolution),
    isOneOf('scope', filter.scope),
    batch === undefined ? null : sql<SqlBool>`exception.batch_id = ${batch}`,
    isOfClient(filter),
    amountFrom === undefined ? null : sql<SqlBool>`exception.amount >= ${amountFrom}`,
    amountTo === undefined ? null : sql<SqlBool>`exception.amount <= ${amountTo}`,
    isWithin('due_at', { from: filter.dueAfter, before: filter.dueBefore }),
    isWithin('raised_at', { from: filter.raisedFrom, before: filter.raisedBefore }),
    isWithin('resolved_at', { from: filter.resolvedFrom, before: filter.resolvedBefore }),
    search === undefined ? null : isFound(search),
  ]
  return found.filter((is) => is !== null)
}

function isOfClient({ client, noClient }: CaseFilter): Is | null {
  return anyOf([client === undefined ? null : isAbout(client), noClient === true ? isAboutNobody : null])
}

/** Over `exception` and `held_row`: the row is one that the exception stands for. */
export const holdsRow: Is = sql`exception.scope = 'hold' AND held_row.batch_id = exception.batch_id
  AND held_row.code = ${sql.raw(rowCodeSql)} AND held_row.state = 'held'`

/** Its only row is the client's, or one of the client's rows is held within it. */
const isAbout = (client: string): Is => sql`exception.id IN (
  SELECT id FROM exception WHERE client_id = ${client}
  UNION
  SELECT exception.id FROM held_row JOIN exception ON ${holdsRow} WHERE held_row.client_id = ${client})`

/** Of held rows each has its client. */
export const isAboutNobody: Is = sql`exception.client_id IS NULL AND NOT EXISTS (SELECT 1 FROM held_row WHERE ${holdsRow})`

/** In any letters, as SQLite tells them apart: those beyond the Latin alphabet's twenty-six only as they are written. */
function isFound(search: string): Is {
  const has = (column: string): Is => sql`instr(lower(${sql.ref(column)}), lower(${search})) > 0`
  const number = /^(?:ex-?)?(\d{1,15})$/i.exec(search.trim())?.[1]
  const found = anyOf([
    number === undefined ? null : sql`exception.id = ${Number(number)}`,
    has('exception.client_id'),
    has('exception.found'),
    sql`exception.producer_id IN (SELECT id FROM producer WHERE ${has('producer.code')} OR ${has('producer.name')})`,
    sql`exception.batch_id IN (SELECT id FROM batch WHERE ${has('batch.file')})`,
  ])
  return found ?? sql`1`
}

type Column = 'status' | 'severity' | 'code' | 'producer_id' | 'waiting_for' | 'resolution' | 'scope'

const isOneOf = (column: Column, values: readonly (string | number)[] | undefined): Is | null =>
  values === undefined ? null : sql`${sql.ref(`exception.${column}`)} IN (${sql.join([...values])})`

type Bounds = Readonly<{ from: string | undefined; before: string | undefined }>

/** From an instant on, and before another: what meets two such times end to end is in exactly one of them. */
function isWithin(column: 'due_at' | 'raised_at' | 'resolved_at', { from, before }: Bounds): Is | null {
  const at = sql.ref(`exception.${column}`)
  const bounds = [
    from === undefined ? null : sql<SqlBool>`${at} >= ${Date.parse(from)}`,
    before === undefined ? null : sql<SqlBool>`${at} < ${Date.parse(before)}`,
  ].filter((bound) => bound !== null)
  return bounds.length === 0 ? null : sql`(${sql.join(bounds, sql` AND `)})`
}

function anyOf(conditions: readonly (Is | null)[]): Is | null {
  const kept = conditions.filter((is) => is !== null)
  return kept.length === 0
    ? null
    : sql`(${sql.join(
        kept.map((is) => sql`(${is})`),
        sql` OR `,
      )})`
}
