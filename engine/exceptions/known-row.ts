/** The row that has claimed a TxId already: what a conflict is with. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { KnownRow } from '../contract/exceptions.ts'
import { identityHash } from '../identities/identity-hash.ts'
import { findPlaces } from '../identities/runs.ts'
import { ClaimedRows } from '../ingest/posting/claimed-row.ts'
import { postingOfRow } from '../ledger/row-posting.ts'
import { perConnection } from '../store/compiled.ts'

type Asked = Readonly<{ batch: number; line: number; txId: string }>

/** Null where none is there any more, because it was let go since. */
export function knownRow(raw: Database, { batch, line, txId }: Asked): KnownRow | null {
  const { producer, seed } = statement(raw).get(batch) as { producer: number; seed: number }
  const claimed = new ClaimedRows(raw)
  for (const place of findPlaces(raw, producer, identityHash(seed, txId))) {
    if (place.batch === batch && place.line === line) continue
    const content = claimed.contentOf(place, txId)
    if (content?.txId !== txId) continue
    const { client, location, type, amount, occurredAt } = content
    const row = { occurredAt: isoOf(occurredAt), client, location, txId, type, amount }
    return { ...place, row, transaction: postingOfRow(raw, place) }
  }
  return null
}

const statement = perConnection((raw) =>
  raw.prepare(`
    SELECT batch.producer_id AS producer, workspace.hash_seed AS seed FROM batch JOIN workspace WHERE batch.id = ?`),
)
