/**
 * What other rules would have done with the items of some days, as if nothing had been matched: the rules in force and the
 * draft are both run over the same items, and nothing is kept of either.
 */
import type { Database } from 'better-sqlite3'
import { dayNumberOf } from '../calendar/day.ts'
import type { Backtest } from '../contract/backtests.ts'
import type { MatchRule } from '../contract/match-rules.ts'
import type { SettingValue } from '../contract/settings.ts'
import { bucketSize } from '../ledger/posting-writer.ts'
import { settingInForce } from '../settings/in-force.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { type ItemSet, itemsByIds } from './items/item-set.ts'
import { lookAt } from './items/look-closer.ts'
import { sides } from './items/open-items.ts'
import { type AskedAccount, type FoundAccount, reconciledAccount } from './look/find-account.ts'
import { readItems } from './look/items.ts'
import type { Findings } from './passes/findings.ts'
import { reversalRule, runPasses } from './passes/passes.ts'
import { nettedRule, rulesFor } from './plan.ts'

export type BacktestAsked = AskedAccount & Readonly<{ from: string; to: string; draft: SettingValue<'matching'> }>
export type Tested =
  | Readonly<{ status: 'tested'; backtest: Backtest }>
  | Readonly<{ status: 'account_not_reconciled'; account: string }>

const examplesEach = 20

export function backtest({ raw }: Pick<QueryContext, 'raw'>, asked: BacktestAsked): Tested {
  const account = reconciledAccount(raw, asked)
  if (account === null) return { status: 'account_not_reconciled', account: asked.account }
  return { status: 'tested', backtest: compare(raw, account, asked) }
}

type Sets = Readonly<{ lines: ItemSet; postings: ItemSet }>

function compare(raw: Database, account: FoundAccount, { from, to, draft }: BacktestAsked): Backtest {
  const span = { account: account.id, from: dayNumberOf(from), to: dayNumberOf(to) }
  const { lines, postings } = statementsOf(raw)
  const sets: Sets = {
    lines: itemsByIds(raw, account.id, sides.line, lines.all(span) as number[]),
    postings: itemsByIds(raw, account.id, sides.posting, postings.all(span) as number[]),
  }
  const before = new Outcome(sets, tryRules(raw, account.id, sets, settingInForce(raw, 'matching').value))
  const after = new Outcome(sets, tryRules(raw, account.id, sets, draft))
  const changes = changesOf(sets, before, after)
  return {
    account: account.code,
    currency: account.currency,
    days: { from, to },
    lines: sets.lines.count,
    postings: sets.postings.count,
    inForce: before.all(),
    draft: after.all(),
    gained: sumOfLines(sets, changes.gained),
    lost: sumOfLines(sets, changes.lost),
    changed: sumOfLines(sets, changes.changed),
    byRule: byRule(before, after),
    residues: residues(before, after),
    leftInForce: before.left(),
    leftInDraft: after.left(),
    examples: (['gained', 'lost', 'changed'] as const).flatMap((what) =>
      changes[what].slice(0, examplesEach).map((line) => example(raw, account.id, { what, line, sets, before, after })),
    ),
  }
}

type Tried = Readonly<{ found: Findings; rules: readonly MatchRule[] }>

function tryRules(
  raw: Database,
  account: number,
  sets: Sets,
  { rules: all, searchSteps }: SettingValue<'matching'>,
): Tried {
  const rules = rulesFor(raw, account, all)
  // As if nothing had been matched: what is in the books says nothing of it.
  const asIfOpen = { look: lookAt(raw, account, sets), searchSteps, mayBeMatched: () => false }
  return { found: runPasses(sets, rules, asIfOpen), rules }
}

type Side = Backtest['inForce']
type Count = { matches: number; lines: number; money: bigint }

/** What a set of rules made of the items: for each line the postings it is with, and by which rule. */
class Outcome {
  readonly postingsOfLine = new Map<number, readonly number[]>()
  readonly ruleOfLine = new Map<number, string>()
  readonly byRule = new Map<string, Count & { name: string }>()
  readonly residues = new Map<string, bigint>()
  readonly #sets: Sets
  readonly #found: Findings

  constructor(sets: Sets, { found, rules }: Tried) {
    this.#sets = sets
    this.#found = found
    const nameOf = (rule: number) => (rule === reversalRule ? nettedRule : (rules[rule]?.name ?? ''))
    const idOf = (rule: number) => (rule === reversalRule ? nettedRule : (rules[rule]?.id ?? ''))
    const { pairs, matches } = found
    for (let at = 0; at < pairs.count; at += 1) {
      const rule = pairs.rules[at] as number
      this.#take([pairs.lines[at] as number], [pairs.postings[at] as number], idOf(rule), nameOf(rule))
    }
    for (const match of matches) {
      this.#take(match.lines, match.postings, idOf(match.rule), nameOf(match.rule))
      if (match.residueTo === null) continue
      const residue = BigInt(found.lineSum(match)) - BigInt(found.postingSum(match))
      this.residues.set(match.residueTo, (this.residues.get(match.residueTo) ?? 0n) + residue)
    }
  }

  #take(lines: readonly number[], postings: readonly number[], rule: string, name: string): void {
    const count = this.byRule.get(rule) ?? { name, matches: 0, lines: 0, money: 0n }
    count.matches += 1
    for (const line of lines) {
      this.postingsOfLine.set(line, postings)
      this.ruleOfLine.set(line, rule)
      count.lines += 1
      count.money += BigInt(Math.abs(this.#sets.lines.amounts[line] as number))
    }
    this.byRule.set(rule, count)
  }

  all(): Side {
    const all = { matches: 0, lines: 0, money: 0n }
    for (const { matches, lines, money } of this.byRule.values()) {
      all.matches += matches
      all.lines += lines
      all.money += money
    }
    return sideOf(all)
  }

  left(): Readonly<{ lines: number; postings: number }> {
    const open = (taken: Uint8Array): number => taken.reduce((count, one) => count + 1 - one, 0)
    return { lines: open(this.#found.lineTaken), postings: open(this.#found.postingTaken) }
  }
}

const sideOf = ({ matches, lines, money }: Count): Side => ({ matches, lines, money: String(money) })
const nothing: Count = { matches: 0, lines: 0, money: 0n }

type Changes = Readonly<Record<'gained' | 'lost' | 'changed', readonly number[]>>

function changesOf({ lines }: Sets, before: Outcome, after: Outcome): Changes {
  const changes = { gained: [] as number[], lost: [] as number[], changed: [] as number[] }
  for (let line = 0; line < lines.count; line += 1) {
    const [was, is] = [before.postingsOfLine.get(line), after.postingsOfLine.get(line)]
    if (was === undefined && is !== undefined) changes.gained.push(line)
    else if (was !== undefined && is === undefined) changes.lost.push(line)
    else if (was !== undefined && is !== undefined && String(was) !== String(is)) changes.changed.push(line)
  }
  return changes
}

function sumOfLines({ lines }: Sets, places: readonly number[]): Side {
  const money = places.reduce((sum, line) => sum + BigInt(Math.abs(lines.amounts[line] as number)), 0n)
  return { matches: places.length, lines: places.length, money: String(money) }
}

function byRule(before: Outcome, after: Outcome): Backtest['byRule'] {
  const rules = [...new Set([...before.byRule.keys(), ...after.byRule.keys()])]
  return rules.map((rule) => ({
    rule,
    name: (after.byRule.get(rule) ?? before.byRule.get(rule))?.name ?? rule,
    inForce: sideOf(before.byRule.get(rule) ?? nothing),
    draft: sideOf(after.byRule.get(rule) ?? nothing),
  }))
}

function residues(before: Outcome, after: Outcome): Backtest['residues'] {
  const accounts = [...new Set([...before.residues.keys(), ...after.residues.keys()])]
  return accounts.map((to) => ({
    to,
    inForce: String(before.residues.get(to) ?? 0n),
    draft: String(after.residues.get(to) ?? 0n),
  }))
}

type Shown = Readonly<{ what: keyof Changes; line: number; sets: Sets; before: Outcome; after: Outcome }>

function example(
  raw: Database,
  account: number,
  { what, line, sets, before, after }: Shown,
): Backtest['examples'][number] {
  const postings = (of: Outcome) =>
    readItems(
      raw,
      account,
      (of.postingsOfLine.get(line) ?? [])
        .slice(0, 10)
        .map((at) => ({ side: sides.posting, item: sets.postings.ids[at] as number })),
    )
  const [shown] = readItems(raw, account, [{ side: sides.line, item: sets.lines.ids[line] as number }])
  return {
    what,
    line: shown as Backtest['examples'][number]['line'],
    inForce: [...postings(before)],
    draft: [...postings(after)],
    rule: (what === 'lost' ? before : after).ruleOfLine.get(line) ?? null,
  }
}

/** So many days around those that are asked for postings may stand and still belong to a line of theirs. */
const around = 31

const statementsOf = perConnection((raw) => ({
  lines: raw
    .prepare(`
      SELECT line.id FROM statement CROSS JOIN statement_line AS line ON line.id BETWEEN first_line AND last_line
      WHERE statement.account = @account AND state = 'accepted' AND line.day BETWEEN @from AND @to
        AND line.amount <> 0 AND line.is_pending = 0 AND line.repeats IS NULL`)
    .pluck(),
  postings: raw
    .prepare(`
      SELECT seq FROM posting_day CROSS JOIN movement
        ON seq >= bucket * ${bucketSize} AND seq < (bucket + 1) * ${bucketSize} AND movement.day = posting_day.day
      WHERE posting_day.day BETWEEN @from - ${around} AND @to + ${around} AND kind <> 'residue'
        AND (debit = @account OR credit = @account)`)
    .pluck(),
}))
