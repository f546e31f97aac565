/**
 * A run over an account: what is new is taken in, a reader finds what explains what, the writer takes it over piece by piece.
 * Runs of one workspace follow one another; a crash in between leaves whole matches, and the next run goes on.
 */
import type { EngineStore } from '../engine-store.ts'
import { release } from './items/release.ts'
import type { Applied, RuleTally } from './matches/apply.ts'
import { memoryOfKeys, type Plan, type PlannedPairs } from './plan.ts'
import type { ReconciledAccount } from './run-commands.ts'

export type RunSummary = Readonly<{
  run: number
  account: string
  currency: string
  isWhole: boolean
  cutOff: number
  lines: number
  postings: number
  byRule: RuleTally
  suggestions: number
  /** Items of which the search ended at its bound. */
  bounded: number
}>

/** A person's command waits for one piece at most; each piece writes all the pages anew that its pairs lie on. */
const pairsAtOnce = 8_000
const itemsAtOnce = 4_000
const bookingsAtOnce = 50
/** New items may throw doubt on what stood, and what is open then on more; each time there is less. */
const looksMax = 4

export class Reconciler {
  readonly #store: EngineStore
  #last: Promise<unknown> = Promise.resolve()
  #isStopping = false

  constructor(store: EngineStore) {
    this.#store = store
  }

  /** Every account that has statements, or those whose code is named. */
  run(by: string, codes?: readonly string[]): Promise<readonly RunSummary[]> {
    const next = this.#last.then(
      () => this.#runAll(by, codes),
      () => this.#runAll(by, codes),
    )
    this.#last = next.catch(() => undefined)
    return next
  }

  /** A run that is under way ends behind its next piece; the next start goes on with what is left. */
  async stop(): Promise<void> {
    this.#isStopping = true
    await this.#last
  }

  async #runAll(by: string, codes: readonly string[] | undefined): Promise<readonly RunSummary[]> {
    const accounts = await this.#store.read('reconcile.accounts', null)
    const summaries: RunSummary[] = []
    for (const account of accounts)
      if (!this.#isStopping && (codes === undefined || codes.includes(account.code)))
        summaries.push(await this.#runOne(account, by))
    return summaries
  }

  async #runOne({ account, code, currency }: ReconciledAccount, by: string): Promise<RunSummary> {
    const store = this.#store
    await this.#repeat(true, () => store.write('reconcile.takePostings', { account }, 'engine'))
    const ruleVersion = await store.read('reconcile.ruleVersion', null)
    const begun = await store.write('reconcile.begin', { account, by, ruleVersion }, 'engine')
    const { run, cutOff, isCutOff } = begun
    const weaker = { account, matches: null }
    await this.#repeat(isCutOff, () => store.write('reconcile.undoProvisional', weaker, 'engine'))
    const plan = await this.#plan(account, isCutOff)
    const applied = await this.#apply(account, plan, isCutOff ? cutOff : null)
    await this.#book(account, plan)
    const { isWhole, suggestions, bounded, keys, statements } = plan
    // Behind the matching: what a crash leaves unmatched is still new to the next run.
    if (!this.#isStopping)
      await store.write('reconcile.index', { account, keys, statements }, 'engine', memoryOfKeys(keys))
    const suggesting = { account, isWhole, ruleVersion: plan.ruleVersion, suggestions }
    await store.write('reconcile.suggest', suggesting, 'engine')
    await this.#repeat(isCutOff, () => store.write('reconcile.finalise', { account, day: cutOff }, 'engine'))
    if (isCutOff && !this.#isStopping) await this.#noteDifferences(account, cutOff)
    const { lines, postings, byRule } = applied
    const outcome = { isWhole, lines, postings, byRule, suggestions: suggestions.length, bounded }
    await store.write('reconcile.end', { run, account, code, ...outcome }, by)
    return { run, account: code, currency, cutOff, ...outcome }
  }

  async #repeat(isNeeded: boolean, step: () => Promise<Readonly<{ more: boolean }>>): Promise<void> {
    for (let more = isNeeded; more && !this.#isStopping; ) more = (await step()).more
  }

  async #noteDifferences(account: number, cutOff: number): Promise<void> {
    const differences = await this.#store.readLong('reconcile.differences', { account, cutOff })
    await this.#store.write('reconcile.noteDifferences', differences, 'engine')
  }

  /** What lines say by themselves is posted only when no posting explains them. */
  async #book(account: number, { isWhole, statements }: Plan): Promise<void> {
    const bookings = await this.#store.readLong('reconcile.bookable', { account, isWhole, statements })
    for (let from = 0; from < bookings.length && !this.#isStopping; from += bookingsAtOnce)
      await this.#store.write(
        'reconcile.book',
        { account, bookings: bookings.slice(from, from + bookingsAtOnce) },
        'engine',
      )
  }

  /** What is new is looked up as new until nothing that stands is in doubt because of it. */
  async #plan(account: number, isWhole: boolean): Promise<Plan> {
    for (let looked = 1; ; looked += 1) {
      const plan = await this.#store.readLong('reconcile.plan', { account, isWhole })
      if (plan.touched.length === 0 || looked === looksMax) return plan
      await this.#store.write('reconcile.undoProvisional', { account, matches: plan.touched }, 'engine')
    }
  }

  async #apply(account: number, { ruleVersion, rules, pairs, matches }: Plan, cutOff: number | null): Promise<Applied> {
    const all = { matches: 0, lines: 0, postings: 0, byRule: {} as Record<string, RuleTally[string]> }
    const of = { account, ruleVersion, rules, cutOff }
    for (let from = 0; from < pairs.lines.length && !this.#isStopping; from += pairsAtOnce) {
      const some = somePairs(pairs, from, from + pairsAtOnce)
      const memory = Object.values(some).map(({ buffer }) => buffer as ArrayBuffer)
      add(all, await this.#store.write('reconcile.apply', { ...of, pairs: some, matches: [] }, 'engine', memory))
    }
    const none = somePairs(pairs, 0, 0)
    for (let from = 0; from < matches.length && !this.#isStopping; ) {
      let to = from
      for (let items = 0; to < matches.length && items < itemsAtOnce; to += 1) items += matches[to]?.items.length ?? 0
      const some = matches.slice(from, to)
      add(all, await this.#store.write('reconcile.apply', { ...of, pairs: none, matches: some }, 'engine'))
      from = to
    }
    release(...Object.values(pairs))
    return all
  }
}

function somePairs(pairs: PlannedPairs, from: number, to: number): PlannedPairs {
  return {
    lines: pairs.lines.slice(from, to),
    postings: pairs.postings.slice(from, to),
    lineDays: pairs.lineDays.slice(from, to),
    postingDays: pairs.postingDays.slice(from, to),
    amounts: pairs.amounts.slice(from, to),
    rules: pairs.rules.slice(from, to),
    fields: pairs.fields.slice(from, to),
  }
}

type Sum = { matches: number; lines: number; postings: number; byRule: Record<string, RuleTally[string]> }

function add(all: Sum, { matches, lines, postings, byRule }: Applied): void {
  all.matches += matches
  all.lines += lines
  all.postings += postings
  for (const [rule, of] of Object.entries(byRule)) {
    const before = all.byRule[rule] ?? { matches: 0, lines: 0, postings: 0 }
    all.byRule[rule] = {
      matches: before.matches + of.matches,
      lines: before.lines + of.lines,
      postings: before.postings + of.postings,
    }
  }
}
