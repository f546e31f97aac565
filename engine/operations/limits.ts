/**
 * Limits and bounds. A limit counts what a wallet or a person moved in one operation, one business day and one month; a
 * bound is what a role may do without a second person. Both are settings.
 */
import type { Database } from 'better-sqlite3'
import { firstDayOf, lastDayOf, monthOf } from '../calendar/day.ts'
import { type LimitedOperation, type LimitRule, limitedOperations } from '../contract/settings.ts'
import type { Wallet } from '../ledger/account.ts'
import { settingInForce } from '../settings/in-force.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import type { Initiator } from './initiator.ts'
import type { RefusalOf } from './refusal.ts'

export type Counted = Readonly<{
  operation: LimitedOperation
  currency: string
  amount: number
  subject: Wallet | null
  /** The business day it counts for. */
  day: string
}>

type Asker = Pick<Initiator, 'caller' | 'roles'>

export function overLimit(raw: Database, counted: Counted, initiator: Asker): RefusalOf<'limit_exceeded'> | null {
  for (const rule of settingInForce(raw, 'limits').value.rules) {
    if (!speaksAbout(rule, counted, initiator)) continue
    const refusal = overRule(raw, rule, counted, initiator)
    if (refusal !== null) return refusal
  }
  return null
}

function overRule(
  raw: Database,
  rule: LimitRule,
  { currency, amount, subject, day }: Counted,
  initiator: Asker,
): RefusalOf<'limit_exceeded'> | null {
  const { name, perTransaction, perDay, perMonth } = rule
  if (perTransaction !== undefined && amount > perTransaction)
    return { status: 'limit_exceeded', which: 'transaction', rule: name, limit: perTransaction, left: perTransaction }
  const key = rule.role === undefined && subject !== null ? walletKey(subject) : initiator.caller
  const operations = operationsOf(rule)
  const month = monthOf(day)
  const windows = [
    { which: 'day', limit: perDay, from: day, to: day },
    { which: 'month', limit: perMonth, from: firstDayOf(month), to: lastDayOf(month) },
  ] as const
  for (const { which, limit, from, to } of windows) {
    if (limit === undefined) continue
    const left = Math.max(0, limit - spentOf(raw, { key, currency, from, to }, operations))
    if (amount > left) return { status: 'limit_exceeded', which, rule: name, limit, left }
  }
  return null
}

/** Money that is set aside for a purchase counts as one: its capture is asked no more. */
function operationsOf({ operations }: LimitRule): readonly LimitedOperation[] {
  if (operations === undefined) return limitedOperations
  return operations.includes('purchase') && !operations.includes('hold') ? [...operations, 'hold'] : operations
}

function speaksAbout(rule: LimitRule, { operation, currency, subject }: Counted, { roles }: Asker): boolean {
  if (!operationsOf(rule).includes(operation)) return false
  if (rule.currency !== undefined && rule.currency !== currency) return false
  if (rule.tier !== undefined && rule.tier !== subject?.tier) return false
  return rule.role === undefined || roles.includes(rule.role)
}

/** What a role may do alone; of several roles the widest counts, and a role without a rule may do nothing alone. */
export function aloneUpTo(
  raw: Database,
  { roles, aloneUpTo: agreed }: Pick<Initiator, 'roles' | 'aloneUpTo'>,
  currency: string,
): number {
  if (agreed !== undefined) return currency === homeOf(raw).currency ? agreed : 0
  return widest(raw, roles, currency, 'aloneUpTo')
}

export function approveUpTo(raw: Database, { roles }: Pick<Initiator, 'roles'>, currency: string): number {
  return widest(raw, roles, currency, 'approveUpTo')
}

function widest(
  raw: Database,
  roles: Initiator['roles'],
  currency: string,
  bound: 'aloneUpTo' | 'approveUpTo',
): number {
  const rules = settingInForce(raw, 'approvals').value.rules.filter(
    (rule) => roles.includes(rule.role) && (rule.currency === undefined || rule.currency === currency),
  )
  // A rule for the currency itself goes before one for every currency.
  const meant = rules.filter(
    (rule) =>
      rule.currency !== undefined || !rules.some((other) => other.role === rule.role && other.currency !== undefined),
  )
  return Math.max(0, ...meant.map((rule) => rule[bound] ?? Number.MAX_SAFE_INTEGER))
}

/** Counts what was done, for the wallet and for who asked for it. */
export function noteSpent(raw: Database, { operation, currency, amount, subject, day }: Counted, caller: string): void {
  const { add } = statementsOf(raw)
  const keys = subject === null ? [caller] : [walletKey(subject), caller]
  for (const key of keys) add.run({ key, operation, currency, day, amount })
}

/** What was counted and then never happened counts no more. */
export function giveBack(raw: Database, { operation, currency, amount, subject, day }: Counted, caller: string): void {
  const { lessen, remove } = statementsOf(raw)
  const keys = subject === null ? [caller] : [walletKey(subject), caller]
  for (const key of keys) {
    const of = { key, operation, currency, day, amount }
    if (lessen.run(of).changes === 0) remove.run(of)
  }
}

function spentOf(
  raw: Database,
  of: Readonly<{ key: string; currency: string; from: string; to: string }>,
  operations: readonly string[],
): number {
  const { sum } = statementsOf(raw)
  return operations.reduce((total, operation) => total + (sum.get({ ...of, operation }) as number), 0)
}

const walletKey = ({ id }: Wallet): string => `wallet:${id}`

const statementsOf = perConnection((raw) => ({
  add: raw.prepare(`
    INSERT INTO spent (subject, operation, currency, day, amount) VALUES (@key, @operation, @currency, @day, @amount)
    ON CONFLICT (subject, operation, currency, day) DO UPDATE SET amount = amount + @amount`),
  lessen: raw.prepare(`
    UPDATE spent SET amount = amount - @amount
    WHERE subject = @key AND operation = @operation AND currency = @currency AND day = @day AND amount > @amount`),
  remove: raw.prepare(`
    DELETE FROM spent
    WHERE subject = @key AND operation = @operation AND currency = @currency AND day = @day AND amount = @amount`),
  sum: raw
    .prepare(`
      SELECT coalesce(sum(amount), 0) FROM spent
      WHERE subject = @key AND operation = @operation AND currency = @currency AND day BETWEEN @from AND @to`)
    .pluck(),
}))
