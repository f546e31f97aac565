/** Every account that is reconciled, with what is open on it, how long it has been, and how much of late is matched. */
import type { Database } from 'better-sqlite3'
import { dayNumberOf, dayOfNumber } from '../../calendar/day.ts'
import { isoOf, now } from '../../calendar/instant.ts'
import type { AccountReconciliation, AgeBand, ReconciliationRun } from '../../contract/reconciliation.ts'
import type { QueryContext } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { homeOf } from '../../workspace/home.ts'
import { sides } from '../items/open-items.ts'
import { matchRateOf } from './match-rate.ts'
import { isStanding } from './matches.ts'

const bandsFrom = [0, 2, 5, 10, 30] as const

type AccountRow = Readonly<{
  id: number
  account: string
  currency: string
  kind: string
  openLines: number
  openPostings: number
  lineSum: string
  postingSum: string
  cutOffDay: number | null
  openingDay: number | null
  suggestions: number
}>

export function listReconciledAccounts({ raw }: Pick<QueryContext, 'raw'>, _: null): readonly AccountReconciliation[] {
  const { accounts, lastRun } = statementsOf(raw)
  const today = dayNumberOf(homeOf(raw).zone.dayOf(now()))
  return (accounts.all() as AccountRow[]).map(({ id, cutOffDay, openingDay, ...row }) => {
    const run = lastRun.get(id) as RunRow | undefined
    return {
      ...row,
      cutOffDay: cutOffDay === null ? null : dayOfNumber(cutOffDay),
      openingDay: openingDay === null ? null : dayOfNumber(openingDay),
      lastRun: run === undefined ? null : runOf(run),
      ages: agesOf(raw, { account: id, today }),
      matched: matchRateOf(raw, { account: id, today }),
    }
  })
}

/** Counted from the day of each item to today, in the zone of the workspace. */
function agesOf(raw: Database, { account, today }: Readonly<{ account: number; today: number }>): AgeBand[] {
  return bandsFrom.map((fromDays, band) => {
    const next = bandsFrom[band + 1]
    const of = {
      account,
      first: next === undefined ? Number.MIN_SAFE_INTEGER : today - next + 1,
      // What is dated ahead is not old.
      last: band === 0 ? Number.MAX_SAFE_INTEGER : today - fromDays,
    }
    const { inBand } = statementsOf(raw)
    const lines = inBand.get({ ...of, side: sides.line }) as { items: number; sum: string }
    const postings = inBand.get({ ...of, side: sides.posting }) as { items: number; sum: string }
    return {
      fromDays,
      toDays: next === undefined ? null : next - 1,
      lines: lines.items,
      lineSum: lines.sum,
      postings: postings.items,
      postingSum: postings.sum,
    }
  })
}

type RunRow = Omit<ReconciliationRun, 'startedAt' | 'endedAt' | 'isWhole' | 'byRule'> &
  Readonly<{ startedAt: number; endedAt: number | null; isWhole: number; byRule: string }>

const runOf = ({ startedAt, endedAt, isWhole, byRule, ...row }: RunRow): ReconciliationRun => ({
  ...row,
  startedAt: isoOf(startedAt),
  endedAt: endedAt === null ? null : isoOf(endedAt),
  isWhole: isWhole === 1,
  byRule: JSON.parse(byRule) as ReconciliationRun['byRule'],
})

export type RunsAsked = Readonly<{ before: number | null; limit: number; account?: string | undefined }>

export function listReconcileRuns(
  { raw }: Pick<QueryContext, 'raw'>,
  { before, limit, account }: RunsAsked,
): Readonly<{ items: readonly ReconciliationRun[]; next: number | null }> {
  const of = { before: before ?? Number.MAX_SAFE_INTEGER, limit: limit + 1, account: account ?? null }
  const rows = statementsOf(raw).runs.all(of) as RunRow[]
  const shown = rows.slice(0, limit)
  return { items: shown.map(runOf), next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null }
}

export const readReconcileRuns = ({ raw }: Pick<QueryContext, 'raw'>, { ids }: Readonly<{ ids: readonly number[] }>) =>
  (statementsOf(raw).byIds.all(JSON.stringify(ids)) as RunRow[]).map(runOf)

const runColumns = `
  SELECT reconcile_run.id, account.code AS account, account.currency, started_at AS startedAt, ended_at AS endedAt, by,
    is_whole AS isWhole, rule_version AS ruleVersion, matched_lines AS lines, matched_postings AS postings,
    by_rule AS byRule, suggestions, bounded, open_lines AS openLines, open_postings AS openPostings
  FROM reconcile_run JOIN account ON account.id = reconcile_run.account`

const statementsOf = perConnection((raw) => ({
  accounts: raw.prepare(`
    SELECT account.id, account.code AS account, account.currency, account.kind, open_lines AS openLines,
      open_postings AS openPostings, CAST(line_sum AS TEXT) AS lineSum, CAST(posting_sum AS TEXT) AS postingSum,
      cut_off_day AS cutOffDay,
      (SELECT iif(opening IS NULL, NULL, from_day) FROM statement WHERE statement.account = account.id
        AND state = 'accepted' AND lines > 0 ORDER BY from_day, statement.id LIMIT 1) AS openingDay,
      (SELECT count(*) FROM suggestion WHERE suggestion.account = account.id AND ${isStanding}) AS suggestions
    FROM reconciled_account JOIN account ON account.id = reconciled_account.account
    ORDER BY account.kind DESC, account.code, account.currency`),
  inBand: raw.prepare(`
    SELECT count(*) AS items, CAST(coalesce(sum(amount), 0) AS TEXT) AS sum FROM open_item
    WHERE account = @account AND side = @side AND day BETWEEN @first AND @last`),
  lastRun: raw.prepare(
    `${runColumns} WHERE reconcile_run.account = ? AND ended_at IS NOT NULL ORDER BY reconcile_run.id DESC LIMIT 1`,
  ),
  runs: raw.prepare(`
    ${runColumns} WHERE reconcile_run.id < @before AND (@account IS NULL OR account.code = @account)
    ORDER BY reconcile_run.id DESC LIMIT @limit`),
  byIds: raw.prepare(
    `${runColumns} WHERE reconcile_run.id IN (SELECT value FROM json_each(?)) ORDER BY reconcile_run.id`,
  ),
}))
