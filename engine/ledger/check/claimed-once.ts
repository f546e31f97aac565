/**
 * No TxId of a producer is claimed by two rows: that is what posting exactly once means, and no index holds it. Hashes are
 * spread evenly, so one part of them after another is gathered from all runs and sorted; where two are equal the rows' own
 * texts decide.
 */
import type { Database } from 'better-sqlite3'
import { lowerBound, unpack } from '../../identities/entries.ts'
import { isRefusedSql } from '../../identities/let-go.ts'
import { findPlaces } from '../../identities/runs.ts'
import { postingOfRow } from '../row-posting.ts'
import type { Findings } from './findings.ts'

const hashes = 2 ** 53
const gatheredAtOnce = 200_000

export function checkClaimedOnce(raw: Database, findings: Findings): void {
  const producers = raw
    .prepare(`SELECT producer_id, sum(identities) FROM identity_run WHERE state = 'ready' GROUP BY producer_id`)
    .raw()
    .all() as [number, number][]
  for (const [producer, identities] of producers) {
    const parts = Math.ceil(identities / gatheredAtOnce)
    for (let part = 0; part < parts; part += 1) {
      const from = Math.floor((hashes / parts) * part)
      const to = part === parts - 1 ? hashes : Math.floor((hashes / parts) * (part + 1))
      for (const hash of twiceIn(raw, { producer, from, to })) compareRows(raw, { producer, hash }, findings)
    }
  }
}

/** Hashes from one to another that more than one row has. */
function twiceIn(
  raw: Database,
  { producer, from, to }: Readonly<{ producer: number; from: number; to: number }>,
): ReadonlySet<number> {
  const blocks = raw
    .prepare(`
      SELECT block.entries FROM identity_run AS run CROSS JOIN identity_block AS block ON block.run = run.id
        AND block.first < @to AND block.first >= coalesce(
          (SELECT max(first) FROM identity_block WHERE identity_block.run = run.id AND first <= @from), 0)
      WHERE run.producer_id = @producer AND run.state = 'ready'`)
    .pluck()
    .iterate({ producer, from, to }) as IterableIterator<Buffer>
  const parts: Float64Array[] = []
  for (const packed of blocks) {
    const block = unpack(packed)
    parts.push(block.hashes.slice(lowerBound(block.hashes, from), lowerBound(block.hashes, to)))
  }
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  all.sort()
  const twice = new Set<number>()
  for (let i = 1; i < all.length; i += 1) if (all[i] === all[i - 1]) twice.add(all[i] ?? 0)
  return twice
}

function compareRows(
  raw: Database,
  { producer, hash }: Readonly<{ producer: number; hash: number }>,
  findings: Findings,
): void {
  const byTxId = new Map<string, string>()
  for (const place of findPlaces(raw, producer, hash)) {
    const txId = txIdOf(raw, place)
    if (txId === null) continue
    const subject = `batch:${place.batch} line:${place.line}`
    const other = byTxId.get(txId)
    if (other === undefined) byTxId.set(txId, subject)
    else findings.add('identity_claimed_twice', `identity:${producer} ${txId}`, { expected: other, found: subject })
  }
}

// What was refused is never posted, so that another row may have its TxId.
const heldTxId = `
  SELECT tx_id FROM held_row WHERE batch_id = @batch AND line = @line AND NOT (${isRefusedSql})`

function txIdOf(raw: Database, place: Readonly<{ batch: number; line: number }>): string | null {
  const posting = postingOfRow(raw, place)
  const found =
    posting === null
      ? raw.prepare(heldTxId).pluck().get(place)
      : raw.prepare('SELECT tx_id FROM movement WHERE seq = ?').pluck().get(posting)
  return typeof found === 'string' ? found : null
}
