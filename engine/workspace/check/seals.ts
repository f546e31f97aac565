/**
 * The chain of a batch's pieces ends in the batch's own root, and a sealed batch's root is the one that the audit chain
 * holds: whoever changes a posting would have to change the audit chain with it.
 */
import type { Database } from 'better-sqlite3'
import type { Findings } from '../../ledger/check/findings.ts'
import { noRoot } from './pieces.ts'

type Sealed = Readonly<{ batch: number; root: Buffer | null; lastPiece: Buffer | null; isPosted: number }>

export function checkSeals(raw: Database, findings: Findings): void {
  const sealedAs = raw
    .prepare(`
      SELECT iif(json_valid(detail), detail ->> '$.root', NULL) FROM audit_record
      WHERE subject = ? AND action = 'batch.seal' AND outcome = 'posted' ORDER BY seq DESC LIMIT 1`)
    .pluck()
  const batches = raw
    .prepare(`
      SELECT id AS batch, root_hash AS root, (SELECT root FROM batch_piece WHERE batch_id = batch.id
          ORDER BY first_line DESC LIMIT 1) AS lastPiece,
        sealed_at IS NOT NULL AND state <> 'rejected' AS isPosted
      FROM batch`)
    .iterate() as IterableIterator<Sealed>
  for (const { batch, root, lastPiece, isPosted } of batches) {
    const subject = `batch:${batch}`
    const found = hex(root)
    // Pieces of an older version have no root of their own, and their batch's root is over its postings alone.
    if (lastPiece !== null && !lastPiece.equals(noRoot) && hex(lastPiece) !== found)
      findings.add('batch_root_differs', subject, { expected: hex(lastPiece), found })
    const sealed = isPosted === 1 ? ((sealedAs.get(subject) as string | null | undefined) ?? 'none') : found
    if (sealed !== found) findings.add('seal_differs', subject, { expected: sealed, found })
  }
}

const hex = (root: Buffer | null): string => root?.toString('hex') ?? 'none'
