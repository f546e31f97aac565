/**
 * A check that found differences: one exception for each kind of them, whichever check finds it and however often. That it
 * is clean again later does not explain what it was, so a person has to; only what people are merely shown ends by itself.
 */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { Finding } from '../contract/workspace.ts'
import { command, type Json } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import { type Cause, findCause, raise, settle } from './raise.ts'

export type CheckVerdict = Readonly<{
  /** The job that checks so; a check that a person asks for goes by the name of that job. */
  check: string
  findings: readonly Finding[]
}>

/** Asked for by a person, whose record of the check stands for it. */
export const noteCheck = command({
  topics: ['exceptions'],
  record: null,
  run: ({ raw, at }, verdict: CheckVerdict) => {
    raiseCheckFailed(raw, at, verdict)
    return null
  },
})

const findingsMax = 20

export function raiseCheckFailed(raw: Database, at: number, { check, findings }: CheckVerdict): void {
  if (findings.length === 0) return noteClean(raw, at, check)
  // It says how many more there are of kinds that were not told, and is no kind itself.
  const told = findings.filter(({ code }) => code !== 'further_differences')
  for (const kind of new Set(told.map(({ code }) => code)))
    raiseKind(raw, at, { check, kind, ofKind: told.filter(({ code }) => code === kind) })
}

type OfKind = Readonly<{ check: string; kind: string; ofKind: readonly Finding[] }>
type Detail = Readonly<{ job: string; kind: string; differences: number; cleanSince?: string }> &
  Readonly<Record<string, Json>>

function raiseKind(raw: Database, at: number, { check, kind, ofKind }: OfKind): void {
  const causes = [check, ...checksLike(check)].map((each) => causeOf(each, kind))
  const cause = causes.find((each) => findCause(raw, each) !== undefined) ?? causeOf(check, kind)
  const known = findCause(raw, cause)
  const before = known === undefined ? 0 : (JSON.parse(known.detail) as Detail).differences
  const differences = ofKind.length
  const detail: Detail = {
    job: known === undefined ? check : (JSON.parse(known.detail) as Detail).job,
    kind,
    differences,
    findings: ofKind.slice(0, findingsMax).map(({ subject, expected, found }) => ({ subject, expected, found })),
  }
  const draft = { ...draftOf(cause), amount: moneyOf(kind, ofKind, homeOf(raw).currency), detail }
  raise(raw, at, draft, { anew: true, worse: differences > before, told: { job: check, differences } })
}

/** Said once, and again only when something was found in between. */
function noteClean(raw: Database, at: number, check: string): void {
  const covered = [check, ...(isDeep(check) ? checksLike(check) : [])]
  for (const { amount, detail: stored } of statementsOf(raw).unresolved.all() as Unresolved[]) {
    const detail = JSON.parse(stored) as Detail
    if (!covered.includes(detail.job) || detail.cleanSince !== undefined) continue
    const cause = causeOf(detail.job, detail.kind)
    if (onlyShown.has(detail.kind)) settle(raw, at, cause, 'not_a_problem', undefined, { job: check })
    else {
      const clean = { ...detail, cleanSince: isoOf(at) }
      raise(raw, at, { ...draftOf(cause), amount, detail: clean }, { told: { job: check, differences: 0 } })
    }
  }
}

type Unresolved = Readonly<{ amount: number | null; detail: string }>

const deep = 'store.check_pages'
const isDeep = (check: string): boolean => check === deep

/** Both look at the books, the deep one at more: what one has found the other finds too. */
const ofTheBooks = ['ledger.check', deep] as const
const checksLike = (check: string): readonly string[] =>
  ofTheBooks.some((each) => each === check) ? ofTheBooks.filter((each) => each !== check) : []

/** Kinds of which neither money nor its proof depends. */
const onlyShown: ReadonlySet<string> = new Set([
  'volume_differs',
  'volume_sum_differs',
  'exception_rows_differ',
  'batch_without_exception',
  'exception_decided_differs',
  'held_rows_unseen',
  'approval_wait_differs',
])

/** Kinds whose two figures are minor units, of the account or currency that the subject names. */
const ofMoney: ReadonlySet<string> = new Set([
  'accounts_do_not_cancel',
  'balance_differs',
  'held_beyond_balance',
  'held_differs',
  'pending_below_zero',
  'receivable_above_zero',
  'wallet_below_limit',
  'wallets_not_explained',
])

/** By how much they differ together; null where that is not money of the workspace's own currency. */
function moneyOf(kind: string, findings: readonly Finding[], home: string): number | null {
  if (!ofMoney.has(kind)) return null
  // An account of another currency is named with it, behind a blank; sums are named by their currency alone.
  const own = findings.filter(({ subject }) =>
    kind === 'accounts_do_not_cancel' ? subject === home : !subject.includes(' '),
  )
  const sum = own.reduce((all, { expected, found }) => all + distance(BigInt(expected), BigInt(found)), 0n)
  return own.length > 0 && sum <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(sum) : null
}

const distance = (one: bigint, other: bigint): bigint => (one < other ? other - one : one - other)

const causeOf = (check: string, kind: string): Cause => ({
  code: 'CHECK_FAILED',
  scope: 'engine',
  producer: null,
  batch: null,
  cause: `${check} ${kind}`,
})

const draftOf = (cause: Cause) => ({ ...cause, rows: 0, client: null, line: null, found: null, facts: [] })

const statementsOf = perConnection((raw) => ({
  unresolved: raw.prepare(`
    SELECT amount, detail FROM exception WHERE code = 'CHECK_FAILED' AND status <> 'resolved' ORDER BY id`),
}))
