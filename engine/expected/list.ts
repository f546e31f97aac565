/** Expected payments as they are shown, newest first, each with where it stands by the matches of its postings. */
import type { Database } from 'better-sqlite3'
import { dayNumberOf, dayOfNumber } from '../calendar/day.ts'
import { isoOf, now } from '../calendar/instant.ts'
import type {
  ExpectedDetail,
  ExpectedHistoryItem,
  ExpectedKind,
  ExpectedPayment,
  ExpectedState,
} from '../contract/expected.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import { type ExpectedRecord, expectedColumns, isOpen, leftOf } from './record.ts'
import { readReference, referenceOf } from './reference.ts'

type Context = Pick<QueryContext, 'raw'>

export type ExpectedPage = Readonly<{
  kind?: ExpectedKind | undefined
  state?: ExpectedState | undefined
  producer?: number | undefined
  client?: string | undefined
  reference?: string | undefined
  overdue?: boolean | undefined
  before: number | null
  limit: number
}>

export function listExpected(
  { raw }: Context,
  { before, limit, ...asked }: ExpectedPage,
): Readonly<{ items: ExpectedPayment[]; more: boolean }> {
  const { kind, state, producer, client, reference, overdue } = asked
  const referred = reference === undefined ? null : readReference(reference)
  const conditions = [
    'expected_payment.id < @before',
    ...(kind === undefined ? [] : ['expected_payment.kind = @kind']),
    ...(producer === undefined ? [] : ['expected_payment.producer_id = @producer']),
    ...(client === undefined ? [] : ['expected_payment.client_id = @client']),
    ...(state === undefined ? [] : [stateCondition(state)]),
    ...(reference === undefined ? [] : ['expected_payment.id = @id AND expected_payment.kind = @referred']),
    ...(overdue === true ? [isOverdue] : []),
  ]
  const rows = raw
    .prepare(`SELECT ${shownColumns} WHERE ${conditions.join(' AND ')} ORDER BY expected_payment.id DESC LIMIT @limit`)
    .all({
      kind,
      state,
      producer,
      client,
      id: referred?.id ?? 0,
      referred: referred?.kind ?? '',
      today: todayOf(raw),
      before: before ?? Number.MAX_SAFE_INTEGER,
      limit: limit + 1,
    }) as ShownRow[]
  return { items: rows.slice(0, limit).map(documentOf), more: rows.length > limit }
}

export function findExpectedDetail({ raw }: Context, { id }: Readonly<{ id: number }>): ExpectedDetail | null {
  const { one, history, matches } = statementsOf(raw)
  const row = one.get({ id, today: todayOf(raw) }) as ShownRow | undefined
  if (row === undefined) return null
  return {
    ...documentOf(row),
    history: (history.all(id) as HistoryRow[]).map(({ at, detail, ...item }) => ({
      ...item,
      at: isoOf(at),
      detail: JSON.parse(detail),
    })),
    matches: (matches.all({ id }) as Readonly<{ match: number; state: string }>[]).map(({ match, state }) => ({
      match,
      final: state === 'final',
    })),
    can: {
      settle: isOpen(row),
      send: isOpen(row) && row.state !== 'paid' && row.state !== 'pending',
      cancel: isOpen(row) && row.kind === 'settlement',
    },
  }
}

/** As it stands now, for whoever changed it. */
export const shownExpected = (raw: Database, id: number): ExpectedPayment =>
  documentOf(statementsOf(raw).one.get({ id, today: todayOf(raw) }) as ShownRow)

const todayOf = (raw: Database): number => dayNumberOf(homeOf(raw).zone.dayOf(now()))

type HistoryRow = Omit<ExpectedHistoryItem, 'at' | 'detail'> & Readonly<{ at: number; detail: string }>
type ShownRow = ExpectedRecord &
  Readonly<{ stands: ExpectedState; code: string; producerName: string | null; overdue: 0 | 1 }>

function documentOf(row: ShownRow): ExpectedPayment {
  const {
    code,
    stands,
    throughDay,
    dueDay,
    createdAt,
    entry,
    postedDay: _,
    overdue,
    state: __,
    back: ___,
    ...rest
  } = row
  return {
    ...rest,
    state: stands,
    left: isOpen(row) ? leftOf(row) : 0,
    other: row.kind === 'settlement' ? row.cleared - row.topUps + row.payments : 0,
    reference: referenceOf(row),
    account: code,
    throughDay: throughDay === null ? null : dayOfNumber(throughDay),
    dueDay: dueDay === null ? null : dayOfNumber(dueDay),
    overdue: overdue === 1,
    createdAt: isoOf(createdAt),
    transaction: entry,
  }
}

/** Its postings at the bank: of a settlement its own, of a withdrawal those of all its payouts. */
const atTheBank = `
  entry CROSS JOIN movement ON movement.seq >= entry.id AND movement.seq < entry.id + entry.postings
  CROSS JOIN account AS bank ON bank.id IN (movement.debit, movement.credit) AND bank.kind IN ('omnibus', 'gateway')
  LEFT JOIN matched_item ON matched_item.account = bank.id AND matched_item.side = 1 AND matched_item.item = movement.seq
  LEFT JOIN item_match ON item_match.id = matched_item.match
  WHERE entry.id IN (
    SELECT expected_payment.entry UNION ALL
    SELECT payout.id FROM entry AS payout WHERE payout.related = expected_payment.withdrawal AND payout.kind = 'payout')`

const standing = `
  CASE WHEN expected_payment.state <> 'posted' THEN expected_payment.state ELSE
    CASE (SELECT min(CASE item_match.state WHEN 'final' THEN 2 WHEN 'provisional' THEN 1 ELSE 0 END) FROM ${atTheBank})
      WHEN 2 THEN 'reconciled' WHEN 1 THEN 'settled'
      ELSE iif(expected_payment.kind = 'settlement', 'settled', 'paid') END
  END`

const isOverdue = `
  expected_payment.due_day < @today AND expected_payment.state IN ('requested', 'pending', 'paid')`

/** Where the books have it, the matches tell the rest. */
function stateCondition(state: ExpectedState): string {
  if (state === 'settled' || state === 'reconciled') return `expected_payment.state = 'posted' AND ${standing} = @state`
  if (state === 'paid') return `expected_payment.state IN ('paid', 'posted') AND ${standing} = @state`
  return 'expected_payment.state = @state'
}

const shownColumns = `
  ${expectedColumns}, ${standing} AS stands, account.code, producer.name AS producerName, coalesce(${isOverdue}, 0) AS overdue
  FROM expected_payment JOIN account ON account.id = expected_payment.account
  LEFT JOIN producer ON producer.id = expected_payment.producer_id`

const statementsOf = perConnection((raw) => ({
  one: raw.prepare(`SELECT ${shownColumns} WHERE expected_payment.id = @id`),
  history: raw.prepare(`
    SELECT at, by, kind, entry AS "transaction", detail FROM expected_history WHERE expected = ? ORDER BY id`),
  matches: raw.prepare(`
    SELECT DISTINCT found.match, found.state FROM expected_payment JOIN (
      SELECT expected_payment.id AS expected, item_match.id AS match, item_match.state
      FROM expected_payment JOIN ${atTheBank} AND expected_payment.id = @id AND item_match.id IS NOT NULL) AS found
    WHERE expected_payment.id = @id`),
}))
