/**
 * Every posted or held row claims its identity, and every claim is that of such a row: without it the same row could be
 * posted twice. The two are sorted differently, so they are compared as sums of hashes per batch, each read once; only
 * the rows of a batch that differs are looked up one by one.
 */
import type { Database } from 'better-sqlite3'
import { unpack } from '../../identities/entries.ts'
import { identityHash } from '../../identities/identity-hash.ts'
import { findPlaces } from '../../identities/runs.ts'
import { postingOfRow } from '../row-posting.ts'
import type { Findings } from './findings.ts'
import type { PostingLaw, PostingRow } from './postings.ts'
import { TxIdHash } from './tx-id-hash.ts'

type Claim = Readonly<{ producer: number; hash: number; batch: number; line: number }>
type Row = Readonly<{ producer: number; txId: string; batch: number; line: number }>

export class Identities implements PostingLaw {
  readonly #raw: Database
  readonly #seed: number
  readonly #hash: TxIdHash
  readonly #producers: Float64Array
  readonly #counts: Int32Array
  readonly #sums: Int32Array
  readonly #otherSums: Int32Array

  constructor(raw: Database) {
    this.#raw = raw
    this.#seed = (raw.prepare('SELECT hash_seed FROM workspace').pluck().get() as number | undefined) ?? 0
    this.#hash = new TxIdHash(this.#seed)
    const size = 1 + ((raw.prepare('SELECT max(id) FROM batch').pluck().get() as number | null) ?? 0)
    this.#producers = new Float64Array(size)
    this.#counts = new Int32Array(size)
    this.#sums = new Int32Array(size)
    this.#otherSums = new Int32Array(size)
    const batches = raw.prepare('SELECT id, producer_id FROM batch').raw().iterate()
    for (const [id, producer] of batches as IterableIterator<[number, number]>) this.#producers[id] = producer
  }

  take(row: PostingRow): void {
    const [batch, line, txId] = [row[7], row[10], row[11]]
    if (batch === null || line === null || txId === null) return
    this.#add(this.#producers[batch] ?? 0, this.#hash.of(txId), batch, line, 1)
  }

  close(findings: Findings): void {
    const held = this.#raw
      .prepare(`
        SELECT batch_id, line, tx_id FROM held_row WHERE state <> 'posted'
        UNION ALL SELECT batch_id, line, txId FROM (${firstTxIds})`)
      .raw()
      .iterate()
    for (const [batch, line, txId] of held as IterableIterator<[number, number, string]>)
      this.#add(this.#producers[batch] ?? 0, this.#hash.of(txId), batch, line, 1)
    for (const { producer, hash, batch, line } of this.#claims()) this.#add(producer, hash, batch, line, -1)
    const differing = [...this.#counts.keys()].filter(
      (batch) => this.#counts[batch] !== 0 || this.#sums[batch] !== 0 || this.#otherSums[batch] !== 0,
    )
    if (differing.length > 0) this.#lookUp(new Set(differing), findings)
  }

  *#claims(): Generator<Claim> {
    const runs = this.#raw.prepare(`SELECT id, producer_id FROM identity_run WHERE state = 'ready'`).raw().all()
    const block = this.#raw
      .prepare('SELECT first, entries FROM identity_block WHERE run = ? AND first > ? ORDER BY first LIMIT 1')
      .raw()
    for (const [run, producer] of runs as [number, number][]) {
      for (let after = -1; ; ) {
        const found = block.get(run, after) as [number, Buffer] | undefined
        if (found === undefined) break
        after = found[0]
        const { hashes, batches, lines } = unpack(found[1])
        for (let i = 0; i < hashes.length; i += 1)
          yield { producer, hash: hashes[i] ?? 0, batch: batches[i] ?? 0, line: lines[i] ?? 0 }
      }
    }
  }

  /** Both sums wrap around, which is all that is asked of them: what was added and taken away leaves nothing. */
  #add(producer: number, hash: number, batch: number, line: number, sign: 1 | -1): void {
    const low = (hash | 0) ^ Math.imul(producer ^ 0x811c9dc5, 0x01000193)
    const high = Math.floor(hash / 0x1_0000_0000) | 0
    const all = Math.imul(low ^ Math.imul(high, 0x85ebca77), 0x9e3779b1) ^ Math.imul(line, 0xc2b2ae35)
    const mixed = Math.imul(all ^ (all >>> 15), 0x85ebca6b)
    const other = Math.imul(all ^ (all >>> 13) ^ low, 0xc2b2ae3d)
    this.#counts[batch] = (this.#counts[batch] ?? 0) + sign
    this.#sums[batch] = (this.#sums[batch] ?? 0) + Math.imul(sign, mixed ^ (mixed >>> 16))
    this.#otherSums[batch] = (this.#otherSums[batch] ?? 0) + Math.imul(sign, other ^ (other >>> 16))
  }

  #lookUp(batches: ReadonlySet<number>, findings: Findings): void {
    const told = new Set<number>()
    for (const row of this.#rowsOf([...batches])) {
      const { producer, txId, batch, line } = row
      const places = findPlaces(this.#raw, producer, identityHash(this.#seed, txId))
      if (places.some((place) => place.batch === batch && place.line === line)) continue
      told.add(batch)
      const subject = `batch:${batch} line:${line}`
      findings.add('row_without_identity', subject, { expected: `identity:${producer} ${txId}`, found: 'none' })
    }
    for (const claim of this.#claims()) {
      const { producer, batch, line } = claim
      if (!batches.has(batch) || this.#isOfRow(claim)) continue
      told.add(batch)
      const subject = `identity:${producer} of batch:${batch} line:${line}`
      findings.add('identity_without_row', subject, { expected: 'a row with this TxId', found: 'none' })
    }
    for (const batch of batches) {
      if (told.has(batch)) continue
      const expected = 'one identity for each row'
      findings.add('identities_differ', `batch:${batch}`, { expected, found: `${-(this.#counts[batch] ?? 0)} more` })
    }
  }

  #rowsOf(batches: readonly number[]): IterableIterator<Row> {
    const rows = this.#raw.prepare(`
      SELECT batch.producer_id AS producer, row.tx_id AS txId, row.batch_id AS batch, row.line FROM (
        SELECT tx_id, batch_id, line FROM movement WHERE batch_id IN (SELECT value FROM json_each(@batches))
        UNION ALL
        SELECT tx_id, batch_id, line FROM held_row
        WHERE state <> 'posted' AND batch_id IN (SELECT value FROM json_each(@batches))
        UNION ALL
        SELECT txId, batch_id, line FROM (${firstTxIds})
        WHERE batch_id IN (SELECT value FROM json_each(@batches))) AS row
      JOIN batch ON batch.id = row.batch_id`)
    return rows.iterate({ batches: JSON.stringify(batches) }) as IterableIterator<Row>
  }

  #isOfRow({ producer, hash, batch, line }: Claim): boolean {
    if (this.#producers[batch] !== producer) return false
    const posting = postingOfRow(this.#raw, { batch, line })
    const txId =
      posting === null
        ? this.#raw.prepare('SELECT tx_id FROM held_row WHERE batch_id = ? AND line = ?').pluck().get(batch, line)
        : this.#raw.prepare('SELECT tx_id FROM movement WHERE seq = ?').pluck().get(posting)
    const first = this.#raw.prepare(`SELECT txId FROM (${firstTxIds}) WHERE batch_id = ? AND line = ?`).pluck()
    return [txId, first.get(batch, line)].some(
      (each) => typeof each === 'string' && identityHash(this.#seed, each) === hash,
    )
  }
}

// A row that was held and corrected to another TxId keeps the first one too, so that it is known when it comes again.
const firstTxIds = `
  SELECT batch_id, line, original ->> 'txId' AS txId FROM row_decision
  WHERE undone_at IS NULL AND original ->> 'txId' <> corrected ->> 'txId'`
