/**
 * What is left of an account when a day is cut off and needs a person: items that nobody explained for too long, and a bank
 * that has other money than is owed. Each is one exception for its account, brought up to date, and over by itself.
 */
import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { dayOfNumber } from '../calendar/day.ts'
import type { ExceptionCode } from '../contract/exceptions.ts'
import { itself } from '../exceptions/case.ts'
import { type Cause, findCause, raise, settle } from '../exceptions/raise.ts'
import { settingInForce } from '../settings/in-force.ts'
import { command, type Json, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import { sides } from './items/open-items.ts'
import { proofOf } from './proof/prove.ts'
import { lastToldDay } from './proof/told.ts'

type Aged = Readonly<{ count: number; money: number; oldest: number | null }>

export type AccountDifferences = Readonly<{
  code: string
  currency: string
  olderThanDays: number
  lines: Aged
  postings: Aged
  /** By which it is known whether they are the same items as before. */
  what: string
  /** On the last day that a statement told of; null of what is no bank, and before the first statement. */
  proof: Readonly<{ day: string; difference: string; items: readonly string[]; bounded: boolean }> | null
}>

export function findDifferences(
  { raw }: Pick<QueryContext, 'raw'>,
  { account, cutOff }: Readonly<{ account: number; cutOff: number }>,
): AccountDifferences {
  const { account: find, aged } = statementsOf(raw)
  const found = find.get(account) as { id: number; code: string; currency: string; kind: string }
  const olderThanDays = settingInForce(raw, 'matching').value.unmatchedAfterDays
  const of = (side: number): Aged => aged.get({ account, side, day: cutOff - olderThanDays }) as Aged
  // On days that nobody told of yet, nothing breaks and nothing that broke before is over.
  const told = found.kind === 'omnibus' ? lastToldDay(raw, account, cutOff) : null
  const proof = told === null ? null : proofOf(raw, found, dayOfNumber(told))
  const isBroken = proof?.difference !== undefined && proof.difference !== null
  return {
    code: found.code,
    currency: found.currency,
    olderThanDays,
    lines: of(sides.line),
    postings: of(sides.posting),
    what: fingerprintOf(raw, account, cutOff - olderThanDays),
    proof: isBroken
      ? {
          day: proof.day,
          difference: proof.difference ?? '0',
          items: (proof.explanation?.items ?? []).map(({ side, id }) => `${side}:${id}`),
          bounded: proof.explanation?.bounded ?? false,
        }
      : null,
  }
}

/** Of items that are open; in the order of their index, so that the same ones always come to the same. */
function fingerprintOf(raw: Database, account: number, day: number): string {
  const hash = createHash('sha256')
  for (const item of statementsOf(raw).agedItems.iterate({ account, day })) hash.update(`${String(item)} `)
  return hash.digest('base64url').slice(0, 16)
}

export const noteDifferences = command({
  topics: ['exceptions', 'reconciliation'],
  // What it raises has its history; the run that found it has its record.
  record: null,
  run: ({ raw, at }, differences: AccountDifferences): null => {
    noteUnmatched(raw, at, differences)
    noteProof(raw, at, differences)
    return null
  },
})

function noteUnmatched(
  raw: Database,
  at: number,
  { code, currency, olderThanDays, lines, postings, what }: AccountDifferences,
): void {
  const cause = causeOf('RECONCILIATION_UNMATCHED', { code, currency })
  if (lines.count + postings.count === 0) return void settle(raw, at, cause, 'not_a_problem')
  const oldest = Math.min(lines.oldest ?? Number.MAX_SAFE_INTEGER, postings.oldest ?? Number.MAX_SAFE_INTEGER)
  const detail = {
    account: code,
    currency,
    olderThanDays,
    lines: lines.count,
    lineMoney: lines.money,
    postings: postings.count,
    postingMoney: postings.money,
    oldest: dayOfNumber(oldest),
    what,
  }
  raiseOne(raw, at, cause, { amount: moneyOf(raw, currency, lines.money + postings.money), detail })
}

function noteProof(raw: Database, at: number, { code, currency, proof }: AccountDifferences): void {
  const cause = causeOf('OMNIBUS_DOES_NOT_PROVE', { code, currency })
  if (proof === null) return
  if (proof.difference === '0') return void settle(raw, at, cause, 'not_a_problem')
  const { day, difference, items, bounded } = proof
  const detail = { account: code, currency, day, difference, items: [...items], bounded }
  raiseOne(raw, at, cause, { amount: moneyOf(raw, currency, Number(difference)), detail })
}

type Draft = Readonly<{ amount: number | null; detail: Readonly<Record<string, Json>> }>

/** Found again it is open again, unless a person found it to be no problem and nothing about it is new. */
function raiseOne(raw: Database, at: number, cause: Cause, draft: Draft): void {
  const plain = { rows: 0, client: null, line: null, found: null, facts: [] }
  raise(raw, at, { ...cause, ...plain, ...draft }, { anew: !isDismissed(raw, cause, draft) })
}

type Compared = Readonly<{ what?: string; difference?: string; items?: readonly string[] }>

/** A difference that stands from day to day is the same one, and what explains it may get less. */
function isDismissed(raw: Database, cause: Cause, { detail }: Draft): boolean {
  const known = findCause(raw, cause)
  if (known === undefined || known.status !== 'resolved') return false
  const by = statementsOf(raw).resolvedBy.get(known.id) as string | null
  if (by === null || by === itself) return false
  const [before, now] = [JSON.parse(known.detail) as Compared, detail as Compared]
  const isNew = (item: string): boolean => before.items?.includes(item) !== true
  return (
    before.what === now.what && before.difference === now.difference && (now.items ?? []).every((one) => !isNew(one))
  )
}

const causeOf = (code: ExceptionCode, of: Readonly<{ code: string; currency: string }>): Cause => ({
  code,
  scope: 'engine',
  producer: null,
  batch: null,
  cause: `${of.code} ${of.currency}`,
})

/** What is at stake is told in the workspace's own money only. */
const moneyOf = (raw: Database, currency: string, amount: number): number | null =>
  currency === homeOf(raw).currency ? Math.abs(amount) : null

const statementsOf = perConnection((raw) => ({
  account: raw.prepare('SELECT id, code, currency, kind FROM account WHERE id = ?'),
  resolvedBy: raw.prepare('SELECT resolved_by FROM exception WHERE id = ?').pluck(),
  agedItems: raw
    .prepare(`
      SELECT side || ':' || item FROM open_item WHERE account = @account AND side IN (0, 1) AND day <= @day
      ORDER BY side, day, amount, item`)
    .pluck(),
  aged: raw.prepare(`
    SELECT count(*) AS count, coalesce(sum(abs(amount)), 0) AS money, min(day) AS oldest FROM open_item
    WHERE account = @account AND side = @side AND day <= @day`),
}))
