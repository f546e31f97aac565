/**
 * The consistency check: the laws of the ledger over the whole store, in one snapshot. Every difference is named with
 * what was expected and what was found; sums are SQL's or bigint, because they may pass what a number holds exactly.
 */
import type { Database } from 'better-sqlite3'
import type { CheckResult, Finding } from '../contract/workspace.ts'
import type { QueryContext } from '../store/command.ts'

const findingsMax = 1_000

export function checkLedger({ raw }: Pick<QueryContext, 'raw'>, _: null): CheckResult {
  const differences = [
    ...balancesDiffer(raw),
    ...walletsBelow(raw),
    ...accountsDoNotCancel(raw),
    ...kindsDoNotExplainWallets(raw),
    ...batchesDiffer(raw),
  ].slice(0, findingsMax)
  const postings = raw.prepare('SELECT count(*) FROM posting').pluck().get() as number
  return { consistent: differences.length === 0, differences, postings }
}

/** Law 4: a stored balance equals the sum of its postings. */
function balancesDiffer(raw: Database): Finding[] {
  const rows = raw
    .prepare(`
      WITH moved AS (
        SELECT account, sum(amount) AS sum FROM (
          SELECT credit AS account, amount FROM posting UNION ALL SELECT debit, -amount FROM posting
        ) GROUP BY account)
      SELECT account.code, account.balance AS found, coalesce(moved.sum, 0) AS expected
      FROM account LEFT JOIN moved ON moved.account = account.id
      WHERE account.balance <> coalesce(moved.sum, 0) LIMIT ${findingsMax}`)
    .safeIntegers()
    .all() as { code: string; found: bigint; expected: bigint }[]
  return rows.map((row) => finding('balance_differs', row.code, row.expected, row.found))
}

/** Law 3: no wallet below its overdraft limit. */
function walletsBelow(raw: Database): Finding[] {
  const rows = raw
    .prepare(`
      SELECT code, balance, overdraft FROM account
      WHERE kind = 'wallet' AND balance < -overdraft LIMIT ${findingsMax}`)
    .safeIntegers()
    .all() as { code: string; balance: bigint; overdraft: bigint }[]
  return rows.map((row) => finding('wallet_below_limit', row.code, -row.overdraft, row.balance))
}

/** Law 1: what one account gained another lost, per currency. */
function accountsDoNotCancel(raw: Database): Finding[] {
  const rows = raw
    .prepare('SELECT currency, sum(balance) AS sum FROM account GROUP BY currency HAVING sum(balance) <> 0')
    .safeIntegers()
    .all() as { currency: string; sum: bigint }[]
  return rows.map((row) => finding('accounts_do_not_cancel', row.currency, 0n, row.sum))
}

/** Law 6: all wallets together are what each kind of operation added less what it took. */
function kindsDoNotExplainWallets(raw: Database): Finding[] {
  const [row] = raw
    .prepare(`
      SELECT
        (SELECT coalesce(sum(balance), 0) FROM account WHERE kind = 'wallet') AS found,
        (SELECT coalesce(sum(CASE kind WHEN 'TopUp' THEN amount ELSE -amount END), 0) FROM posting) AS expected`)
    .safeIntegers()
    .all() as { found: bigint; expected: bigint }[]
  return row === undefined || row.found === row.expected
    ? []
    : [finding('wallets_not_explained', 'wallets', row.expected, row.found)]
}

/** A sealed batch's counts are its rows, and its sum is the money of its postings. */
function batchesDiffer(raw: Database): Finding[] {
  const equations = raw
    .prepare(`
      SELECT id, rows AS expected, posted + repeats + conflicts + faults + held + unposted AS found FROM batch
      WHERE sealed_at IS NOT NULL AND rows <> posted + repeats + conflicts + faults + held + unposted
      LIMIT ${findingsMax}`)
    .safeIntegers()
    .all() as { id: bigint; expected: bigint; found: bigint }[]
  // Held rows of a sealed batch may post later; the seal counts what was posted until then.
  const sums = raw
    .prepare(`
      SELECT batch.id, batch.posted AS expected, batch.sum AS expectedSum, count(posting.seq) AS found,
        coalesce(sum(posting.amount), 0) AS foundSum
      FROM batch LEFT JOIN posting ON posting.batch_id = batch.id AND posting.seq <= batch.sealed_seq
      WHERE batch.sealed_at IS NOT NULL
      GROUP BY batch.id HAVING found <> expected OR foundSum <> expectedSum LIMIT ${findingsMax}`)
    .safeIntegers()
    .all() as { id: bigint; expected: bigint; expectedSum: bigint; found: bigint; foundSum: bigint }[]
  return [
    ...equations.map((row) => finding('row_equation_broken', `batch:${row.id}`, row.expected, row.found)),
    ...sums.map((row) => finding('batch_sum_differs', `batch:${row.id}`, row.expectedSum, row.foundSum)),
  ]
}

const finding = (code: string, subject: string, expected: bigint, found: bigint): Finding => ({
  code,
  subject,
  expected: String(expected),
  found: String(found),
})
