/** Holding a batch for a person: before its first row, or at the boundary of a piece when its producer is suspended. */
import type { Database } from 'better-sqlite3'
import { raiseForBatch } from '../exceptions/raise-for-batch.ts'
import { perConnection } from '../store/compiled.ts'
import { noteBatch } from '../webhooks/of-batches.ts'
import { readVerdict } from './check/stored-verdict.ts'
import type { Spoken } from './check/verdict.ts'

/** What is posted stays posted, because nothing is undone silently; what is not is plainly shown. */
export function holdStopped(raw: Database, batch: number, at: number): void {
  const spoken: Spoken = { code: 'PRODUCER_SUSPENDED', effect: 'hold', facts: [] }
  const { verdict, hold } = statementsOf(raw)
  const before = readVerdict(verdict.get(batch) as string)
  const all = [...before.filter((each) => each.code !== spoken.code), spoken]
  hold.run({ batch, verdict: JSON.stringify(all), reasons: JSON.stringify(all.map((each) => each.code)) })
  // What somebody has overruled stays so.
  raiseForBatch(raw, at, batch, all, { anew: [spoken.code] })
  noteBatch(raw, at, batch)
}

const statementsOf = perConnection((raw) => ({
  verdict: raw.prepare('SELECT verdict FROM batch WHERE id = ?').pluck(),
  hold: raw.prepare(`UPDATE batch SET state = 'held', verdict = @verdict, reasons = @reasons WHERE id = @batch`),
}))
