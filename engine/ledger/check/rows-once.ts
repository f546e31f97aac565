/**
 * No row of a batch is posted twice, and none that still waits is posted. Rows are posted in the order of their lines, so
 * in the order of the postings a batch's lines only grow; one that does not is a held row that was released later.
 */
import type { Database } from 'better-sqlite3'
import type { Findings } from './findings.ts'
import type { PostingLaw, PostingRow } from './postings.ts'

export class RowsOnce implements PostingLaw {
  readonly #lastLine: Float64Array
  /** Batches of which rows were ever held. */
  readonly #hasHeld: Uint8Array
  readonly #held

  constructor(raw: Database) {
    const size = 1 + ((raw.prepare('SELECT max(id) FROM batch').pluck().get() as number | null) ?? 0)
    this.#lastLine = new Float64Array(size)
    this.#hasHeld = new Uint8Array(size)
    const batches = raw.prepare('SELECT DISTINCT batch_id FROM held_row').pluck().all() as number[]
    for (const batch of batches) this.#hasHeld[batch] = 1
    this.#held = raw.prepare('SELECT posting FROM held_row WHERE batch_id = ? AND line = ?').raw()
  }

  take(row: PostingRow, findings: Findings): void {
    const [seq, batch, line] = [row[0], row[7], row[10]]
    if (batch === null || line === null) return
    if (this.#hasHeld[batch] === 1) {
      const held = this.#held.get(batch, line) as [number | null] | undefined
      if (held !== undefined && held[0] !== seq) return this.#tell(row, held[0] ?? 'not posted', findings)
      if (held !== undefined) return
    }
    const last = this.#lastLine[batch] ?? 0
    if (line > last) this.#lastLine[batch] = line
    else this.#tell(row, `a line behind ${last}`, findings)
  }

  close(): void {
    // Every posting said what there is to say.
  }

  #tell(row: PostingRow, expected: string | number, findings: Findings): void {
    findings.add('row_posted_again', `batch:${row[7]} line:${row[10]}`, { expected, found: `posting:${row[0]}` })
  }
}
