/** The tables of reconciliation as Kysely sees them: a part of `Tables`. */
import type { Generated } from 'kysely'
import type { MatchState } from '../contract/reconciliation.ts'
import type { Once } from './tables.ts'

export type ReconcileTables = {
  reconciled_account: {
    account: Once<number>
    seen: number
    from_day: number
    open_lines: number
    open_postings: number
    line_sum: number
    posting_sum: number
    began_at: Once<number>
    cut_off_day: number | null
  }
  open_item: {
    account: Once<number>
    side: Once<number>
    day: Once<number>
    amount: Once<number>
    item: Once<number>
  }
  line_day: {
    account: Once<number>
    day: Once<number>
    lines: number
    money: number
  }
  reconciled_statement: {
    statement: Once<number>
  }
  reference_run: {
    id: Generated<number>
    account: Once<number>
    side: Once<number>
    level: Once<number>
    keys: Once<number>
    first: Once<number>
    last: Once<number>
  }
  reference_block: {
    run: Once<number>
    first: Once<number>
    entries: Once<Buffer>
  }
  item_match: {
    id: Generated<number>
    account: Once<number>
    state: MatchState
    rule: Once<string | null>
    rule_version: Once<number>
    is_exact: Once<number>
    line: Once<number | null>
    posting: Once<number | null>
    lines: Once<number>
    postings: Once<number>
    line_sum: Once<number>
    posting_sum: Once<number>
    residue: Once<number>
    residue_to: Once<string | null>
    residue_entry: number | null
    first_day: Once<number>
    day: number
    evidence: Once<string>
    made_at: Once<number>
    made_by: Once<string | null>
    reason: Once<string | null>
    proposal: Once<number | null>
    ended_at: number | null
    ended_by: string | null
    ended_why: string | null
  }
  match_member: {
    match: Once<number>
    side: Once<number>
    item: Once<number>
    day: Once<number>
    amount: Once<number>
  }
  matched_item: {
    account: Once<number>
    side: Once<number>
    item: Once<number>
    match: Once<number>
  }
  kept_apart: {
    account: Once<number>
    line: Once<number>
    posting: Once<number>
    match: number
  }
  suggestion: {
    id: Generated<number>
    account: Once<number>
    rule: Once<string>
    rule_version: Once<number>
    line: Once<number>
    line_sum: Once<number>
    posting_sum: Once<number>
    score: Once<number>
    why: Once<string>
    evidence: Once<string>
  }
  suggested_item: {
    account: Once<number>
    side: Once<number>
    item: Once<number>
    suggestion: Once<number>
  }
  reconcile_run: {
    id: Generated<number>
    account: Once<number>
    started_at: Once<number>
    ended_at: number | null
    by: Once<string>
    is_whole: number
    rule_version: Once<number>
    matched_lines: number
    matched_postings: number
    by_rule: string
    suggestions: number
    bounded: number
    open_lines: number | null
    open_postings: number | null
  }
  item_split: {
    id: Generated<number>
    account: Once<number>
    side: Once<number>
    item: Once<number>
    origin: Once<number>
    day: Once<number>
    amount: Once<number>
    parts: Once<number>
    made_at: Once<number>
    made_by: Once<string>
    reason: Once<string>
    joined_at: number | null
    joined_by: string | null
    joined_why: string | null
  }
  item_part: {
    id: Generated<number>
    split: Once<number>
    place: Once<number>
    amount: Once<number>
  }
  kept_apart_of_side: {
    account: Once<number>
    side: Once<number>
    first: Once<number>
    second: Once<number>
    match: number
  }
  opening_item: {
    id: Generated<number>
    account: Once<number>
    item: Once<number>
    day: Once<number>
    amount: Once<number>
    made_at: Once<number>
    made_by: Once<string>
    reason: Once<string>
    ended_at: number | null
    ended_by: string | null
    ended_why: string | null
  }
}
