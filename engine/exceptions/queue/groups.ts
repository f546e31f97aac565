/** Exceptions added up by what they have in common. A group's figures are those of the view that its filter opens. */
import { sql } from 'kysely'
import { isoOf } from '../../calendar/instant.ts'
import type { CaseFilter, CaseGroup, CaseGrouping } from '../../contract/case-views.ts'
import type { ExceptionCode, Severity } from '../../contract/exceptions.ts'
import { assertNever, invariant } from '../../invariant.ts'
import type { QueryContext } from '../../store/command.ts'
import { type Asker, allOf, conditionsOf, holdsRow, type Is, isAboutNobody } from './filter.ts'
import { exactly, type MoneyAtStake, moneyAtStake, mostMoneyFirst } from './money-at-stake.ts'

type Asked = Readonly<{ filter: CaseFilter; by: CaseGrouping }>

export async function groupCases(
  { db }: Pick<QueryContext, 'db'>,
  { filter, by, asker, limit }: Asked & Readonly<{ asker: Asker; limit: number }>,
): Promise<Readonly<{ items: readonly CaseGroup[]; complete: boolean }>> {
  const keys = keysOf[by].map((key) => sql.ref(key))
  const members = by === 'client' ? clientsOf(filter, asker) : allMembers(filter, asker)
  const grouped = sql<Group>`(
    SELECT ${sql.join(keys)}, count(*) AS exceptions, sum(rows) AS rows, ${moneyAtStake},
      min(raised_at) AS oldest, min(due_at) AS earliest
    FROM ${members} GROUP BY ${sql.join(keys)})`
  const rows = await db
    .selectFrom(grouped.as('grouped'))
    .selectAll()
    .select([
      by === 'cause' || by === 'producer'
        ? sql<string | null>`(SELECT name FROM producer WHERE producer.id = producer_id)`.as('producerName')
        : sql<null>`NULL`.as('producerName'),
      by === 'owner'
        ? sql<string | null>`(SELECT name FROM user WHERE user.id = owner)`.as('ownerName')
        : sql<null>`NULL`.as('ownerName'),
    ])
    .orderBy(sql`${mostMoneyFirst}, exceptions DESC, ${sql.join(keys)}`)
    .limit(limit + 1)
    .execute()
  return { items: rows.slice(0, limit).map((row) => groupOf(row, { filter, by })), complete: rows.length <= limit }
}

const keysOf = {
  cause: ['code', 'producer_id'],
  code: ['code'],
  producer: ['producer_id'],
  client: ['client_id'],
  owner: ['owner'],
  severity: ['severity'],
  status: ['status'],
} as const satisfies Readonly<Record<CaseGrouping, readonly string[]>>

const allMembers = (filter: CaseFilter, asker: Asker): Is => sql`exception WHERE ${allOf(conditionsOf(filter, asker))}`

/** An exception with held rows of several clients is a member with each of them, as the filter by client finds it. */
function clientsOf(filter: CaseFilter, asker: Asker): Is {
  const matching = allOf(conditionsOf(filter, asker))
  const figures = sql`exception.rows, exception.amount, exception.raised_at, exception.due_at`
  // The plus keeps SQLite from going through all exceptions there ever were, only to have them in the order of this column.
  const own = sql`SELECT +exception.id, exception.client_id, ${figures} FROM exception WHERE ${matching}`
  const { client, noClient } = filter
  const asked: Is[] = [
    ...(client === undefined ? [] : [sql<never>`client_id = ${client}`]),
    ...(noClient === true ? [sql<never>`client_id IS NULL`] : []),
  ]
  return sql`(
    ${own} AND exception.scope <> 'hold'
    UNION ALL
    ${own} AND exception.scope = 'hold' AND ${isAboutNobody}
    UNION ALL
    SELECT * FROM (
      ${own} AND exception.scope = 'hold' AND exception.client_id IS NOT NULL
      UNION
      SELECT exception.id, held_row.client_id, ${figures} FROM exception JOIN held_row ON ${holdsRow} WHERE ${matching}))
    WHERE ${asked.length === 0 ? sql`1` : sql.join(asked, sql` OR `)}`
}

type Group = MoneyAtStake &
  Readonly<{
    code?: ExceptionCode | undefined
    severity?: Severity | undefined
    status?: string | undefined
    producer_id?: number | null | undefined
    client_id?: string | null | undefined
    owner?: number | null | undefined
    exceptions: number
    rows: number
    oldest: number
    earliest: number
  }>
type Named = Group & Readonly<{ producerName: string | null; ownerName: string | null }>

function groupOf(row: Named, asked: Asked): CaseGroup {
  return {
    code: row.code ?? null,
    severity: row.severity ?? null,
    status: row.status ?? null,
    producer: row.producer_id ?? null,
    producerName: row.producerName,
    client: row.client_id ?? null,
    owner: row.ownerName,
    exceptions: row.exceptions,
    rows: row.rows,
    money: String(exactly(row)),
    unknown: row.unknown,
    oldestAt: isoOf(row.oldest),
    earliestDueAt: isoOf(row.earliest),
    filter: narrowed(row, asked),
  }
}

/** What was asked for, and of it only this group. */
function narrowed(
  { code, severity, status, producer_id, client_id, ownerName }: Named,
  { filter, by }: Asked,
): CaseFilter {
  const { producer: _, noProducer: __, ...rest } = filter
  const ofProducer = (): CaseFilter =>
    producer_id === null || producer_id === undefined
      ? { ...rest, noProducer: true }
      : { ...rest, producer: [producer_id] }
  switch (by) {
    case 'code':
      return { ...filter, code: [present(code)] }
    case 'severity':
      return { ...filter, severity: [present(severity)] }
    case 'status':
      return { ...filter, status: [present(status) as 'open'] }
    case 'producer':
      return ofProducer()
    case 'cause':
      return { ...ofProducer(), code: [present(code)] }
    case 'client': {
      const { client: ___, noClient: ____, ...others } = filter
      return client_id === null || client_id === undefined
        ? { ...others, noClient: true }
        : { ...others, client: client_id }
    }
    case 'owner': {
      const { owner: ___, mine: ____, unowned: _____, ...others } = filter
      return ownerName === null ? { ...others, unowned: true } : { ...others, owner: [ownerName] }
    }
    default:
      return assertNever(by)
  }
}

function present<T>(value: T | undefined): T {
  invariant(value !== undefined, 'a group lacks its own key')
  return value
}
