/**
 * The laws of reconciliation over the whole store: every item is open or in one match, what an account says is open is what
 * is, and the two sides of a final match come to the same.
 */
import type { Database } from 'better-sqlite3'
import { dayOfNumber } from '../calendar/day.ts'
import { bankLines } from '../funding/transfers.ts'
import type { Findings } from '../ledger/check/findings.ts'
import { perConnection } from '../store/compiled.ts'
import { standsOf } from './booking/posted-before.ts'
import { linesThatOpen } from './items/open-items.ts'

export function checkReconciliation(raw: Database, findings: Findings): void {
  checkCounts(raw, findings)
  checkLineDays(raw, findings)
  checkOnce(raw, findings)
  checkSums(raw, findings)
  checkParts(raw, findings)
  checkPostedOnce(raw, findings)
}

type Counts = Readonly<Record<'lines' | 'postings' | 'lineSum' | 'postingSum', bigint>>

function checkCounts(raw: Database, findings: Findings): void {
  const { accounts, open } = statementsOf(raw)
  for (const said of accounts.all() as (Counts & Readonly<{ id: bigint; code: string }>)[]) {
    const found = open.get(said.id) as Counts
    for (const name of ['lines', 'postings', 'lineSum', 'postingSum'] as const)
      if (said[name] !== found[name])
        findings.add(`open_${name}`, `account:${said.code}`, { expected: found[name], found: said[name] })
  }
}

/** What is matched of a day's lines is said as a share of these. */
function checkLineDays(raw: Database, findings: Findings): void {
  for (const { code, day, ...of } of statementsOf(raw).miscounted.all() as LineDay[])
    for (const [name, expected, found] of [
      ['lines', of.lines, of.saidLines],
      ['money', of.money, of.saidMoney],
    ] as const)
      if (expected !== found)
        findings.add(`line_day_${name}`, `account:${code} ${dayOfNumber(Number(day))}`, { expected, found })
}

type LineDay = Readonly<{ code: string } & Record<'day' | 'lines' | 'money' | 'saidLines' | 'saidMoney', bigint>>

/** An item that is open and matched would be counted twice, and one that is neither not at all. */
function checkOnce(raw: Database, findings: Findings): void {
  const { twice, lost } = statementsOf(raw)
  for (const { code, side, item } of twice.all() as Place[])
    findings.add('item_open_and_matched', `${code} ${side}:${item}`, { expected: 'open or matched', found: 'both' })
  for (const { code, side, item } of lost.all() as Place[])
    findings.add('item_neither_open_nor_matched', `${code} ${side}:${item}`, {
      expected: 'open or matched',
      found: 'neither',
    })
}

type Place = Readonly<{ code: string; side: string; item: number }>

function checkSums(raw: Database, findings: Findings): void {
  for (const { id, ofLines, ofPostings } of statementsOf(raw).uneven.all() as Uneven[])
    findings.add('match_sums', `match:${id}`, { expected: ofLines, found: ofPostings })
}

/** Parts that stand come to their item, and each of them is open, matched, or stands in parts itself. */
function checkParts(raw: Database, findings: Findings): void {
  const { unequal, lostParts } = statementsOf(raw)
  for (const { code, item, amount, sum } of unequal.all() as Unequal[])
    findings.add('parts_of_item', `${code} ${item}`, { expected: amount, found: sum })
  for (const { code, side, item } of lostParts.all() as Place[])
    findings.add('item_neither_open_nor_matched', `${code} ${side}:${item}`, {
      expected: 'open or matched',
      found: 'neither',
    })
}

type Unequal = Readonly<{ code: string; item: bigint; amount: bigint; sum: bigint }>

/** What lines were posted as by themselves, or as of an unknown payer, comes to no more than the lines. */
function checkPostedOnce(raw: Database, findings: Findings): void {
  for (const { line, amount, entries } of statementsOf(raw).postedFrom.all({ caller: bankLines }) as PostedFrom[]) {
    // What is reversed is posted no more: that is seldom, and only asked of lines that come to too much.
    const posted = (JSON.parse(entries) as number[]).reduce((sum, entry) => sum + standsOf(raw, entry), 0)
    if (posted > amount) findings.add('line_posted_twice', `line:${line}`, { expected: amount, found: posted })
  }
}

type PostedFrom = Readonly<{ line: number; amount: number; entries: string }>

type Uneven = Readonly<{ id: number; ofLines: bigint; ofPostings: bigint }>

const statementsOf = perConnection((raw) => ({
  // By the keys of lines, and of parts that stand or stood.
  postedFrom: raw.prepare(`
    WITH keyed (item, entry) AS (
      SELECT CAST(substr(key, length('line:') + 1) AS INTEGER), json_extract(answer, '$.transaction')
      FROM operation_key WHERE caller = @caller AND key >= 'line:' AND key < 'line;')
    SELECT line.id AS line, line.amount, json_group_array(entry.id) AS entries
    FROM keyed JOIN entry ON entry.id = keyed.entry
    JOIN statement_line AS line ON line.id = iif(keyed.item > 0, keyed.item, (
      SELECT origin FROM item_part JOIN item_split ON item_split.id = item_part.split
      WHERE item_part.id = 0 - keyed.item))
    GROUP BY line.id HAVING sum(entry.amount) > line.amount`),
  accounts: raw
    .prepare(`
      SELECT account.id, account.code, open_lines AS lines, open_postings AS postings, line_sum AS lineSum,
        posting_sum AS postingSum
      FROM reconciled_account JOIN account ON account.id = reconciled_account.account`)
    .safeIntegers(),
  open: raw
    .prepare(`
      SELECT coalesce(sum(side = 0), 0) AS lines, coalesce(sum(side = 1), 0) AS postings,
        coalesce(sum(iif(side = 0, amount, 0)), 0) AS lineSum, coalesce(sum(iif(side = 1, amount, 0)), 0) AS postingSum
      FROM open_item WHERE account = ?`)
    .safeIntegers(),
  miscounted: raw
    .prepare(`
      WITH told (account, day, lines, money) AS (
        SELECT statement.account, line.day, count(*), sum(abs(amount))
        FROM statement
        CROSS JOIN statement_line AS line ON line.id BETWEEN first_line AND min(opened_to, last_line)
        WHERE state = 'accepted' AND ${linesThatOpen} GROUP BY 1, 2)
      SELECT account.code, day, coalesce(told.lines, 0) AS lines, coalesce(told.money, 0) AS money,
        coalesce(said.lines, 0) AS saidLines, coalesce(said.money, 0) AS saidMoney
      FROM told FULL JOIN line_day AS said USING (account, day) JOIN account ON account.id = account
      WHERE (told.lines, told.money) IS NOT (said.lines, said.money) ORDER BY account.code, day LIMIT 1000`)
    .safeIntegers(),
  twice: raw.prepare(`
    SELECT account.code, iif(side = 0, 'line', 'posting') AS side, item
    FROM open_item JOIN matched_item USING (account, side, item) JOIN account ON account.id = open_item.account
    LIMIT 1000`),
  // What is there to be an item and is none; lines of statements that are being opened are not due yet.
  lost: raw.prepare(`
    SELECT account.code, 'line' AS side, line.id AS item
    FROM statement CROSS JOIN statement_line AS line ON line.id BETWEEN first_line AND last_line
    JOIN account ON account.id = statement.account
    WHERE statement.state = 'accepted' AND statement.opened_to >= last_line AND line.amount <> 0 AND line.is_pending = 0
      AND line.repeats IS NULL
      AND NOT EXISTS (SELECT 1 FROM open_item WHERE open_item.account = statement.account AND side = 0
        AND open_item.day = line.day AND open_item.amount = line.amount AND open_item.item = line.id)
      AND NOT EXISTS (SELECT 1 FROM matched_item WHERE matched_item.account = statement.account AND side = 0
        AND matched_item.item = line.id)
      AND NOT EXISTS (SELECT 1 FROM item_split WHERE item_split.account = statement.account AND side = 0
        AND item_split.item = line.id AND joined_at IS NULL)
    LIMIT 1000`),
  unequal: raw
    .prepare(`
      SELECT account.code, split.item, split.amount, coalesce(sum(item_part.amount), 0) AS sum
      FROM item_split AS split JOIN account ON account.id = split.account LEFT JOIN item_part ON item_part.split = split.id
      WHERE joined_at IS NULL GROUP BY split.id HAVING sum <> split.amount OR count(item_part.id) <> split.parts LIMIT 1000`)
    .safeIntegers(),
  lostParts: raw.prepare(`
    SELECT account.code, iif(split.side = 0, 'line', 'posting') AS side, 0 - item_part.id AS item
    FROM item_split AS split JOIN account ON account.id = split.account JOIN item_part ON item_part.split = split.id
    WHERE joined_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM open_item WHERE open_item.account = split.account AND open_item.side = split.side
        AND open_item.day = split.day AND open_item.amount = item_part.amount AND open_item.item = 0 - item_part.id)
      AND NOT EXISTS (SELECT 1 FROM matched_item WHERE matched_item.account = split.account
        AND matched_item.side = split.side AND matched_item.item = 0 - item_part.id)
      AND NOT EXISTS (SELECT 1 FROM item_split AS inner WHERE inner.account = split.account AND inner.side = split.side
        AND inner.item = 0 - item_part.id AND inner.joined_at IS NULL)
      AND NOT EXISTS (SELECT 1 FROM opening_item WHERE split.side = 1 AND opening_item.account = split.account
        AND opening_item.item = 0 - item_part.id AND ended_at IS NULL)
    LIMIT 1000`),
  uneven: raw
    .prepare(`
      SELECT item_match.id,
        sum(iif(side = 0, coalesce((SELECT amount FROM statement_line WHERE id = item),
          (SELECT amount FROM item_part WHERE id = 0 - item)), 0)) AS ofLines,
        sum(iif(side = 1, coalesce((SELECT iif(debit = item_match.account, amount, -amount) FROM movement WHERE seq = item),
          (SELECT amount FROM item_part WHERE id = 0 - item)), 0)) AS ofPostings
      FROM item_match JOIN matched_item ON matched_item.match = item_match.id
      WHERE item_match.state = 'final' GROUP BY item_match.id HAVING ofLines <> ofPostings LIMIT 1000`)
    .safeIntegers(),
}))
