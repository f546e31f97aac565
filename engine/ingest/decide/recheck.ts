/** Checking a batch again, by the agreement that is in force now: as if it had only just been received. */
import type { Database } from 'better-sqlite3'
import { raiseForBatch } from '../../exceptions/raise-for-batch.ts'
import { noteArrival } from '../../producers/expectations.ts'
import { command } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { noteBatch } from '../../webhooks/of-batches.ts'
import { refusalOf } from '../receive.ts'
import type { Decided, Deciding } from './reject.ts'
import { type Standing, standingOf } from './standing.ts'

export const recheckBatch = command({
  topics: ['batches', 'producers', 'ingest', 'exceptions'],
  record: ({ id, reason }: Deciding, { status }: Decided) => ({
    action: 'batches.recheck',
    subject: `batch:${id}`,
    outcome: status,
    detail: { reason },
  }),
  run: ({ raw, at }, { id }): Decided => {
    const standing = standingOf(raw, id)
    if (standing === null) return { status: 'not_found' }
    const { state, isBegun, posted } = standing
    if (state !== 'held' && !isRejectedByRules(standing)) return { status: 'batch_not_held', batch: id, state }
    if (isBegun) return { status: 'batch_partly_posted', batch: id, posted }
    const { dropNotes, receiveAgain } = statementsOf(raw)
    dropNotes.run(id)
    receiveAgain.run(id)
    if (!isRefusedAgain(raw, at, id))
      noteArrival(raw, { batch: id, producer: standing.producer, at: receivedAt(raw, id) })
    return { status: 'done' }
  },
})

/** What a person rejected stays so: the file can be dropped again. */
const isRejectedByRules = ({ state, verdict }: Standing): boolean =>
  state === 'rejected' && verdict.some(({ effect }) => effect === 'reject')

/** The same bytes may have come in another batch since; then they are posted by that one. */
function isRefusedAgain(raw: Database, at: number, id: number): boolean {
  const { arrival, same, refuse } = statementsOf(raw)
  const { sha256, bytes } = arrival.get(id) as { sha256: Buffer; bytes: number }
  const spoken = refusalOf({ bytes }, same.get(sha256, id) as number | undefined)
  if (spoken === null) return false
  refuse.run({ id, at, verdict: JSON.stringify([spoken]), reasons: JSON.stringify([spoken.code]) })
  raiseForBatch(raw, at, id, [spoken], { anew: 'all' })
  noteBatch(raw, at, id)
  return true
}

const receivedAt = (raw: Database, id: number): number => statementsOf(raw).receivedAt.get(id) as number

const statementsOf = perConnection((raw) => ({
  dropNotes: raw.prepare('DELETE FROM batch_row WHERE batch_id = ?'),
  receiveAgain: raw.prepare(`
    UPDATE batch SET state = 'received', verdict = '[]', reasons = '[]', warnings = '[]', rows = 0, faults = 0,
      unposted = 0, rows_checked = NULL, faults_checked = 0, file_sum = NULL, valid_sum = NULL, first_at = NULL,
      last_at = NULL, format = NULL, encoding = NULL, agreement_version = NULL, checked_at = NULL, posting_since = NULL,
      bytes_done = 0, sealed_at = NULL, sealed_seq = NULL
    WHERE id = ?`),
  arrival: raw.prepare('SELECT sha256, bytes FROM batch WHERE id = ?'),
  receivedAt: raw.prepare('SELECT received_at FROM batch WHERE id = ?').pluck(),
  same: raw.prepare(`SELECT id FROM batch WHERE sha256 = ? AND id <> ? AND state <> 'rejected' LIMIT 1`).pluck(),
  refuse: raw.prepare(`
    UPDATE batch SET state = 'rejected', verdict = @verdict, reasons = @reasons, sealed_at = @at, sealed_seq = 0
    WHERE id = @id`),
}))
