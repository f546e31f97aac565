/**
 * What a run would match on an account, found by a reader on one snapshot: nothing is written here. The writer takes it in
 * pieces and holds each against what is still open.
 */
import type { Database } from 'better-sqlite3'
import type { MatchRule, ReconcilableKind, ResidueAccount } from '../contract/match-rules.ts'
import { settingInForce } from '../settings/in-force.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { Fresh } from './items/fresh.ts'
import { type ItemSet, openItems, originAt, releaseItems } from './items/item-set.ts'
import { lookAt } from './items/look-closer.ts'
import { type NewItems, neighbourhoodOf, newItems } from './items/neighbourhood.ts'
import { type Item, type Side, sides } from './items/open-items.ts'
import { release } from './items/release.ts'
import { isUndoneMatched } from './look/undone.ts'
import type { Evidence, Findings, SuggestionReason, Together } from './passes/findings.ts'
import { reversalRule, runPasses } from './passes/passes.ts'
import { type KeyedItems, sortedKeys } from './references/reference-index.ts'
import { touchedBy } from './references/touched.ts'

export type PlannedPairs = Readonly<{
  lines: Float64Array
  postings: Float64Array
  lineDays: Int32Array
  postingDays: Int32Array
  amounts: Float64Array
  /** Place of the rule, and of what it says in `fields`. */
  rules: Uint8Array
  fields: Uint8Array
}>

export type PlannedMatch = Readonly<{
  rule: string
  items: readonly Item[]
  residueTo: ResidueAccount | null
  evidence: Evidence
}>

export type PlannedSuggestion = Readonly<{
  rule: string
  items: readonly Item[]
  score: number
  why: SuggestionReason
  evidence: Evidence
}>

export type Plan = Readonly<{
  isWhole: boolean
  ruleVersion: number
  /** Rules by their places, and what pairs say of their fields by its number. */
  rules: readonly string[]
  pairs: PlannedPairs
  matches: readonly PlannedMatch[]
  suggestions: readonly PlannedSuggestion[]
  bounded: number
  /** What is to be found by its references from now on. */
  keys: readonly Readonly<{ side: Side; keys: KeyedItems; first: number; last: number }>[]
  /** Statements whose lines are looked at for the first time. */
  statements: readonly number[]
  /** Provisional matches that new items throw doubt on. */
  touched: readonly number[]
}>

export type PlanInput = Readonly<{ account: number; isWhole: boolean }>

export const nettedRule = 'reversal'
/** Looking at all costs less than looking around each, when so many of them are new. */
const wholeUpTo = 20_000
const wholeShare = 10

export function planMatches(
  { raw, handOver }: Pick<QueryContext, 'raw' | 'handOver'>,
  { account, isWhole }: PlanInput,
): Plan {
  const inForce = settingInForce(raw, 'matching')
  const { rules: all, searchSteps } = inForce.value
  const rules = rulesFor(raw, account, all)
  const fresh = new Fresh(raw, account)
  const open = statementsOf(raw).open.get(account) as number
  const added = isWhole || open <= wholeUpTo ? null : fewNew(newItems(raw, account, fresh), open)
  const whole = added === null
  const sets =
    added === null
      ? { lines: openItems(raw, account, sides.line), postings: openItems(raw, account, sides.posting) }
      : neighbourhoodOf(raw, account, added, rules)
  const asked = whole ? rules : rules.filter(({ by }) => by !== 'batch' && by !== 'day' && by !== 'search')
  const found = runPasses(sets, asked, {
    look: lookAt(raw, account, sets),
    searchSteps,
    mayBeMatched: (correction) => isUndoneMatched(raw, account, correction),
  })
  const planned = plannedOf(found, asked)
  found.release()
  const touched = touchedBy(raw, account, sets, fresh)
  const plan = {
    isWhole: whole,
    ruleVersion: inForce.version,
    rules: asked.map(({ id }) => id),
    ...planned,
    keys: [unindexed(sets.lines, fresh), unindexed(sets.postings, fresh)],
    statements: fresh.statements.map(({ id }) => id),
    touched,
  }
  handOver?.(memoryOf(plan))
  return plan
}

const memoryOf = ({ pairs, keys }: Pick<Plan, 'pairs' | 'keys'>): readonly ArrayBuffer[] => [
  ...Object.values(pairs).map(({ buffer }) => buffer as ArrayBuffer),
  ...memoryOfKeys(keys),
]

/** What is put into the index once, by the writer, and is needed by nobody else. */
export const memoryOfKeys = (keys: Plan['keys']): readonly ArrayBuffer[] =>
  keys.flatMap(({ keys: { hashes, items } }) => [hashes.buffer as ArrayBuffer, items.buffer as ArrayBuffer])

/** Null where they are so many that looking at everything costs less. */
const fewNew = (added: NewItems, open: number): NewItems | null =>
  (added.lines.count + added.postings.count) * wholeShare >= open ? null : added

export const rulesFor = (raw: Database, account: number, rules: readonly MatchRule[]): readonly MatchRule[] => {
  const kind = statementsOf(raw).kind.get(account) as ReconcilableKind
  return rules.filter(({ isOn, accounts }) => isOn && accounts.includes(kind))
}

function plannedOf(found: Findings, rules: readonly MatchRule[]) {
  const itemsOf = (together: Together): readonly Item[] => [
    ...together.lines.map((at) => itemOf(found.lines, at)),
    ...together.postings.map((at) => itemOf(found.postings, at)),
  ]
  const idOf = (rule: number): string => (rule === reversalRule ? nettedRule : (rules[rule]?.id ?? ''))
  return {
    pairs: pairsOf(found),
    matches: found.matches.map((match) => ({
      rule: idOf(match.rule),
      items: itemsOf(match),
      residueTo: match.residueTo,
      evidence: match.evidence,
    })),
    // What a later rule took is no suggestion any more.
    suggestions: found.suggestions
      .filter(
        ({ lines, postings }) =>
          lines.every((at) => found.isLineOpen(at)) && postings.every((at) => found.isPostingOpen(at)),
      )
      .map((one) => ({
        rule: idOf(one.rule),
        items: itemsOf(one),
        score: one.score,
        why: one.why,
        evidence: one.evidence,
      })),
    bounded: found.bounded,
  }
}

const itemOf = ({ side, ids, days, amounts }: ItemSet, at: number): Item => ({
  side,
  item: ids[at] as number,
  day: days[at] as number,
  amount: amounts[at] as number,
})

function pairsOf(found: Findings): PlannedPairs {
  const { pairs, lines, postings } = found
  const count = pairs.count
  const planned = {
    lines: new Float64Array(count),
    postings: new Float64Array(count),
    lineDays: new Int32Array(count),
    postingDays: new Int32Array(count),
    amounts: new Float64Array(count),
    rules: new Uint8Array(count),
    fields: new Uint8Array(count),
  }
  for (const [at, pair] of inOrderOfOpen(found).entries()) {
    const [line, posting] = [pairs.lines[pair] as number, pairs.postings[pair] as number]
    planned.rules[at] = pairs.rules[pair] as number
    planned.fields[at] = pairs.names[pair] as number
    planned.lines[at] = lines.ids[line] as number
    planned.postings[at] = postings.ids[posting] as number
    planned.lineDays[at] = lines.days[line] as number
    planned.postingDays[at] = postings.days[posting] as number
    planned.amounts[at] = lines.amounts[line] as number
  }
  return planned
}

/**
 * As open items are stored, by day and amount, so that what is written together lies together: in any other order each
 * piece that the writer takes would touch, encrypt and write nearly all that is open.
 */
function inOrderOfOpen({ pairs, lines: { days, amounts } }: Findings): Uint32Array {
  const order = Uint32Array.from({ length: pairs.count }, (_, at) => at)
  const dayOf = (at: number): number => days[pairs.lines[at] as number] as number
  const amountOf = (at: number): number => amounts[pairs.lines[at] as number] as number
  order.sort((a, b) => dayOf(a) - dayOf(b) || amountOf(a) - amountOf(b) || a - b)
  return order
}

/** The keys of items that no run has looked at. Nobody asks the set for anything afterwards. */
function unindexed(set: ItemSet, fresh: Fresh): Plan['keys'][number] {
  const { side } = set
  const { hashes: all, items: places } = set.keys
  const [hashes, items] = [new Float64Array(all.length), new Float64Array(all.length)]
  let kept = 0
  for (let at = 0; at < all.length; at += 1) {
    // Found by its references is the whole of it; which of it is open is asked elsewhere.
    const item = originAt(set, places[at] as number)
    if (!fresh.has(side, item)) continue
    hashes[kept] = all[at] as number
    items[kept] = item
    kept += 1
  }
  releaseItems(set)
  const sorted = sortedKeys({ hashes: hashes.subarray(0, kept), items: items.subarray(0, kept) })
  release(hashes, items)
  const [first, last] =
    side === sides.posting
      ? [fresh.postingsAfter + 1, fresh.postingsTo]
      : [fresh.statements[0]?.first ?? 0, fresh.statements.at(-1)?.last ?? 0]
  return { side, keys: sorted, first, last }
}

const statementsOf = perConnection((raw) => ({
  kind: raw.prepare('SELECT kind FROM account WHERE id = ?').pluck(),
  open: raw.prepare('SELECT open_lines + open_postings FROM reconciled_account WHERE account = ?').pluck(),
}))
