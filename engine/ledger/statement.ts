/**
 * An account's statement: its postings in the order of their numbers, those of the asked business days, with the balance
 * after each. Without days that is the balance that the posting left. With days it begins at `opening` and ends at
 * `closing`, whatever came in between for other days: it is carried from line to line, and in the cursor from page to
 * page.
 */
import type { Database } from 'better-sqlite3'
import type { Account, StatementLine } from '../contract/accounts.ts'
import type { QueryContext } from '../store/command.ts'
import type { Order } from './account-postings.ts'
import { balanceUntil } from './day-balance.ts'
import { accountOf, findAccount } from './find-account.ts'
import { beyond, daysOf, lookThrough, pageOfFound, postingsOfAccounts } from './look.ts'
import type { DayRange } from './posting-days.ts'
import { type PostingRow, postingOf, readPostings, sideOf } from './posting-rows.ts'

export type StatementPage = Readonly<{
  code: string
  currency?: string | undefined
  from: string | undefined
  to: string | undefined
  order: Order
  after: Place | null
  limit: number
}>

/** Behind which posting a page begins, and the balance there. */
type Place = Readonly<{ seq: number; balance: number }>

export type StatementAnswer = Readonly<{
  account: Account
  opening: number
  closing: number
  items: StatementLine[]
  next: Place | null
}>

export function readStatement(
  { raw }: QueryContext,
  { code, currency, from, to, order, after, limit }: StatementPage,
): StatementAnswer | null {
  const account = findAccount(raw, { code, currency })
  if (account === null) return null
  const opening = from === undefined ? 0 : balanceUntil(raw, { account: account.id, day: from, including: false })
  const closing =
    to === undefined ? account.balance : balanceUntil(raw, { account: account.id, day: to, including: true })
  const days = daysOf({ from, to })
  const { shown, next } = findLines(raw, { account: account.id, days, order, edge: after?.seq ?? beyond(order), limit })
  const start = after?.balance ?? (order === 'oldestFirst' ? opening : closing)
  const rows = readPostings(raw, shown)
  const items =
    days === null ? rows.map((row) => lineOf(row, account.id)) : carried(rows, { account: account.id, order, start })
  const balance = rows.reduce((sum, row) => sum + stepOf(row, account.id, order), start)
  return { account: accountOf(account), opening, closing, items, next: next === null ? null : { seq: next, balance } }
}

function findLines(
  raw: Database,
  {
    account,
    days,
    order,
    edge,
    limit,
  }: Readonly<{
    account: number
    days: DayRange | null
    order: Order
    edge: number
    limit: number
  }>,
): Readonly<{ shown: readonly number[]; next: number | null }> {
  const from = postingsOfAccounts(raw, [account], { order, days })
  return pageOfFound(lookThrough(raw, { from, all: [], values: {}, days, order }, { edge, want: limit + 1 }), limit)
}

function lineOf(row: PostingRow, account: number): StatementLine {
  return { posting: postingOf(row), ...sideOf(row, account) }
}

function carried(
  rows: readonly PostingRow[],
  { account, order, start }: Readonly<{ account: number; order: Order; start: number }>,
): StatementLine[] {
  let balance = start
  return rows.map((row) => {
    const before = balance
    balance += stepOf(row, account, order)
    return { ...lineOf(row, account), balance: order === 'oldestFirst' ? balance : before }
  })
}

/** What the carried balance does over a line: newest first it goes back in time. */
function stepOf(row: PostingRow, account: number, order: Order): number {
  const { amount } = sideOf(row, account)
  return order === 'oldestFirst' ? amount : 0 - amount
}
