/** What expected payments say of their money is what was posted for them, and every withdrawal and settlement is one of them. */
import type { Database } from 'better-sqlite3'
import type { Findings } from '../ledger/check/findings.ts'

export function checkExpected(raw: Database, findings: Findings): void {
  for (const [subject, expected, found] of raw.prepare(unlike).raw().iterate() as IterableIterator<Difference>)
    findings.add('expected_payment_differs', subject, { expected: expected ?? 'none', found: found ?? 'none' })
}

type Difference = [subject: string, expected: string | null, found: string | null]

const unlike = `
  WITH RECURSIVE chain (withdrawal, branch, id, amount) AS (
    SELECT entry.id, child.kind, child.id, child.amount FROM entry JOIN entry AS child ON child.related = entry.id
    WHERE entry.kind = 'withdrawal'
    UNION ALL
    SELECT withdrawal, branch, next.id, -sign(chain.amount) * next.amount
    FROM chain JOIN entry AS next ON next.related = chain.id),
  paid AS (SELECT withdrawal, sum(amount) AS amount FROM chain WHERE branch = 'payout' GROUP BY withdrawal),
  said AS (
    SELECT withdrawal AS entry, 'withdrawal ' || (-amount) || ' ' || currency || ' paid ' || (-paid) AS claim
    FROM expected_payment WHERE kind = 'withdrawal'
    UNION ALL
    SELECT entry, 'settlement ' || (abs(paid) + fee_expense + fee_income) || ' ' || currency
    FROM expected_payment WHERE kind = 'settlement' AND entry IS NOT NULL),
  made AS (
    SELECT id AS entry, CASE kind
      WHEN 'withdrawal' THEN 'withdrawal ' || entry.amount || ' ' || currency || ' paid ' || coalesce(paid.amount, 0)
      ELSE 'settlement ' || entry.amount || ' ' || currency END AS claim
    FROM entry LEFT JOIN paid ON paid.withdrawal = entry.id WHERE kind IN ('withdrawal', 'settlement'))
  SELECT 'transaction:' || coalesce(said.entry, made.entry), said.claim, made.claim
  FROM said FULL JOIN made ON made.entry = said.entry WHERE said.claim IS NOT made.claim`
