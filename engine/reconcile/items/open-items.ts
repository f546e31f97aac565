/**
 * What nobody explained yet on an account: lines of its statements and its postings, in the order of day and amount. An item
 * becomes open once, leaves when a match takes it, and comes back when that match is undone.
 */
import type { Database } from 'better-sqlite3'
import { dayOfNumber } from '../../calendar/day.ts'
import { invariant } from '../../invariant.ts'
import { balanceUntil } from '../../ledger/day-balance.ts'
import { perConnection } from '../../store/compiled.ts'

export const sides = { line: 0, posting: 1 } as const
export type Side = (typeof sides)[keyof typeof sides]

export type Item = Readonly<{ side: Side; item: number; day: number; amount: number }>

/** A statement's lines from one number to another are open from now on, but those that move nothing or are known already. */
export function openLines(
  raw: Database,
  { account, from, to, at }: Readonly<{ account: number; from: number; to: number; at: number }>,
): number {
  const { openLines: open, linesBetween, countDays, count } = statementsOf(raw)
  beginAccount(raw, { account, line: from, at })
  const { lines, sum } = linesBetween.get({ account, from, to }) as { lines: number; sum: number }
  invariant(open.run({ account, from, to }).changes === lines, 'lines opened that were not counted', { account, from })
  countDays.run({ account, from, to })
  count.run({ account, lines, lineSum: sum, postings: 0, postingSum: 0 })
  return lines
}

/**
 * Postings of the account with numbers behind `seen` and up to `to` are items from now on. A posting may move two accounts
 * that are reconciled, and is an item of each.
 */
export function openPostings(raw: Database, { account, to }: Readonly<{ account: number; to: number }>): number {
  const begun = statementsOf(raw).begun.get(account) as Begun | undefined
  invariant(begun !== undefined, 'an account without statements is reconciled', { account })
  const { seen, fromDay } = begun
  const opened = openBetween(raw, { account, from: seen + 1, to, fromDay, toDay: Number.MAX_SAFE_INTEGER })
  statementsOf(raw).note.run(Math.max(seen, to), account)
  return opened
}

type Begun = Readonly<{ seen: number; fromDay: number }>
type Between = Readonly<{ account: number; from: number; to: number; fromDay: number; toDay: number }>

function openBetween(raw: Database, between: Between): number {
  const { openPostings: open, postingsBetween, count } = statementsOf(raw)
  const { postings, sum } = postingsBetween.get(between) as { postings: number; sum: number }
  const opened = open.run(between).changes
  invariant(opened === postings, 'postings opened that were not counted', { account: between.account })
  count.run({ account: between.account, lines: 0, lineSum: 0, postings, postingSum: sum })
  return opened
}

/** What may still have been under way when the first statement begins. */
const underWayDays = 31

/**
 * An account is reconciled from the day on which its first statement begins: what was there before is in the opening balance.
 * Where that is not what the books have, the last days before it are looked at, too; without an opening balance all are.
 */
function beginAccount(
  raw: Database,
  { account, line, at }: Readonly<{ account: number; line: number; at: number }>,
): void {
  const { begin, begun, statementOf, earlier } = statementsOf(raw)
  const { day, opening } = statementOf.get(line) as Readonly<{ day: number; opening: number | null }>
  const known = begun.get(account) as Begun | undefined
  if (known !== undefined) endOpening(raw, { account, day, at })
  if (known !== undefined && known.fromDay <= day) return
  const fromDay = opening === null ? 0 : isOpening(raw, { account, day, opening }) ? day : day - underWayDays
  begin.run({ account, fromDay, at })
  if (known === undefined || fromDay >= known.fromDay) return
  openBetween(raw, { account, from: 1, to: known.seen, fromDay, toDay: known.fromDay })
  earlier.run(fromDay, account)
}

/** An earlier statement is here now: of what stands on its days a line tells, and no opening balance. */
function endOpening(raw: Database, { account, day, at }: Readonly<{ account: number; day: number; at: number }>): void {
  const { inOpening, endOpening: end } = statementsOf(raw)
  const marked = inOpening.all({ account, day }) as Omit<Item, 'side'>[]
  if (marked.length === 0) return
  const count = new OpenCount()
  for (const one of marked) {
    const item = { side: sides.posting, ...one }
    end.run({ account, item: item.item, at })
    giveBack(raw, account, item)
    count.add(item, 1)
  }
  count.note(raw, account)
}

const isOpening = (
  raw: Database,
  { account, day, opening }: Readonly<{ account: number; day: number; opening: number }>,
) => 0 - balanceUntil(raw, { account, day: dayOfNumber(day), including: false }) === opening

/** How many items of each side came or went, and what they come to: told once for many. */
export class OpenCount {
  lines = 0
  lineSum = 0
  postings = 0
  postingSum = 0

  add({ side, amount }: Pick<Item, 'side' | 'amount'>, times: 1 | -1): void {
    if (side === sides.line) {
      this.lines += times
      this.lineSum += times * amount
    } else {
      this.postings += times
      this.postingSum += times * amount
    }
  }

  note(raw: Database, account: number): void {
    const { lines, lineSum, postings, postingSum } = this
    invariant(Number.isSafeInteger(lineSum) && Number.isSafeInteger(postingSum), 'open items come to too much')
    statementsOf(raw).count.run({ account, lines, lineSum, postings, postingSum })
  }
}

/** Takes an item out of what is open; false when it is not there, because somebody took it before. */
export const takeItem = (raw: Database, account: number, { side, day, amount, item }: Item): boolean =>
  statementsOf(raw).take.run(account, side, day, amount, item).changes === 1

export const isOpenItem = (raw: Database, account: number, { side, day, amount, item }: Item): boolean =>
  statementsOf(raw).isOpen.get(account, side, day, amount, item) !== undefined

export function giveBack(raw: Database, account: number, { side, day, amount, item }: Item): void {
  statementsOf(raw).give.run(account, side, day, amount, item)
}

/** Which lines of accepted statements become items, and which postings of `@account`; from which day on is asked beside it. */
export const linesThatOpen = 'amount <> 0 AND is_pending = 0 AND repeats IS NULL'
// A residue is posted by the match that it belongs to, and never open before that match is undone.
export const postingsThatOpen = `
  (debit = @account OR credit = @account)
    AND (kind <> 'residue' OR NOT EXISTS (SELECT 1 FROM matched_item
      WHERE account = @account AND side = 1 AND item = movement.seq))`

const linesToOpen = `FROM statement_line WHERE id BETWEEN @from AND @to AND ${linesThatOpen}`
const postingsToOpen = `
  FROM movement WHERE seq BETWEEN @from AND @to AND day >= @fromDay AND day < @toDay AND ${postingsThatOpen}`

const statementsOf = perConnection((raw) => ({
  begin: raw.prepare(`
    INSERT INTO reconciled_account (account, from_day, began_at) VALUES (@account, @fromDay, @at)
    ON CONFLICT DO NOTHING`),
  inOpening: raw.prepare(`
    SELECT item, day, amount FROM opening_item WHERE account = @account AND day >= @day AND ended_at IS NULL`),
  endOpening: raw.prepare(`
    UPDATE opening_item SET ended_at = @at, ended_by = 'engine', ended_why = 'an earlier statement came'
    WHERE account = @account AND item = @item AND ended_at IS NULL`),
  earlier: raw.prepare('UPDATE reconciled_account SET from_day = ? WHERE account = ?'),
  begun: raw.prepare('SELECT seen, from_day AS fromDay FROM reconciled_account WHERE account = ?'),
  statementOf: raw.prepare(`
    SELECT from_day AS day, opening FROM statement
    WHERE id = (SELECT statement FROM statement_line WHERE id = ?)`),
  note: raw.prepare('UPDATE reconciled_account SET seen = ? WHERE account = ?'),
  count: raw.prepare(`
    UPDATE reconciled_account SET open_lines = open_lines + @lines, open_postings = open_postings + @postings,
      line_sum = line_sum + @lineSum, posting_sum = posting_sum + @postingSum
    WHERE account = @account`),
  linesBetween: raw.prepare(`SELECT count(*) AS lines, coalesce(sum(amount), 0) AS sum ${linesToOpen}`),
  openLines: raw.prepare(`
    INSERT INTO open_item (account, side, day, amount, item)
    SELECT @account, 0, day, amount, id ${linesToOpen} ORDER BY day, amount, id`),
  // Stays as it is when they are matched: how many there were is what those that are matched are a share of.
  countDays: raw.prepare(`
    INSERT INTO line_day (account, day, lines, money)
    SELECT @account, day, count(*), sum(abs(amount)) ${linesToOpen} GROUP BY day
    ON CONFLICT DO UPDATE SET lines = lines + excluded.lines, money = money + excluded.money`),
  postingsBetween: raw.prepare(`
    SELECT count(*) AS postings, coalesce(sum(iif(debit = @account, amount, -amount)), 0) AS sum ${postingsToOpen}`),
  openPostings: raw.prepare(`
    INSERT INTO open_item (account, side, day, amount, item)
    SELECT @account, 1, day, iif(debit = @account, amount, -amount), seq ${postingsToOpen} ORDER BY 3, 4, 5`),
  take: raw.prepare(`
    DELETE FROM open_item WHERE account = ? AND side = ? AND day = ? AND amount = ? AND item = ?`),
  isOpen: raw.prepare(`
    SELECT 1 FROM open_item WHERE account = ? AND side = ? AND day = ? AND amount = ? AND item = ?`),
  give: raw.prepare('INSERT INTO open_item (account, side, day, amount, item) VALUES (?, ?, ?, ?, ?)'),
}))
