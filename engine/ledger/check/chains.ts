/**
 * What histories and statements walk along: each posting names the one before it of both its accounts, an account names
 * its last one and how many it has, and every 64th is marked. A link that is wrong would hide postings from their account.
 */
import type { Database } from 'better-sqlite3'
import { markEvery } from '../posting-writer.ts'
import type { Chart } from './chart.ts'
import type { Findings } from './findings.ts'
import type { PostingLaw, PostingRow } from './postings.ts'

export class Chains implements PostingLaw {
  readonly #raw: Database
  readonly #chart: Chart
  readonly #last: Float64Array
  readonly #postings: Float64Array
  readonly #marks: Uint32Array
  /** Accounts whose chains have broken once: what follows is no news. */
  readonly #told: Uint8Array
  readonly #mark

  constructor(raw: Database, chart: Chart) {
    this.#raw = raw
    this.#chart = chart
    this.#last = new Float64Array(chart.size)
    this.#postings = new Float64Array(chart.size)
    this.#marks = new Uint32Array(chart.size)
    this.#told = new Uint8Array(chart.size)
    this.#mark = raw.prepare('SELECT 1 FROM account_mark WHERE account = ? AND posting = ?').pluck()
  }

  take(row: PostingRow, findings: Findings): void {
    this.#link(row[0], { account: row[1], previous: row[12] }, findings)
    this.#link(row[0], { account: row[2], previous: row[13] }, findings)
  }

  close(findings: Findings): void {
    const rows = this.#raw
      .prepare(`
        SELECT id, code, currency, last_posting, postings, coalesce(marks, 0) FROM account
        LEFT JOIN (SELECT account, count(*) AS marks FROM account_mark GROUP BY account) AS mark
        ON mark.account = account.id`)
      .raw()
      .iterate() as IterableIterator<[number, string, string, number, number, number]>
    for (const [id, code, currency, last, postings, marks] of rows) {
      const subject = this.#chart.name(code, currency)
      const [expectedLast, expected] = [this.#last[id] ?? 0, this.#postings[id] ?? 0]
      if (last !== expectedLast) findings.add('last_posting_differs', subject, { expected: expectedLast, found: last })
      if (postings !== expected) findings.add('postings_differ', subject, { expected, found: postings })
      // Those that should be there were looked up as their postings came; here it shows when there are others.
      const met = this.#marks[id] ?? 0
      if (marks !== met) findings.add('mark_without_posting', subject, { expected: met, found: marks })
    }
  }

  #link(seq: number, { account, previous }: Readonly<{ account: number; previous: number }>, findings: Findings): void {
    if (!this.#chart.has(account)) return
    const expected = this.#last[account] ?? 0
    if (previous !== expected && this.#told[account] === 0) {
      this.#told[account] = 1
      const subject = `${this.#chart.nameOf(account)} at posting:${seq}`
      findings.add('previous_posting_differs', subject, { expected, found: previous })
    }
    this.#last[account] = seq
    const postings = (this.#postings[account] ?? 0) + 1
    this.#postings[account] = postings
    if (postings % markEvery === 0) this.#expectMark(account, seq, findings)
  }

  #expectMark(account: number, seq: number, findings: Findings): void {
    if (this.#mark.get(account, seq) !== undefined) this.#marks[account] = (this.#marks[account] ?? 0) + 1
    else
      findings.add('mark_missing', `${this.#chart.nameOf(account)} at posting:${seq}`, {
        expected: 'a mark',
        found: 'none',
      })
  }
}
