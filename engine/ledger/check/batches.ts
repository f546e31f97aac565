/** Every row of a sealed batch is counted once, and a batch's posted rows and their money are those of its postings. */
import type { Database } from 'better-sqlite3'
import type { Findings } from './findings.ts'
import type { PostingLaw, PostingRow } from './postings.ts'
import { Sums } from './sums.ts'

export class BatchSums implements PostingLaw {
  readonly #raw: Database
  /** The last posting that a seal counts: held rows of a sealed batch may post later. */
  readonly #until: Float64Array
  readonly #posted: Float64Array
  readonly #sums: Sums

  constructor(raw: Database) {
    this.#raw = raw
    const size = 1 + ((raw.prepare('SELECT max(id) FROM batch').pluck().get() as number | null) ?? 0)
    this.#until = new Float64Array(size)
    this.#posted = new Float64Array(size)
    this.#sums = new Sums(size)
    const rows = raw.prepare('SELECT id, sealed_seq FROM batch').raw().iterate()
    for (const [id, until] of rows as IterableIterator<[number, number | null]>)
      this.#until[id] = until ?? Number.MAX_SAFE_INTEGER
  }

  take(row: PostingRow, findings: Findings): void {
    const batch = row[7]
    if (batch === null) return
    const until = this.#until[batch]
    if (until === undefined) {
      findings.add('posting_without_batch', `posting:${row[0]}`, { expected: `batch:${batch}`, found: 'none' })
    } else if (row[0] <= until) {
      this.#posted[batch] = (this.#posted[batch] ?? 0) + 1
      this.#sums.add(batch, row[3])
    }
  }

  close(findings: Findings): void {
    const rows = this.#raw
      .prepare(`
        SELECT id, rows, posted + repeats + conflicts + faults + held + unposted, posted, sum, sealed_at IS NOT NULL
        FROM batch`)
      .safeIntegers()
      .raw()
      .iterate() as IterableIterator<[bigint, bigint, bigint, bigint, bigint, bigint]>
    for (const [id, total, counted, posted, sum, isSealed] of rows) {
      const subject = `batch:${id}`
      const [postings, money] = [BigInt(this.#posted[Number(id)] ?? 0), this.#sums.get(Number(id))]
      if (isSealed === 1n && total !== counted)
        findings.add('row_equation_broken', subject, { expected: total, found: counted })
      if (postings !== posted) findings.add('batch_count_differs', subject, { expected: posted, found: postings })
      if (money !== sum) findings.add('batch_sum_differs', subject, { expected: sum, found: money })
    }
  }
}
