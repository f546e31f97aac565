/** Compares batches of a store behind the engine's back, as it stands on one connection: also before it is rolled back. */
import type { Database } from 'better-sqlite3'
import type { Engine } from '../../../engine/engine.ts'
import { judgedFile } from '../../../engine/ingest/file-of-batch.ts'
import { BatchComparison, type Compared } from '../../../engine/ingest/verify/compare-batch.ts'
import { sealedBatch } from '../../../engine/ingest/verify/sealed-batch.ts'
import { withRawStore } from '../../ledger/raw-store.ts'

export async function compareOn(raw: Database, engine: Engine, batch: number): Promise<Compared> {
  const { ring } = await engine.opened()
  const keys = [{ generation: 1, key: ring.archiveKey(1) }]
  const standing = sealedBatch(raw, batch)
  const file = judgedFile({ raw }, { batch })
  if (standing.status !== 'sealed' || file === null) throw new Error(`batch ${batch} is not sealed`)
  const parts = { batch: standing.batch, file, folder: engine.layout.archive, keys, strays: null }
  const comparison = new BatchComparison(raw, parts)
  for (;;) {
    const step = await comparison.next()
    if (step.status === 'compared') return step
  }
}

/** What is found after the damage, which is taken back: `line what field expected found` of each difference. */
export async function foundAfter(
  engine: Engine,
  batch: number,
  damage: string | ((raw: Database) => void),
): Promise<readonly string[]> {
  return withRawStore(engine, async (raw) => {
    // Writing from the first word on: between a read and the first write the engine could commit, and that can't be waited for.
    raw.exec('BEGIN IMMEDIATE; PRAGMA defer_foreign_keys = ON')
    raw.pragma('ignore_check_constraints = ON')
    try {
      const triggers = raw.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).pluck().all() as string[]
      for (const name of triggers) raw.exec(`DROP TRIGGER ${name}`)
      if (typeof damage === 'string') raw.exec(damage)
      else damage(raw)
      const { told } = await compareOn(raw, engine, batch)
      return told.map(({ line, what, field, expected, found }) =>
        [line ?? '-', what, field ?? '-', shown(expected), shown(found)].join(' '),
      )
    } finally {
      raw.exec('ROLLBACK')
    }
  })
}

/** Roots are told apart by what they are, not by their figures. */
const shown = (value: string | null): string => (value === null ? '-' : /^[0-9a-f]{64}$/.test(value) ? 'root' : value)
