/**
 * The laws of reconciliation over the whole store: every item is open or in one match, what an account says is open is what
 * is, and the two sides of a final match come to the same.
 */
import type { Database } from 'better-sqlite3'
import type { Findings } from '../ledger/check/findings.ts'
import { perConnection } from '../store/compiled.ts'

export function checkReconciliation(raw: Database, findings: Findings): void {
  checkCounts(raw, findings)
  checkOnce(raw, findings)
  checkSums(raw, findings)
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

type Uneven = Readonly<{ id: number; ofLines: bigint; ofPostings: bigint }>

const statementsOf = perConnection((raw) => ({
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
    LIMIT 1000`),
  uneven: raw
    .prepare(`
      SELECT item_match.id,
        sum(iif(side = 0, (SELECT amount FROM statement_line WHERE id = item), 0)) AS ofLines,
        sum(iif(side = 1, (SELECT iif(debit = item_match.account, amount, -amount) FROM movement WHERE seq = item), 0))
          AS ofPostings
      FROM item_match JOIN matched_item ON matched_item.match = item_match.id
      WHERE item_match.state = 'final' GROUP BY item_match.id HAVING ofLines <> ofPostings LIMIT 1000`)
    .safeIntegers(),
}))
