/**
 * What the deep check proves of batches beyond the laws of the ledger: a second pass over all postings, each with
 * everything it holds, because roots are taken over all of it. Like the first it reads in small blocks.
 */
import type { Database } from 'better-sqlite3'
import type { Findings } from '../../ledger/check/findings.ts'
import type { PostingValues } from '../../ledger/posting-writer.ts'
import { Pieces } from './pieces.ts'
import { column } from './posting-columns.ts'
import { checkSeals } from './seals.ts'
import { checkVolumeSums } from './volume-sums.ts'
import { VolumeSums } from './volumes.ts'

const blockRows = 1_000

export function checkBatches(raw: Database, findings: Findings): void {
  // All columns as they stand, because a root is over all of them.
  const block = raw.prepare(`SELECT * FROM movement WHERE seq > ? ORDER BY seq LIMIT ${blockRows}`).raw()
  const pieces = new Pieces(raw, findings)
  const volumes = new VolumeSums(raw)
  try {
    let from: number = Number.MIN_SAFE_INTEGER
    for (;;) {
      const rows = block.all(from) as PostingValues[]
      for (const values of rows) {
        pieces.take(values)
        volumes.take(values, { isOlder: pieces.isOld(values) })
      }
      if (rows.length < blockRows) break
      from = rows.at(-1)?.[column.seq] as number
    }
    pieces.close()
  } finally {
    pieces.end()
  }
  volumes.close(findings)
  checkVolumeSums(raw, findings)
  checkSeals(raw, findings)
}
