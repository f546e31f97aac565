/**
 * Which settlements are due: a reader finds what clearing accounts come to and nobody has claimed, the writer writes it down.
 * A claim covers everything up to a business day that is over, so what comes late or is corrected is part of the next one.
 */
import type { Database } from 'better-sqlite3'
import { dayNumberOf, dayOfNumber } from '../calendar/day.ts'
import type { Instant } from '../calendar/instant.ts'
import type { SettlementTerms } from '../contract/settlement-terms.ts'
import { balanceUntil } from '../ledger/day-balance.ts'
import { agreementInForce } from '../producers/agreements.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import { type Claim, claimsOf, type Unclaimed } from './claims.ts'

export type Due = Readonly<{
  account: number
  producer: number
  currency: string
  bank: string
  agreement: number
  /** The mark as it was when somebody looked: null for an account that is looked at for the first time. */
  before: number | null
  throughDay: number
  dueDay: number
  batch: number | null
  claims: readonly Claim[]
}>

type Clearing = Readonly<{
  account: number
  producer: number
  currency: string
  mark: number | null
  beganAt: number | null
}>
type Settled = Clearing & Readonly<{ terms: SettlementTerms; agreement: number }>
type At = Readonly<{ at: Instant }>

/** Settlements of one look; the next look finds what is left. */
const dueMax = 500

export const anySettlementDue = ({ raw }: Pick<QueryContext, 'raw'>, { at }: At): boolean => {
  const last = lastDay(raw, at)
  return settledAccounts(raw).some(
    (one) => one.mark === null || one.mark < last || (one.terms.every === 'batch' && nextBatch(raw, one) !== undefined),
  )
}

export function dueSettlements({ raw }: QueryContext, { at }: At): readonly Due[] {
  const last = lastDay(raw, at)
  const accounts = settledAccounts(raw)
  const moved = accounts.some(({ mark }) => mark === null || mark < last) ? movedUntil(raw, last) : new Map()
  return accounts
    .flatMap((one) => [...batchesDue(raw, one, last), ...dayDue(raw, one, { last, moved })])
    .slice(0, dueMax)
}

/** The last business day that is over. */
const lastDay = (raw: Database, at: Instant): number => dayNumberOf(homeOf(raw).zone.dayOf(at)) - 1

function settledAccounts(raw: Database): readonly Settled[] {
  const rows = statementsOf(raw).clearings.all() as Clearing[]
  return rows.flatMap((row) => {
    const { agreement, version } = agreementInForce({ raw }, { producer: row.producer })
    return agreement.settlement === null ? [] : [{ ...row, terms: agreement.settlement, agreement: version }]
  })
}

function dayDue(
  raw: Database,
  one: Settled,
  { last, moved }: Readonly<{ last: number; moved: ReadonlyMap<string, Moved> }>,
): readonly Due[] {
  const { account, mark, terms } = one
  if (mark !== null && mark >= last) return []
  const isByBatch = terms.every === 'batch'
  if (isByBatch && mark === null) return [dueOf(one, { throughDay: last, batch: null, claims: [] })]
  // A batch under way has posted what its own settlement will claim: that comes first.
  if (isByBatch && statementsOf(raw).underWay.get(one) !== undefined) return []
  const of = { account, currency: one.currency, producer: one.producer }
  // Claims by batch speak of rows of any day, so what is left over beside them is asked of all days.
  const until = isByBatch || (statementsOf(raw).openOfBatches.get(account) as number) > 0 ? null : last
  const unclaimed = unclaimedUntil(raw, { ...of, until, moved: moved.get(keyOf(of)) ?? { topUps: 0, payments: 0 } })
  return [dueOf(one, { throughDay: last, batch: null, claims: claimsOf(unclaimed, terms) })]
}

function batchesDue(raw: Database, one: Settled, last: number): readonly Due[] {
  if (one.terms.every !== 'batch') return []
  const batches = statementsOf(raw).batches.all({ ...one, limit: dueMax }) as number[]
  return batches.map((batch) => {
    const { topUps, payments } = statementsOf(raw).ofBatch.get({ batch, account: one.account }) as Moved
    const unclaimed = { owed: topUps - payments, topUps, payments }
    return dueOf(one, { throughDay: last + 1, batch, claims: claimsOf(unclaimed, one.terms) })
  })
}

const nextBatch = (raw: Database, one: Settled): unknown => statementsOf(raw).batches.get({ ...one, limit: 1 })

const dueOf = (
  { account, producer, currency, terms, agreement, mark }: Settled,
  { throughDay, batch, claims }: Readonly<{ throughDay: number; batch: number | null; claims: readonly Claim[] }>,
): Due => ({
  account,
  producer,
  currency,
  bank: terms.bank,
  agreement,
  before: mark,
  throughDay,
  dueDay: throughDay + terms.dueDays,
  batch,
  claims,
})

type Moved = Readonly<{ topUps: number; payments: number }>
type OfProducer = Readonly<{ producer: number; currency: string }>

const keyOf = ({ producer, currency }: OfProducer): string => `${producer} ${currency}`

/** What batches moved up to a day, of all producers together: sums are read, never postings. */
function movedUntil(raw: Database, day: number): ReadonlyMap<string, Moved> {
  const rows = statementsOf(raw).moved.all(day) as (OfProducer & Moved)[]
  return new Map(rows.map(({ topUps, payments, ...of }) => [keyOf(of), { topUps, payments }]))
}

/** On the account less what earlier settlements have claimed and what has not gone from it by then. */
function unclaimedUntil(
  raw: Database,
  { account, until, moved }: Readonly<{ account: number; until: number | null; moved: Moved }>,
): Unclaimed {
  const { standing, claimed, balance } = statementsOf(raw)
  const onAccount =
    until === null
      ? (balance.get(account) as number)
      : balanceUntil(raw, { account, day: dayOfNumber(until), including: true })
  const waiting = standing.get({ account, until: until ?? Number.MAX_SAFE_INTEGER }) as number
  const { topUps, payments } = claimed.get(account) as Moved
  return {
    owed: 0 - onAccount - waiting,
    topUps: moved.topUps - topUps,
    payments: moved.payments - payments,
  }
}

const unsettled = `
  FROM batch WHERE batch.producer_id = @producer AND batch.sealed_at >= @beganAt AND batch.posted > 0
    AND NOT EXISTS (
      SELECT 1 FROM settled_batch WHERE settled_batch.batch = batch.id AND settled_batch.account = @account)`

const statementsOf = perConnection((raw) => ({
  clearings: raw.prepare(`
    SELECT account.id AS account, producer.id AS producer, account.currency, settlement_mark.through_day AS mark,
      settlement_mark.began_at AS beganAt
    FROM producer JOIN account ON account.code = 'clearing:' || producer.code
    LEFT JOIN settlement_mark ON settlement_mark.account = account.id ORDER BY account.id`),
  balance: raw.prepare('SELECT balance FROM account WHERE id = ?').pluck(),
  // What was posted for less than was expected has cleared so much less.
  standing: raw
    .prepare(`
      SELECT coalesce(sum(iif(state = 'posted', paid + fee_expense - fee_income, cleared)), 0) FROM expected_payment
      WHERE account = @account AND kind = 'settlement' AND (state IN ('requested', 'pending', 'paid')
        OR (state = 'posted' AND posted_day > @until))`)
    .pluck(),
  claimed: raw.prepare(`
    SELECT coalesce(sum(top_ups), 0) AS topUps, coalesce(sum(payments), 0) AS payments FROM expected_payment
    WHERE account = ? AND kind = 'settlement' AND state NOT IN ('cancelled', 'failed')`),
  openOfBatches: raw
    .prepare(`
      SELECT count(*) FROM expected_payment WHERE account = ? AND batch_id IS NOT NULL
        AND state IN ('requested', 'pending', 'paid')`)
    .pluck(),
  moved: raw.prepare(`
    SELECT producer_id AS producer, currency, sum(iif(kind = 'TopUp', amount, 0)) AS topUps,
      sum(iif(kind = 'Payment', amount, 0)) AS payments
    FROM volume WHERE day <= ? GROUP BY producer_id, currency`),
  underWay: raw.prepare(`
    SELECT 1 FROM batch WHERE sealed_at IS NULL AND producer_id = @producer AND state = 'posting'
    UNION ALL
    SELECT 1 WHERE EXISTS (SELECT 1 ${unsettled})
    LIMIT 1`),
  batches: raw.prepare(`SELECT batch.id ${unsettled} ORDER BY batch.id LIMIT @limit`).pluck(),
  ofBatch: raw.prepare(`
    SELECT coalesce(sum(iif(debit = @account, amount, 0)), 0) AS topUps,
      coalesce(sum(iif(credit = @account, amount, 0)), 0) AS payments
    FROM batch_piece JOIN movement ON movement.seq BETWEEN batch_piece.first AND batch_piece.last
    WHERE batch_piece.batch_id = @batch AND movement.batch_id = @batch AND @account IN (debit, credit)`),
}))
