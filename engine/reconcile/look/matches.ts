/** Matches as people read them, with the name of the rule as it is called now. */
import type { Database } from 'better-sqlite3'
import { dayOfNumber } from '../../calendar/day.ts'
import { isoOf } from '../../calendar/instant.ts'
import type { ReconciledItem } from '../../contract/reconciled-items.ts'
import type { MatchSuggestion, ReconciliationMatch } from '../../contract/reconciliation.ts'
import { settingInForce } from '../../settings/in-force.ts'
import type { QueryContext } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { type Side, sides } from '../items/open-items.ts'
import { findMatch, itemsOfMatch } from '../matches/write-match.ts'
import { type AskedAccount, reconciledAccount } from './find-account.ts'
import { readItems } from './items.ts'

type Row = Omit<ReconciliationMatch, 'ruleName' | 'day' | 'evidence' | 'madeAt' | 'endedAt'> &
  Readonly<{ day: number; evidence: string; madeAt: number; endedAt: number | null }>

export function readMatch(raw: Database, id: number): ReconciliationMatch | null {
  const row = statementsOf(raw).one.get(id) as Row | undefined
  return row === undefined ? null : matchOf(raw, row)
}

export const findReadMatch = ({ raw }: Pick<QueryContext, 'raw'>, { id }: Readonly<{ id: number }>) =>
  readMatch(raw, id)

function matchOf(raw: Database, row: Row): ReconciliationMatch {
  return {
    ...row,
    ruleName: ruleName(raw, row.rule),
    day: dayOfNumber(row.day),
    evidence: JSON.parse(row.evidence) as ReconciliationMatch['evidence'],
    madeAt: isoOf(row.madeAt),
    endedAt: row.endedAt === null ? null : isoOf(row.endedAt),
  }
}

const ruleName = (raw: Database, id: string | null): string | null =>
  settingInForce(raw, 'matching').value.rules.find((rule) => rule.id === id)?.name ?? null

export type MatchesAsked = AskedAccount &
  Readonly<{ before: number | null; limit: number; state?: string | undefined; rule?: string | undefined }>
export type MatchPage =
  | Readonly<{ status: 'found'; items: readonly ReconciliationMatch[]; next: number | null }>
  | Readonly<{ status: 'account_not_reconciled'; account: string }>

export function listMatches({ raw }: Pick<QueryContext, 'raw'>, asked: MatchesAsked): MatchPage {
  const account = reconciledAccount(raw, asked)
  if (account === null) return { status: 'account_not_reconciled', account: asked.account }
  const rows = statementsOf(raw).page.all({
    account: account.id,
    before: asked.before ?? Number.MAX_SAFE_INTEGER,
    state: asked.state ?? null,
    rule: asked.rule ?? null,
    limit: asked.limit + 1,
  }) as Row[]
  const shown = rows.slice(0, asked.limit)
  const next = rows.length > asked.limit ? (shown.at(-1)?.id ?? null) : null
  return { status: 'found', items: shown.map((row) => matchOf(raw, row)), next }
}

const itemsShown = 1_000

export type MatchInFull = ReconciliationMatch & Readonly<{ items: ReconciledItem[]; more: boolean }>

export function findMatchInFull(
  { raw }: Pick<QueryContext, 'raw'>,
  { id }: Readonly<{ id: number }>,
): MatchInFull | null {
  const [match, standing] = [readMatch(raw, id), findMatch(raw, id)]
  if (match === null || standing === undefined) return null
  const items = itemsOfMatch(raw, standing)
  const shown = items.slice(0, itemsShown)
  return { ...match, items: [...readItems(raw, standing.account, shown)], more: items.length > shown.length }
}

/** The matches that an item is in now, or its parts: a posting may be in one on each of its accounts. */
export function matchesOfItem(
  { raw }: Pick<QueryContext, 'raw'>,
  { side, item }: Readonly<{ side: 'line' | 'posting'; item: number }>,
): readonly ReconciliationMatch[] {
  const ids = statementsOf(raw).ofItem.all({ side: sides[side], item }) as number[]
  return [...new Set(ids)].flatMap((id) => readMatch(raw, id) ?? [])
}

export type SuggestionsAsked = AskedAccount &
  Readonly<{
    after: Readonly<{ line: number; score: number; id: number }> | null
    limit: number
    line?: number | undefined
  }>
export type SuggestionPage =
  | Readonly<{
      status: 'found'
      items: readonly MatchSuggestion[]
      next: SuggestionsAsked['after']
    }>
  | Readonly<{ status: 'account_not_reconciled'; account: string }>

type SuggestionRow = Readonly<{
  id: number
  rule: string
  line: number
  lineSum: number
  postingSum: number
  score: number
  why: string
  evidence: string
}>

export function listSuggestions({ raw }: Pick<QueryContext, 'raw'>, asked: SuggestionsAsked): SuggestionPage {
  const account = reconciledAccount(raw, asked)
  if (account === null) return { status: 'account_not_reconciled', account: asked.account }
  const { suggestions, itemsOf } = statementsOf(raw)
  const { after, limit, line } = asked
  const rows = suggestions.all({
    account: account.id,
    afterLine: after?.line ?? Number.MIN_SAFE_INTEGER,
    afterScore: 0 - (after?.score ?? 1_000),
    afterId: after?.id ?? 0,
    only: line ?? null,
    limit: limit + 1,
  }) as SuggestionRow[]
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const items = shown.map(({ line: _, ...row }) => ({
    ...row,
    ruleName: ruleName(raw, row.rule),
    evidence: JSON.parse(row.evidence) as MatchSuggestion['evidence'],
    residue: row.lineSum - row.postingSum,
    items: [...readItems(raw, account.id, itemsOf.all(row.id) as { side: Side; item: number }[])],
  }))
  const next = rows.length > limit && last !== undefined ? { line: last.line, score: last.score, id: last.id } : null
  return { status: 'found', items, next }
}

/** Somebody may have matched a part of it by hand since it was found. */
export const isStanding = `NOT EXISTS (
  SELECT 1 FROM suggested_item JOIN matched_item USING (account, side, item)
  WHERE suggested_item.suggestion = suggestion.id)`

const matchColumns = `
  SELECT item_match.id, account.code AS account, account.currency, item_match.state, item_match.rule,
    item_match.rule_version AS ruleVersion, item_match.day, item_match.lines, item_match.postings,
    item_match.line_sum AS lineSum, item_match.posting_sum AS postingSum, item_match.residue,
    item_match.residue_to AS residueTo, item_match.residue_entry AS residueTransaction, item_match.evidence,
    item_match.made_at AS madeAt, item_match.made_by AS madeBy, item_match.reason, item_match.proposal,
    item_match.ended_at AS endedAt, item_match.ended_by AS endedBy, item_match.ended_why AS endedWhy
  FROM item_match JOIN account ON account.id = item_match.account`

const statementsOf = perConnection((raw) => ({
  one: raw.prepare(`${matchColumns} WHERE item_match.id = ?`),
  page: raw.prepare(`
    ${matchColumns} WHERE item_match.account = @account AND item_match.id < @before
      AND (@state IS NULL OR item_match.state = @state) AND (@rule IS NULL OR item_match.rule = @rule)
    ORDER BY item_match.id DESC LIMIT @limit`),
  ofItem: raw
    .prepare(`
      SELECT match FROM matched_item WHERE account IN (SELECT account FROM reconciled_account) AND side = @side
        AND item = @item
      UNION ALL SELECT match FROM item_split JOIN item_part ON item_part.split = item_split.id
        JOIN matched_item ON matched_item.account = item_split.account AND matched_item.side = item_split.side
          AND matched_item.item = 0 - item_part.id
      WHERE item_split.account IN (SELECT account FROM reconciled_account) AND item_split.side = @side
        AND item_split.origin = @item AND item_split.joined_at IS NULL`)
    .pluck(),
  suggestions: raw.prepare(`
    SELECT id, rule, line, line_sum AS lineSum, posting_sum AS postingSum, score, why, evidence FROM suggestion
    WHERE account = @account AND (@only IS NULL OR line = @only)
      AND (line, 0 - score, id) > (@afterLine, @afterScore, @afterId)
      AND ${isStanding}
    ORDER BY line, score DESC, id LIMIT @limit`),
  itemsOf: raw.prepare('SELECT side, item FROM suggested_item WHERE suggestion = ? ORDER BY side, item'),
}))
