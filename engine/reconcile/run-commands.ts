/** The steps of a run that write: taking in new postings, new references, and noting what it came to. */
import type { Database } from 'better-sqlite3'
import { settingInForce } from '../settings/in-force.ts'
import { command } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { cutOffDay } from './cut-off.ts'
import { noteStatements } from './items/fresh.ts'
import { openPostings, sides } from './items/open-items.ts'
import type { RuleTally } from './matches/apply.ts'
import { endMatch, findMatch } from './matches/write-match.ts'
import type { Plan } from './plan.ts'
import { addKeys, indexedTo } from './references/reference-index.ts'

/** So many numbers of postings are looked through at once; most may be of other accounts. */
const postingsAtOnce = 100_000
const undoneAtOnce = 5_000

export type Begun = Readonly<{
  run: number
  cutOff: number
  /** Whether a day is cut off that was not before: then everything that is not final is looked at again together. */
  isCutOff: boolean
}>

export const beginRun = command({
  topics: ['reconciliation'],
  // The end of the run has a record with what it came to.
  record: null,
  run: (
    { raw, at },
    { account, by, ruleVersion }: Readonly<{ account: number; by: string; ruleVersion: number }>,
  ): Begun => {
    const { begin, state } = statementsOf(raw)
    const cutOff = cutOffDay(raw, at)
    const { cutOffDay: before } = state.get(account) as { cutOffDay: number | null }
    const isCutOff = before === null || before < cutOff
    const run = begin.run({ account, at, by, isWhole: isCutOff ? 1 : 0, ruleVersion }).lastInsertRowid
    return { run: Number(run), cutOff, isCutOff }
  },
})

export const takePostings = command({
  topics: [],
  record: null,
  isLong: true,
  inBulk: true,
  run: ({ raw }, { account }: Readonly<{ account: number }>): Readonly<{ more: boolean }> => {
    const { state, last } = statementsOf(raw)
    const { seen } = state.get(account) as { seen: number }
    const newest = (last.get() as number | null) ?? 0
    const to = Math.min(newest, seen + postingsAtOnce)
    if (to > seen) openPostings(raw, { account, to })
    return { more: to < newest }
  },
})

/** Weaker matches of days that are not cut off yet are found again from all there is; exact ones stand. */
export const undoProvisional = command({
  topics: ['reconciliation'],
  record: null,
  isLong: true,
  run: ({ raw, at }, { account, matches }: Undoing): Readonly<{ undone: number; more: boolean }> => {
    const ids = matches ?? (statementsOf(raw).weaker.all(account, undoneAtOnce) as number[])
    for (const id of ids) {
      const match = findMatch(raw, id)
      if (match !== undefined && match.state !== 'undone')
        endMatch(raw, match, { at, by: 'engine', why: matches === null ? 'again' : 'doubt' })
    }
    return { undone: ids.length, more: matches === null && ids.length === undoneAtOnce }
  },
})

type Undoing = Readonly<{ account: number; matches: readonly number[] | null }>

export const indexReferences = command({
  topics: [],
  record: null,
  isLong: true,
  run: (
    { raw },
    { account, keys, statements }: Pick<Plan, 'keys' | 'statements'> & Readonly<{ account: number }>,
  ): null => {
    for (const { side, keys: sorted, first, last } of keys) {
      const isNew =
        side === sides.posting ? last >= first && indexedTo(raw, account, side) < first : statements.length > 0
      if (isNew) addKeys(raw, { account, side, first, last }, sorted)
    }
    noteStatements(raw, statements)
    return null
  },
})

export type RunEnd = Readonly<{
  run: number
  account: number
  code: string
  isWhole: boolean
  lines: number
  postings: number
  byRule: RuleTally
  suggestions: number
  bounded: number
}>

export const endRun = command({
  topics: ['reconciliation'],
  record: ({ run, code, isWhole, lines, postings, suggestions, byRule }: RunEnd) => ({
    action: 'reconcile.run',
    subject: `account:${code}`,
    outcome: 'done',
    detail: { run, isWhole, lines, postings, suggestions, byRule },
  }),
  run: ({ raw, at }, { run, isWhole, lines, postings, byRule, suggestions, bounded }): null => {
    statementsOf(raw).end.run({
      run,
      at,
      isWhole: isWhole ? 1 : 0,
      lines,
      postings,
      byRule: JSON.stringify(byRule),
      suggestions,
      bounded,
    })
    return null
  },
})

export type ReconciledAccount = Readonly<{ account: number; code: string; currency: string }>

export const reconciledAccounts = ({ raw }: Readonly<{ raw: Database }>, _: null): readonly ReconciledAccount[] =>
  raw
    .prepare(`
      SELECT account.id AS account, account.code, account.currency
      FROM reconciled_account JOIN account ON account.id = reconciled_account.account ORDER BY account.code, account.id`)
    .all() as ReconciledAccount[]

export const ruleVersion = ({ raw }: Readonly<{ raw: Database }>, _: null): number =>
  settingInForce(raw, 'matching').version

const statementsOf = perConnection((raw) => ({
  begin: raw.prepare(`
    INSERT INTO reconcile_run (account, started_at, by, is_whole, rule_version)
    VALUES (@account, @at, @by, @isWhole, @ruleVersion)`),
  state: raw.prepare('SELECT seen, cut_off_day AS cutOffDay FROM reconciled_account WHERE account = ?'),
  last: raw.prepare('SELECT max(seq) FROM movement').pluck(),
  weaker: raw
    .prepare(`
      SELECT id FROM item_match WHERE account = ? AND state = 'provisional' AND is_exact = 0 AND rule IS NOT NULL LIMIT ?`)
    .pluck(),
  end: raw.prepare(`
    UPDATE reconcile_run SET ended_at = @at, is_whole = @isWhole, matched_lines = @lines, matched_postings = @postings,
      by_rule = @byRule, suggestions = @suggestions, bounded = @bounded,
      open_lines = (SELECT open_lines FROM reconciled_account WHERE account = reconcile_run.account),
      open_postings = (SELECT open_postings FROM reconciled_account WHERE account = reconcile_run.account)
    WHERE id = @run`),
}))
