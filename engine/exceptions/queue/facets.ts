/** How many exceptions match for each value of a field, were that field not filtered by. */
import { sql } from 'kysely'
import type { CaseFacets, CaseFilter } from '../../contract/case-views.ts'
import { exceptionStatuses, severities } from '../../contract/exceptions.ts'
import type { QueryContext } from '../../store/command.ts'
import type { Reader } from '../../store/tables.ts'
import { type Asker, allOf, type Condition, conditionsOf, type FilteredField, type Is, isUnresolved } from './filter.ts'

type Facet = keyof CaseFacets
type Count = Readonly<{ value: string; name: string | null; count: number }>

export async function caseFacets(
  { db }: Pick<QueryContext, 'db'>,
  { filter, asker }: Readonly<{ filter: CaseFilter; asker: Asker }>,
): Promise<CaseFacets> {
  const conditions = conditionsOf(filter, asker)
  const counted = await countsOf(db, conditions, cellsOf(filter, conditions))
  const resolved = await resolvedAside(db, filter, conditions)
  const of = (facet: Facet): Count[] =>
    counted.filter((row) => row.facet === facet).map(({ facet: _, ...count }) => count)
  const ranked = (counts: readonly Count[], values: readonly string[]): Count[] =>
    counts.toSorted((a, b) => values.indexOf(a.value) - values.indexOf(b.value))
  const mostFirst = (counts: readonly Count[]): Count[] =>
    counts.toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  return {
    status: ranked([...of('status'), ...resolved], exceptionStatuses),
    severity: ranked(of('severity'), severities),
    code: mostFirst(of('code')),
    producer: mostFirst(of('producer')),
    owner: mostFirst(of('owner')),
  }
}

const faceted: ReadonlySet<FilteredField> = new Set(['status', 'severity', 'code', 'producer', 'owner'])

/**
 * Every combination of the five fields once, with how many have it: the store is walked through a single time, along an
 * index that has them in this order, and all that is counted then is counted over the few combinations.
 */
function cellsOf(filter: CaseFilter, conditions: readonly Condition[]): Is {
  const others = allOf(conditions.filter(({ field }) => !faceted.has(field)))
  const walk = (part: Is): Is => sql`
    SELECT code, producer_id, severity, owner, status, count(*) AS cases FROM exception WHERE ${part} AND ${others}
    GROUP BY code, producer_id, severity, owner, status`
  const unresolved = walk(isUnresolved)
  return wantsResolved(filter) ? sql`${unresolved} UNION ALL ${walk(isResolved)}` : unresolved
}

const isResolved: Is = sql`exception.status = 'resolved'`

const wantsResolved = ({ status }: CaseFilter): boolean => status === undefined || status.includes('resolved')

/** Years of what is over would be walked through for one figure; counted by itself it often needs no row at all. */
async function resolvedAside(db: Reader, filter: CaseFilter, conditions: readonly Condition[]): Promise<Count[]> {
  // Nothing that is over is asleep.
  if (wantsResolved(filter) || filter.snoozed === 'only') return []
  const others = conditions.filter(({ field }) => field !== 'status' && field !== 'snoozed')
  const { count } = await db
    .selectFrom('exception')
    .select(sql<number>`count(*)`.as('count'))
    .where(isResolved)
    .where(allOf(others))
    .executeTakeFirstOrThrow()
  return count === 0 ? [] : [{ value: 'resolved', name: null, count }]
}

async function countsOf(
  db: Reader,
  conditions: readonly Condition[],
  cells: Is,
): Promise<(Count & { facet: Facet })[]> {
  const ofFields = conditions.filter(({ field }) => faceted.has(field))
  const by = (facet: Facet, value: Is, name: Is): Is => sql`
    SELECT ${facet} AS facet, ${value} AS value, ${name} AS name, sum(cases) AS count FROM cell AS exception
    WHERE ${allOf(ofFields, { but: facet })} GROUP BY 2`
  const none = sql<never>`NULL`
  const counts = sql<Count & { facet: Facet }>`(
    WITH cell AS MATERIALIZED (${cells})
    ${by('status', sql`exception.status`, none)}
    UNION ALL ${by('severity', sql`exception.severity`, none)}
    UNION ALL ${by('code', sql`exception.code`, none)}
    UNION ALL ${by(
      'producer',
      sql`coalesce(CAST(exception.producer_id AS TEXT), '')`,
      sql`(SELECT name FROM producer WHERE producer.id = exception.producer_id)`,
    )}
    UNION ALL ${by(
      'owner',
      sql`coalesce((SELECT name FROM user WHERE user.id = exception.owner), '')`,
      sql`(SELECT display_name FROM user WHERE user.id = exception.owner)`,
    )})`
  return db.selectFrom(counts.as('counts')).selectAll().execute()
}
