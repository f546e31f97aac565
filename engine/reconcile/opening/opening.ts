/**
 * Postings from before the first statement that its opening balance has already: no line will ever tell of them, so they wait
 * for none. A person says so, and may say it was not so. The proof needs no term for them: they are in the books and at the
 * bank, and only what is not at the bank yet was taken off.
 */
import type { Database } from 'better-sqlite3'
import { dayOfNumber } from '../../calendar/day.ts'
import { isoOf } from '../../calendar/instant.ts'
import type { OpeningItem } from '../../contract/reconciliation.ts'
import { invariant } from '../../invariant.ts'
import { command, type QueryContext } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { giveBack, type Item, OpenCount, sides, takeItem } from '../items/open-items.ts'
import { type AskedAccount, reconciledAccount } from '../look/find-account.ts'
import { readItems } from '../look/items.ts'
import { forgetSuggestions, type HandRefusal, openItemsOf } from '../matches/by-hand.ts'

type Asked = AskedAccount & Readonly<{ postings: readonly number[]; reason: string; by: string }>

type NotOpen = Exclude<
  HandRefusal,
  Readonly<{ status: 'sums_differ' | 'match_unknown' | 'match_undone' | 'residue_posted' }>
>
export type OpeningRefusal =
  | NotOpen
  /** The first statement says no opening balance that anything could be in. */
  | Readonly<{ status: 'no_opening_balance'; account: string }>
  /** It stands on a day whose statement is here: a line tells of it, or none does. */
  | Readonly<{ status: 'item_after_opening'; item: number; firstDay: string }>
  | Readonly<{ status: 'item_not_in_opening'; item: number }>
export type OpeningOutcome = Readonly<{ status: 'done'; items: number }> | OpeningRefusal

const recordOf =
  (action: string) =>
  ({ account, postings, reason }: Asked, outcome: OpeningOutcome) => ({
    action,
    subject: `account:${account}`,
    outcome: outcome.status,
    detail: { postings: [...postings], reason },
  })

export const putInOpening = command({
  topics: ['reconciliation'],
  record: recordOf('reconcile.opening'),
  run: ({ raw, at }, asked: Asked): OpeningOutcome => {
    const reconciled = reconciledAccount(raw, asked)
    if (reconciled === null) return { status: 'account_not_reconciled', account: asked.account }
    const account = reconciled.id
    const first = statementsOf(raw).first.get(account) as { day: number; opening: number | null } | undefined
    if (first === undefined || first.opening === null) return { status: 'no_opening_balance', account: asked.account }
    const found = openItemsOf(raw, account, { lines: [], postings: asked.postings })
    if ('status' in found) return found as NotOpen
    const late = found.items.find(({ day }) => day >= first.day)
    if (late !== undefined) return { status: 'item_after_opening', item: late.item, firstDay: dayOfNumber(first.day) }
    const count = new OpenCount()
    for (const one of found.items) {
      forgetSuggestions(raw, account, one)
      invariant(takeItem(raw, account, one), 'an open posting is not there', { item: one.item })
      count.add(one, -1)
      const { item, day, amount } = one
      statementsOf(raw).mark.run({ account, item, day, amount, at, by: asked.by, reason: asked.reason })
    }
    count.note(raw, account)
    return { status: 'done', items: found.items.length }
  },
})

export const takeFromOpening = command({
  topics: ['reconciliation'],
  record: recordOf('reconcile.opening_undo'),
  run: ({ raw, at }, asked: Asked): OpeningOutcome => {
    const reconciled = reconciledAccount(raw, asked)
    if (reconciled === null) return { status: 'account_not_reconciled', account: asked.account }
    const account = reconciled.id
    const { standing, end } = statementsOf(raw)
    const items: Item[] = []
    for (const item of new Set(asked.postings)) {
      const found = standing.get({ account, item }) as Readonly<{ day: number; amount: number }> | undefined
      if (found === undefined) return { status: 'item_not_in_opening', item }
      items.push({ side: sides.posting, item, ...found })
    }
    const count = new OpenCount()
    for (const one of items) {
      end.run({ account, item: one.item, at, by: asked.by, why: asked.reason })
      giveBack(raw, account, one)
      count.add(one, 1)
    }
    count.note(raw, account)
    return { status: 'done', items: items.length }
  },
})

export type OpeningPage =
  | Readonly<{ status: 'found'; items: readonly OpeningItem[]; next: number | null }>
  | Readonly<{ status: 'account_not_reconciled'; account: string }>

type Mark = Readonly<{ id: number; item: number; by: string; reason: string; at: number }>

/** Those that stand, newest first. */
export function listOpening(
  { raw }: Pick<QueryContext, 'raw'>,
  asked: AskedAccount & Readonly<{ before: number | null; limit: number }>,
): OpeningPage {
  const account = reconciledAccount(raw, asked)
  if (account === null) return { status: 'account_not_reconciled', account: asked.account }
  const before = asked.before ?? Number.MAX_SAFE_INTEGER
  const marks = statementsOf(raw).page.all({ account: account.id, before, limit: asked.limit + 1 }) as Mark[]
  const shown = marks.slice(0, asked.limit)
  const items = readItems(
    raw,
    account.id,
    shown.map(({ item }) => ({ side: sides.posting, item })),
  )
  return {
    status: 'found',
    items: shown.map(({ by, reason, at }, place) => ({
      posting: items[place] as OpeningItem['posting'],
      by,
      reason,
      at: isoOf(at),
    })),
    next: marks.length > asked.limit ? (shown.at(-1)?.id ?? null) : null,
  }
}

const statementsOf = perConnection((raw: Database) => ({
  first: raw.prepare(`
    SELECT from_day AS day, opening FROM statement WHERE account = ? AND state = 'accepted' AND lines > 0
    ORDER BY from_day, id LIMIT 1`),
  mark: raw.prepare(`
    INSERT INTO opening_item (account, item, day, amount, made_at, made_by, reason)
    VALUES (@account, @item, @day, @amount, @at, @by, @reason)`),
  standing: raw.prepare(`
    SELECT day, amount FROM opening_item WHERE account = @account AND item = @item AND ended_at IS NULL`),
  end: raw.prepare(`
    UPDATE opening_item SET ended_at = @at, ended_by = @by, ended_why = @why
    WHERE account = @account AND item = @item AND ended_at IS NULL`),
  page: raw.prepare(`
    SELECT id, item, made_by AS by, reason, made_at AS at FROM opening_item
    WHERE account = @account AND ended_at IS NULL AND id < @before ORDER BY id DESC LIMIT @limit`),
}))
