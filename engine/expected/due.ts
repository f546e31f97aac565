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
import { type Claim, claimsOf } from './claims.ts'
import { anyUncounted, anyUnderWay, type CountedBatch, uncountedBatches, unsettledOf } from './counted.ts'

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
  /** The one that it is for; null where it is for a day. */
  batch: number | null
  /** Those that are counted with it. */
  counted: readonly CountedBatch[]
  claims: readonly Claim[]
}>

type Clearing = Readonly<{ account: number; producer: number; currency: string; mark: number | null; since: number }>
type Settled = Clearing & Readonly<{ terms: SettlementTerms; agreement: number }>
type At = Readonly<{ at: Instant }>

/** Settlements of one look; the next look finds what is left. */
const dueMax = 500

export const anySettlementDue = ({ raw }: Pick<QueryContext, 'raw'>, { at }: At): boolean => {
  const last = lastDay(raw, at)
  return settledAccounts(raw).some((one) => {
    if (one.terms.every === 'batch' && anyUncounted(raw, one)) return true
    return (one.mark ?? Number.NEGATIVE_INFINITY) < last && !isHeldUp(raw, one)
  })
}

export function dueSettlements({ raw }: QueryContext, { at }: At): readonly Due[] {
  const last = lastDay(raw, at)
  const due: Due[] = []
  for (const one of settledAccounts(raw)) {
    if (due.length >= dueMax) break
    due.push(...batchesDue(raw, one, { last, limit: dueMax - due.length }), ...dayDue(raw, one, last))
  }
  return due
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

/** What a batch under way has posted, its own settlement will claim: that comes first. */
const isHeldUp = (raw: Database, one: Settled): boolean =>
  one.terms.every === 'batch' && (anyUnderWay(raw, one.producer) || anyUncounted(raw, one))

function dayDue(raw: Database, one: Settled, last: number): readonly Due[] {
  const { account, mark, terms } = one
  if ((mark ?? Number.NEGATIVE_INFINITY) >= last || isHeldUp(raw, one)) return []
  const { zone } = homeOf(raw)
  const before = zone.instantOfWall(Date.parse(`${dayOfNumber(last + 1)}T00:00:00Z`))
  const counted =
    terms.every === 'batch' ? [] : uncountedBatches(raw, { ...one, before, limit: Number.MAX_SAFE_INTEGER })
  const unclaimed = { owed: owedBy(raw, one, last), ...unsettledOf(raw, account, counted) }
  return [dueOf(one, { throughDay: last, batch: null, counted, claims: claimsOf(unclaimed, terms) })]
}

function batchesDue(
  raw: Database,
  one: Settled,
  { last, limit }: Readonly<{ last: number; limit: number }>,
): readonly Due[] {
  if (one.terms.every !== 'batch') return []
  return uncountedBatches(raw, { ...one, before: Number.MAX_SAFE_INTEGER, limit }).map((counted) => {
    const { batch, topUps, payments } = counted
    const claims = claimsOf({ owed: topUps - payments, topUps, payments }, one.terms)
    return dueOf(one, { throughDay: last + 1, batch, counted: [counted], claims })
  })
}

const dueOf = (
  { account, producer, currency, terms, agreement, mark }: Settled,
  { throughDay, ...of }: Pick<Due, 'throughDay' | 'batch' | 'counted' | 'claims'>,
): Due => ({
  account,
  producer,
  currency,
  bank: terms.bank,
  agreement,
  before: mark,
  throughDay,
  dueDay: throughDay + terms.dueDays,
  ...of,
})

/**
 * On the account less what earlier settlements have claimed and what has not gone from it by then. Claims by batch speak of
 * rows of any day, so beside them it is asked of all days.
 */
function owedBy(raw: Database, { account, terms }: Settled, last: number): number {
  const { standing, balance, openOfBatches } = statementsOf(raw)
  const isOfAllDays = terms.every === 'batch' || (openOfBatches.get(account) as number) > 0
  const onAccount = isOfAllDays
    ? (balance.get(account) as number)
    : balanceUntil(raw, { account, day: dayOfNumber(last), including: true })
  const waiting = standing.get({ account, until: isOfAllDays ? Number.MAX_SAFE_INTEGER : last }) as number
  return 0 - onAccount - waiting
}

const statementsOf = perConnection((raw) => ({
  clearings: raw.prepare(`
    WITH newest AS (SELECT producer_id, max(version) AS version FROM agreement GROUP BY producer_id)
    SELECT account.id AS account, producer.id AS producer, account.currency, settlement_mark.through_day AS mark, (
      SELECT min(agreed.at) FROM agreement AS agreed WHERE agreed.producer_id = producer.id AND agreed.version > coalesce((
        SELECT max(other.version) FROM agreement AS other
        WHERE other.producer_id = producer.id AND json_extract(other.document, '$.settlement') IS NULL), 0)) AS since
    FROM producer JOIN newest ON newest.producer_id = producer.id
    JOIN agreement ON agreement.producer_id = producer.id AND agreement.version = newest.version
      AND json_extract(agreement.document, '$.settlement') IS NOT NULL
    JOIN account ON account.code = 'clearing:' || producer.code
    LEFT JOIN settlement_mark ON settlement_mark.account = account.id ORDER BY account.id`),
  balance: raw.prepare('SELECT balance FROM account WHERE id = ?').pluck(),
  // What was posted for less than was expected has cleared so much less.
  standing: raw
    .prepare(`
      SELECT coalesce(sum(iif(state = 'posted', paid + fee_expense - fee_income, cleared)), 0) FROM expected_payment
      WHERE account = @account AND kind = 'settlement' AND (state IN ('requested', 'pending', 'paid')
        OR (state = 'posted' AND posted_day > @until))`)
    .pluck(),
  openOfBatches: raw
    .prepare(`
      SELECT count(*) FROM expected_payment WHERE account = ? AND batch_id IS NOT NULL
        AND state IN ('requested', 'pending', 'paid')`)
    .pluck(),
}))
