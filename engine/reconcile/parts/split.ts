/**
 * A person splits a line or a posting into parts that come to it, and takes them together again while all of them are open.
 * Neither moves money nor changes what is open in sum, so one person does it. A part is of its line's day: on a day that is
 * cut off what is open may be split as it may be matched, and what is final is in a match and not open.
 */
import type { Database } from 'better-sqlite3'
import { invariant } from '../../invariant.ts'
import { command, type QueryContext } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { giveBack, type Item, OpenCount, type Side, sides, takeItem } from '../items/open-items.ts'
import { type AskedAccount, reconciledAccount } from '../look/find-account.ts'
import { forgetSuggestions, type HandRefusal, openItemOf } from '../matches/by-hand.ts'
import { originOf, partsOfSplit, standingSplit } from './parts.ts'

export type SideName = 'line' | 'posting'
type AskedItem = AskedAccount & Readonly<{ side: SideName; item: number }>
export type Splitting = AskedItem & Readonly<{ parts: readonly number[]; reason: string; by: string }>

type NotOpen = Extract<
  HandRefusal,
  Readonly<{ status: 'account_not_reconciled' | 'item_unknown' | 'item_matched' | 'item_split' }>
>
type PartsRefusal =
  /** One is nothing, or goes the other way than its item. */
  | Readonly<{ status: 'part_of_other_sign'; amount: number; part: number }>
  | Readonly<{ status: 'parts_differ'; amount: number; sum: number }>
export type SplitRefusal = NotOpen | PartsRefusal
export type SplitOutcome = Readonly<{ status: 'done'; account: number; items: readonly number[] }> | SplitRefusal

export const splitItem = command({
  topics: ['reconciliation'],
  record: ({ side, item, account, parts, reason }: Splitting, outcome: SplitOutcome) => ({
    action: 'reconcile.split',
    subject: `${side}:${item}`,
    outcome: outcome.status,
    detail: { account, parts: [...parts], reason },
  }),
  run: ({ raw, at }, asked): SplitOutcome => {
    const found = openAsked(raw, asked)
    if ('status' in found) return found
    const { account, item } = found
    const problem = problemOf(item.amount, asked.parts)
    if (problem !== null) return problem
    const { split, part } = statementsOf(raw)
    const { side, day, amount } = item
    forgetSuggestions(raw, account, item)
    invariant(takeItem(raw, account, item), 'an open item is not there', { item: item.item })
    const count = new OpenCount()
    count.add(item, -1)
    const id = Number(
      split.run({
        account,
        side,
        item: item.item,
        origin: originOf(raw, item.item),
        day,
        amount,
        parts: asked.parts.length,
        at,
        by: asked.by,
        reason: asked.reason,
      }).lastInsertRowid,
    )
    for (const [place, of] of asked.parts.entries()) part.run(id, place + 1, of)
    const parts = partsOfSplit(raw, id)
    for (const one of parts) {
      giveBack(raw, account, one)
      count.add(one, 1)
    }
    count.note(raw, account)
    return { status: 'done', account, items: parts.map((one) => one.item) }
  },
})

function openAsked(raw: Database, asked: AskedItem): Readonly<{ account: number; item: Item }> | NotOpen {
  const reconciled = reconciledAccount(raw, asked)
  if (reconciled === null) return { status: 'account_not_reconciled', account: asked.account }
  const item = openItemOf(raw, reconciled.id, { side: sides[asked.side], item: asked.item })
  return 'status' in item ? item : { account: reconciled.id, item }
}

function problemOf(amount: number, parts: readonly number[]): PartsRefusal | null {
  const odd = parts.find((part) => Math.sign(part) !== Math.sign(amount))
  if (odd !== undefined) return { status: 'part_of_other_sign', amount, part: odd }
  const sum = parts.reduce((total, part) => total + part, 0)
  return parts.length < 2 || sum !== amount ? { status: 'parts_differ', amount, sum } : null
}

export type Joining = AskedItem & Readonly<{ reason: string; by: string }>
export type JoinRefusal =
  // A part that is matched, or stands in parts itself, is taken apart or together first.
  NotOpen | Readonly<{ status: 'item_not_split'; side: SideName; item: number }>
export type JoinOutcome = Readonly<{ status: 'done'; account: number; items: readonly number[] }> | JoinRefusal

export const joinParts = command({
  topics: ['reconciliation'],
  record: ({ side, item, account, reason }: Joining, outcome: JoinOutcome) => ({
    action: 'reconcile.join',
    subject: `${side}:${item}`,
    outcome: outcome.status,
    detail: { account, reason },
  }),
  run: ({ raw, at }, asked): JoinOutcome => {
    const reconciled = reconciledAccount(raw, asked)
    if (reconciled === null) return { status: 'account_not_reconciled', account: asked.account }
    const account = reconciled.id
    const side: Side = sides[asked.side]
    const split = standingSplit(raw, { account, side, item: asked.item })
    if (split === undefined) return { status: 'item_not_split', side: asked.side, item: asked.item }
    const parts = partsOfSplit(raw, split.id)
    for (const part of parts) {
      const found = openItemOf(raw, account, part)
      if ('status' in found) return found
    }
    const count = new OpenCount()
    for (const part of parts) {
      forgetSuggestions(raw, account, part)
      invariant(takeItem(raw, account, part), 'an open part is not there', { part: part.item })
      count.add(part, -1)
    }
    statementsOf(raw).join.run({ id: split.id, at, by: asked.by, why: asked.reason })
    const whole: Item = { side, item: split.item, day: split.day, amount: split.amount }
    giveBack(raw, account, whole)
    count.add(whole, 1)
    count.note(raw, account)
    return { status: 'done', account, items: [split.item] }
  },
})

/** What would be left for the last part when these are the others: asked before anything is split. */
export type PartsLeft = Readonly<{
  status: 'reckoned'
  amount: number
  sum: number
  left: number
  /** Whether the parts and what is left are a split of the item. */
  isSplit: boolean
}>

export function reckonParts(
  { raw }: Pick<QueryContext, 'raw'>,
  asked: AskedItem & Readonly<{ parts: readonly number[] }>,
): PartsLeft | NotOpen {
  const found = openAsked(raw, asked)
  if ('status' in found) return found
  const { amount } = found.item
  const sum = asked.parts.reduce((total, part) => total + part, 0)
  const left = amount - sum
  return { status: 'reckoned', amount, sum, left, isSplit: problemOf(amount, [...asked.parts, left]) === null }
}

const statementsOf = perConnection((raw) => ({
  split: raw.prepare(`
    INSERT INTO item_split (account, side, item, origin, day, amount, parts, made_at, made_by, reason)
    VALUES (@account, @side, @item, @origin, @day, @amount, @parts, @at, @by, @reason)`),
  part: raw.prepare('INSERT INTO item_part (split, place, amount) VALUES (?, ?, ?)'),
  join: raw.prepare('UPDATE item_split SET joined_at = @at, joined_by = @by, joined_why = @why WHERE id = @id'),
}))
