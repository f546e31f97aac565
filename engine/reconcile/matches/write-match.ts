/** Writing a match down, and taking one back: its items are open again, and it stays as what was once said. */
import type { Database } from 'better-sqlite3'
import { invariant } from '../../invariant.ts'
import { perConnection } from '../../store/compiled.ts'
import { giveBack, type Item, OpenCount, type Side, sides } from '../items/open-items.ts'
import { originOf } from '../parts/parts.ts'

export type MatchDraft = Readonly<{
  account: number
  items: readonly Item[]
  lines: number
  postings: number
  lineSum: number
  postingSum: number
  firstDay: number
  day: number
  at: number
  rule: string | null
  ruleVersion: number
  isExact: boolean
  residueTo: string | null
  evidence: string
  /** Up to which day a match with nothing left over is final at once. */
  cutOff?: number | null
  /** Of a match that a person made: it is final at once. */
  by?: string
  reason?: string | undefined
  proposal?: number | undefined
}>

/** Its items are taken out of what is open already. */
export function writeMatch(raw: Database, draft: MatchDraft): number {
  const { insert, member, matched } = statementsOf(raw)
  const { items, lineSum, postingSum, by } = draft
  const residue = lineSum - postingSum
  invariant(residue === 0 || draft.residueTo !== null, 'a residue without an account', { residue })
  const line = items.find(({ side }) => side === sides.line)
  const posting = items.find(({ side }) => side === sides.posting)
  const id = Number(
    insert.run({
      account: draft.account,
      state: residue === 0 && draft.day <= (draft.cutOff ?? Number.MIN_SAFE_INTEGER) ? 'final' : 'provisional',
      rule: draft.rule,
      ruleVersion: draft.ruleVersion,
      isExact: draft.isExact ? 1 : 0,
      line: line?.item ?? null,
      posting: posting?.item ?? null,
      lines: draft.lines,
      postings: draft.postings,
      lineSum,
      postingSum,
      residue,
      residueTo: residue === 0 ? null : draft.residueTo,
      firstDay: draft.firstDay,
      day: draft.day,
      evidence: draft.evidence,
      at: draft.at,
      by: by ?? null,
      reason: draft.reason ?? null,
      proposal: draft.proposal ?? null,
    }).lastInsertRowid,
  )
  for (const item of items) matched.run(draft.account, item.side, item.item, id)
  // Of one and one the match says both itself.
  if (items.length !== 2 || draft.lines !== 1)
    for (const { side, item, day, amount } of items) member.run(id, side, item, day, amount)
  return id
}

export type StandingMatch = Readonly<{
  id: number
  account: number
  state: 'provisional' | 'final' | 'undone'
  line: number | null
  posting: number | null
  lines: number
  postings: number
  lineSum: number
  postingSum: number
  residue: number
  residueTo: string | null
  residueEntry: number | null
  day: number
}>

export const findMatch = (raw: Database, id: number): StandingMatch | undefined =>
  statementsOf(raw).find.get(id) as StandingMatch | undefined

/** Its items with the days and amounts under which they were open. */
export function itemsOfMatch(raw: Database, match: StandingMatch): readonly Item[] {
  const { members, lineDay, postingDay } = statementsOf(raw)
  const { id, line, posting, lineSum, postingSum } = match
  if (match.lines !== 1 || match.postings !== 1) return members.all(id) as Item[]
  invariant(line !== null && posting !== null, 'a pair without its items', { id })
  return [
    { side: sides.line, item: line, day: lineDay.get(originOf(raw, line)) as number, amount: lineSum },
    { side: sides.posting, item: posting, day: postingDay.get(originOf(raw, posting)) as number, amount: postingSum },
  ]
}

/** Everything is open again as it was before; a residue that was posted is no part of this. */
export function endMatch(
  raw: Database,
  match: StandingMatch,
  { at, by, why }: Readonly<{ at: number; by: string; why: string }>,
): readonly Item[] {
  const { end, release } = statementsOf(raw)
  invariant(match.state !== 'undone', 'a match is undone twice', { id: match.id })
  const items = itemsOfMatch(raw, match)
  const count = new OpenCount()
  for (const item of items) {
    release.run(match.account, item.side, item.item)
    giveBack(raw, match.account, item)
    count.add(item, 1)
  }
  count.note(raw, match.account)
  end.run({ id: match.id, at, by, why })
  return items
}

/** Which match an item is in now. */
export const matchOfItem = (raw: Database, account: number, side: Side, item: number): number | undefined =>
  statementsOf(raw).matchOf.get(account, side, item) as number | undefined

const statementsOf = perConnection((raw) => ({
  insert: raw.prepare(`
    INSERT INTO item_match (account, state, rule, rule_version, is_exact, line, posting, lines, postings, line_sum, posting_sum,
      residue, residue_to, first_day, day, evidence, made_at, made_by, reason, proposal)
    VALUES (@account, @state, @rule, @ruleVersion, @isExact, @line, @posting, @lines, @postings, @lineSum, @postingSum,
      @residue, @residueTo, @firstDay, @day, @evidence, @at, @by, @reason, @proposal)`),
  member: raw.prepare('INSERT INTO match_member (match, side, item, day, amount) VALUES (?, ?, ?, ?, ?)'),
  matched: raw.prepare('INSERT INTO matched_item (account, side, item, match) VALUES (?, ?, ?, ?)'),
  find: raw.prepare(`
    SELECT id, account, state, line, posting, lines, postings, line_sum AS lineSum, posting_sum AS postingSum, residue,
      residue_to AS residueTo, residue_entry AS residueEntry, day
    FROM item_match WHERE id = ?`),
  members: raw.prepare('SELECT side, item, day, amount FROM match_member WHERE match = ? ORDER BY side, item'),
  lineDay: raw.prepare('SELECT day FROM statement_line WHERE id = ?').pluck(),
  postingDay: raw.prepare('SELECT day FROM movement WHERE seq = ?').pluck(),
  release: raw.prepare('DELETE FROM matched_item WHERE account = ? AND side = ? AND item = ?'),
  end: raw.prepare(`
    UPDATE item_match SET state = 'undone', ended_at = @at, ended_by = @by, ended_why = @why WHERE id = @id`),
  matchOf: raw.prepare('SELECT match FROM matched_item WHERE account = ? AND side = ? AND item = ?').pluck(),
}))
