/**
 * Every posted or held row claims its identity, and every claim is that of such a row: without it the same row could be
 * posted twice. The two are sorted differently, so they are compared as sums of hashes per batch, each read once; only
 * the rows of a batch that differs are looked up one by one.
 */
import type { Database } from 'better-sqlite3'
import type { Findings } from './findings.ts'
import type { PostingLaw, PostingRow } from './postings.ts'

type Claim = readonly [producer: number, txId: string, batch: number, line: number]
type Difference = Readonly<{ producer: number; txId: string; batch: number; line: number }>

const blockRows = 1_000

export class Identities implements PostingLaw {
  readonly #raw: Database
  readonly #counts: Int32Array
  readonly #sums: Int32Array
  readonly #otherSums: Int32Array

  constructor(raw: Database) {
    this.#raw = raw
    const size = 1 + ((raw.prepare('SELECT max(id) FROM batch').pluck().get() as number | null) ?? 0)
    this.#counts = new Int32Array(size)
    this.#sums = new Int32Array(size)
    this.#otherSums = new Int32Array(size)
  }

  take(row: PostingRow): void {
    const [, , , , , , , batch, , , line, producer, txId] = row
    if (batch !== null && line !== null && producer !== null && txId !== null)
      this.#add([producer, txId, batch, line], 1)
  }

  close(findings: Findings): void {
    const held = this.#raw.prepare(`
      SELECT batch.producer_id, held_row.tx_id, held_row.batch_id, held_row.line
      FROM held_row JOIN batch ON batch.id = held_row.batch_id WHERE held_row.state = 'held'`)
    for (const row of held.raw().iterate() as IterableIterator<Claim>) this.#add(row, 1)
    this.#takeClaims()
    const differing = [...this.#counts.keys()].filter(
      (batch) => this.#counts[batch] !== 0 || this.#sums[batch] !== 0 || this.#otherSums[batch] !== 0,
    )
    if (differing.length > 0) this.#lookUp(JSON.stringify(differing), findings)
  }

  #takeClaims(): void {
    const block = this.#raw
      .prepare(`
        SELECT producer_id, tx_id, batch_id, line FROM identity WHERE (producer_id, tx_id) > (?, ?)
        ORDER BY producer_id, tx_id LIMIT ${blockRows}`)
      .raw()
    let rows: Claim[]
    let last: Claim = [Number.MIN_SAFE_INTEGER, '', 0, 0]
    do {
      rows = block.all(last[0], last[1]) as Claim[]
      for (const row of rows) this.#add(row, -1)
      last = rows.at(-1) ?? last
    } while (rows.length === blockRows)
  }

  /** Both sums wrap around, which is all that is asked of them: what was added and taken away leaves nothing. */
  #add([producer, txId, batch, line]: Claim, sign: 1 | -1): void {
    let hash = Math.imul(producer ^ 0x811c9dc5, 0x01000193) ^ Math.imul(line, 0x9e3779b1)
    for (let index = 0; index < txId.length; index += 1) hash = Math.imul(hash ^ txId.charCodeAt(index), 0x01000193)
    const mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
    const other = Math.imul(hash ^ (hash >>> 13) ^ line, 0xc2b2ae35)
    this.#counts[batch] = (this.#counts[batch] ?? 0) + sign
    this.#sums[batch] = (this.#sums[batch] ?? 0) + Math.imul(sign, mixed ^ (mixed >>> 16))
    this.#otherSums[batch] = (this.#otherSums[batch] ?? 0) + Math.imul(sign, other ^ (other >>> 16))
  }

  #lookUp(batches: string, findings: Findings): void {
    const unclaimed = this.#raw.prepare(`
      SELECT row.producer, row.txId, row.batch, row.line FROM (
        SELECT producer_id AS producer, tx_id AS txId, batch_id AS batch, line FROM posting
        WHERE batch_id IN (SELECT value FROM json_each(@batches))
        UNION ALL
        SELECT batch.producer_id, held_row.tx_id, held_row.batch_id, held_row.line
        FROM held_row JOIN batch ON batch.id = held_row.batch_id
        WHERE held_row.state = 'held' AND held_row.batch_id IN (SELECT value FROM json_each(@batches))
      ) AS row
      LEFT JOIN identity ON identity.producer_id = row.producer AND identity.tx_id = row.txId
      WHERE identity.batch_id IS NOT row.batch OR identity.line IS NOT row.line`)
    for (const row of unclaimed.iterate({ batches }) as IterableIterator<Difference>)
      findings.add('row_without_identity', `batch:${row.batch} line:${row.line}`, {
        expected: named(row),
        found: 'none',
      })
    const empty = this.#raw.prepare(`
      SELECT identity.producer_id AS producer, identity.tx_id AS txId, identity.batch_id AS batch, identity.line
      FROM identity
      LEFT JOIN posting ON posting.batch_id = identity.batch_id AND posting.line = identity.line
        AND posting.producer_id = identity.producer_id AND posting.tx_id = identity.tx_id
      LEFT JOIN held_row ON held_row.batch_id = identity.batch_id AND held_row.line = identity.line
        AND held_row.tx_id = identity.tx_id AND held_row.state = 'held'
      WHERE identity.batch_id IN (SELECT value FROM json_each(@batches)) AND posting.seq IS NULL AND held_row.line IS NULL`)
    for (const row of empty.iterate({ batches }) as IterableIterator<Difference>)
      findings.add('identity_without_row', named(row), {
        expected: `batch:${row.batch} line:${row.line}`,
        found: 'none',
      })
  }
}

const named = ({ producer, txId }: Difference): string => `identity:${producer} ${txId}`
