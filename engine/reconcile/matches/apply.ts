/**
 * Takes what a plan found into the store: whoever is still open is taken out of what is open and belongs to the match from
 * then on. What somebody took meanwhile stays as they left it, and the rest of that match with it.
 */
import type { Database } from 'better-sqlite3'
import { command } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { giveBack, type Item, isOpenItem, OpenCount, sides, takeItem } from '../items/open-items.ts'
import { fieldsOfNames } from '../passes/findings.ts'
import type { PlannedMatch, PlannedPairs } from '../plan.ts'
import { anyApart, areApart } from './kept-apart.ts'
import { type Pair, PairWriter } from './pair-writer.ts'
import { type MatchDraft, writeMatch } from './write-match.ts'

export type Applying = Readonly<{
  account: number
  ruleVersion: number
  rules: readonly string[]
  pairs: PlannedPairs
  matches: readonly PlannedMatch[]
  /** Where this run cuts days off: up to which day a match with nothing left over is final at once. */
  cutOff: number | null
}>

/** By rule, how many lines and postings it explained, and the money of the lines. */
export type RuleTally = Readonly<Record<string, Readonly<{ matches: number; lines: number; postings: number }>>>
export type Applied = Readonly<{ matches: number; lines: number; postings: number; byRule: RuleTally }>

export const applyMatches = command({
  topics: ['reconciliation'],
  // The run has its record; what each match came from is kept with it.
  record: null,
  isLong: true,
  inBulk: true,
  run: (context, { account, ruleVersion, rules, pairs, matches, cutOff }: Applying): Applied => {
    const { raw, at } = context
    const count = new OpenCount()
    const tally = new Tally()
    const isAny = anyApart(raw, account)
    const isRefused = (items: readonly Item[]): boolean => isAny && areApart(raw, account, items)
    const writer = new PairWriter(raw, { account, ruleVersion, at, cutOff })
    for (let place = 0; place < pairs.lines.length; place += 1) {
      const pair = pairAt(pairs, place)
      const rule = rules[pairs.rules[place] as number] as string
      if (isRefused(pair) || !takeAll(raw, account, pair, count)) continue
      writer.write(written(pair, { rule, fields: pairs.fields[place] as number }))
      tally.add(rule, 1, 1)
    }
    writer.flush()
    for (const { rule, items, residueTo, evidence } of matches) {
      if (isRefused(items) || !takeAll(raw, account, items, count)) continue
      const draft = { ...draftOf(account, items, at), rule, ruleVersion, isExact: false, residueTo, cutOff }
      writeMatch(raw, { ...draft, evidence: JSON.stringify(evidence) })
      tally.add(rule, draft.lines, draft.postings)
    }
    count.note(raw, account)
    return tally.applied()
  },
})

class Tally {
  readonly #byRule: Record<string, { matches: number; lines: number; postings: number }> = {}

  add(rule: string, lines: number, postings: number): void {
    const of = this.#byRule[rule] ?? { matches: 0, lines: 0, postings: 0 }
    of.matches += 1
    of.lines += lines
    of.postings += postings
    this.#byRule[rule] = of
  }

  applied(): Applied {
    const all = Object.values(this.#byRule)
    const sum = (of: (one: (typeof all)[number]) => number): number => all.reduce((total, one) => total + of(one), 0)
    return {
      matches: sum(({ matches }) => matches),
      lines: sum(({ lines }) => lines),
      postings: sum(({ postings }) => postings),
      byRule: this.#byRule,
    }
  }
}

function pairAt({ lines, postings, lineDays, postingDays, amounts }: PlannedPairs, at: number): readonly [Item, Item] {
  const amount = amounts[at] as number
  return [
    { side: sides.line, item: lines[at] as number, day: lineDays[at] as number, amount },
    { side: sides.posting, item: postings[at] as number, day: postingDays[at] as number, amount },
  ]
}

function written(
  [line, posting]: readonly [Item, Item],
  { rule, fields }: Readonly<{ rule: string; fields: number }>,
): Pair {
  return {
    line: line.item,
    posting: posting.item,
    lineDay: line.day,
    postingDay: posting.day,
    amount: line.amount,
    rule,
    evidence: `{"fields":["${fieldsOfNames(fields)}"]}`,
  }
}

/** All of them or none: a match is never made by half. */
export function takeAll(raw: Database, account: number, items: readonly Item[], count: OpenCount): boolean {
  for (let at = 0; at < items.length; at += 1) {
    if (takeItem(raw, account, items[at] as Item)) continue
    for (const taken of items.slice(0, at)) giveBack(raw, account, taken)
    return false
  }
  for (const item of items) count.add(item, -1)
  return true
}

type Summed = Omit<MatchDraft, 'rule' | 'ruleVersion' | 'isExact' | 'residueTo' | 'evidence' | 'cutOff'>

export function draftOf(account: number, items: readonly Item[], at: number): Summed {
  const lines = items.filter(({ side }) => side === sides.line)
  const postings = items.filter(({ side }) => side === sides.posting)
  const sum = (of: readonly Item[]): number => of.reduce((total, { amount }) => total + amount, 0)
  return {
    account,
    items,
    lines: lines.length,
    postings: postings.length,
    lineSum: sum(lines),
    postingSum: sum(postings),
    firstDay: items.reduce((first, { day }) => Math.min(first, day), Number.MAX_SAFE_INTEGER),
    day: items.reduce((last, { day }) => Math.max(last, day), Number.MIN_SAFE_INTEGER),
    at,
  }
}

/** Replaced at once: what was suggested before was of other open items. */
export const replaceSuggestions = command({
  topics: ['reconciliation'],
  record: null,
  isLong: true,
  run: ({ raw }, { account, isWhole, ruleVersion, suggestions }: Suggesting): number => {
    const { clear, clearTaken, insert, item } = statementsOf(raw)
    if (isWhole) clear.run(account)
    clearTaken.run({ account })
    for (const { rule, items, score, why, evidence } of suggestions) {
      // Somebody matched or split it while the run looked.
      if (!items.every((one) => isOpenItem(raw, account, one))) continue
      const { lineSum, postingSum } = draftOf(account, items, 0)
      const line = items.find(({ side }) => side === sides.line)?.item ?? 0
      const of = {
        account,
        rule,
        ruleVersion,
        line,
        lineSum,
        postingSum,
        score,
        why,
        evidence: JSON.stringify(evidence),
      }
      const id = Number(insert.run(of).lastInsertRowid)
      for (const one of items) item.run(account, one.side, one.item, id)
    }
    return suggestions.length
  },
})

type Suggesting = Readonly<{
  account: number
  isWhole: boolean
  ruleVersion: number
  suggestions: readonly Readonly<{
    rule: string
    items: readonly Item[]
    score: number
    why: string
    evidence: object
  }>[]
}>

const statementsOf = perConnection((raw) => ({
  clear: raw.prepare('DELETE FROM suggestion WHERE account = ?'),
  clearTaken: raw.prepare(`
    DELETE FROM suggestion WHERE id IN (
      SELECT suggestion FROM suggested_item JOIN matched_item USING (account, side, item)
      WHERE suggested_item.account = @account)`),
  insert: raw.prepare(`
    INSERT INTO suggestion (account, rule, rule_version, line, line_sum, posting_sum, score, why, evidence)
    VALUES (@account, @rule, @ruleVersion, @line, @lineSum, @postingSum, @score, @why, @evidence)`),
  item: raw.prepare('INSERT INTO suggested_item (account, side, item, suggestion) VALUES (?, ?, ?, ?)'),
}))
