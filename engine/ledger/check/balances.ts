/**
 * Laws 1 and 4: a posting moves money between two accounts of its own currency, the balances that it left are those of
 * all postings up to it, and a stored balance is what all of them come to.
 */
import type { Database } from 'better-sqlite3'
import type { Chart } from './chart.ts'
import type { Findings } from './findings.ts'
import type { PostingLaw, PostingRow } from './postings.ts'
import { Sums, type Whole } from './sums.ts'

export class RunningBalances implements PostingLaw {
  readonly #raw: Database
  readonly #chart: Chart
  readonly #sums: Sums
  /** Accounts whose balances have differed once: from there on they all would. */
  readonly #told: Uint8Array

  constructor(raw: Database, chart: Chart) {
    this.#raw = raw
    this.#chart = chart
    this.#sums = new Sums(chart.size)
    this.#told = new Uint8Array(chart.size)
  }

  take(row: PostingRow, findings: Findings): void {
    const [seq, debit, credit, amount, debitAfter, creditAfter, , , , currency] = row
    if (!this.#chart.isIn(debit, currency)) this.#foreign(seq, debit, currency, findings)
    if (!this.#chart.isIn(credit, currency)) this.#foreign(seq, credit, currency, findings)
    this.#sums.add(debit, -amount)
    this.#sums.add(credit, amount)
    if (!this.#sums.is(debit, debitAfter)) this.#differs(seq, debit, debitAfter, findings)
    if (!this.#sums.is(credit, creditAfter)) this.#differs(seq, credit, creditAfter, findings)
  }

  close(findings: Findings): void {
    const rows = this.#raw.prepare('SELECT id, code, currency, balance FROM account').safeIntegers().raw().iterate()
    for (const [id, code, currency, balance] of rows as IterableIterator<[bigint, string, string, bigint]>) {
      const sum = this.#sums.get(Number(id))
      if (sum !== balance)
        findings.add('balance_differs', this.#chart.name(code, currency), { expected: sum, found: balance })
    }
  }

  #foreign(seq: number, account: number, currency: string, findings: Findings): void {
    const found = this.#chart.has(account) ? this.#chart.nameOf(account) : 'no such account'
    findings.add('posting_between_currencies', `posting:${seq}`, { expected: currency, found })
  }

  #differs(seq: number, account: number, found: Whole, findings: Findings): void {
    if (!this.#chart.has(account) || this.#told[account] !== 0) return
    this.#told[account] = 1
    const subject = `${this.#chart.nameOf(account)} at posting:${seq}`
    findings.add('balance_after_differs', subject, { expected: this.#sums.get(account), found })
  }
}
