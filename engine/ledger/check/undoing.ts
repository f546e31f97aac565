/**
 * Refunds, payouts, chargebacks and reversals never come to more than what they undo. Undoing an undoing gives back what
 * it used: used(x) is the sum of amount(y) - used(y) over every y that undoes x.
 */
import type { Database } from 'better-sqlite3'
import type { Findings } from './findings.ts'

/** Newest first: whatever undoes an entry is newer, so each one's use is complete when its turn comes. */
export function checkUndoing(raw: Database, findings: Findings): void {
  const used = new Map<number, bigint>()
  const rows = raw
    .prepare('SELECT id, related, CAST(amount AS TEXT) FROM entry WHERE related IS NOT NULL ORDER BY id DESC')
    .raw()
    .iterate() as IterableIterator<[number, number, string]>
  for (const [id, related, amountText] of rows) {
    const amount = BigInt(amountText)
    const ofIt = used.get(id) ?? 0n
    used.delete(id)
    holdAgainst(id, { amount, used: ofIt }, findings)
    if (related >= id) findings.add('undone_later', `entry:${id}`, { expected: `before ${id}`, found: related })
    else used.set(related, (used.get(related) ?? 0n) + amount - ofIt)
  }
  checkOriginals(raw, used, findings)
}

/** What is left are rows of batches and entries that undo nothing themselves. */
function checkOriginals(raw: Database, used: ReadonlyMap<number, bigint>, findings: Findings): void {
  const amountOf = raw
    .prepare(`
      SELECT coalesce(entry.amount, posting.amount) FROM movement AS posting LEFT JOIN entry ON entry.id = posting.entry
      WHERE posting.seq = ? AND (posting.entry IS NULL OR posting.entry = posting.seq)`)
    .safeIntegers()
    .pluck()
  for (const [id, of] of used) {
    const amount = amountOf.get(id) as bigint | undefined
    if (amount === undefined)
      findings.add('undone_transaction_missing', `transaction:${id}`, { expected: 'a transaction', found: 'none' })
    else holdAgainst(id, { amount, used: of }, findings)
  }
}

function holdAgainst(
  id: number,
  { amount, used }: Readonly<{ amount: bigint; used: bigint }>,
  findings: Findings,
): void {
  if (used > amount) findings.add('undone_too_much', `transaction:${id}`, { expected: amount, found: used })
}
