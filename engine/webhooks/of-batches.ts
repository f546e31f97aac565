/** What a batch has come to: posted, held for a person, rejected, or reversed. Asked wherever one may have come to it. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { WebhookEventType } from '../contract/webhook-events.ts'
import { invariant } from '../invariant.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import { isWanted, noteEvent } from './note-event.ts'

/** Anything else it is on the way to one of these. */
export function noteBatch(raw: Database, at: number, id: number): void {
  const batch = statementsOf(raw).batch.get(id) as BatchRow | undefined
  invariant(batch !== undefined, 'a batch is told of that is not there', { batch: id })
  const type = typeOf[batch.state]
  if (type === undefined || !isWanted(raw, type)) return
  const { producer, file, rows, posted, repeats, conflicts, faults, held, unposted, sum, reasons, receivedAt } = batch
  noteEvent(raw, at, {
    type,
    subject: `batch:${id}`,
    data: {
      batch: id,
      producer,
      file,
      receivedAt: isoOf(receivedAt),
      rows: { all: rows, posted, repeats, conflicts, faults, held, unposted },
      posted: { amount: sum, currency: homeOf(raw).currency },
      reasons: JSON.parse(reasons) as string[],
    },
  })
}

type BatchRow = Readonly<{
  state: string
  producer: string
  file: string
  rows: number
  posted: number
  repeats: number
  conflicts: number
  faults: number
  held: number
  unposted: number
  sum: number
  reasons: string
  receivedAt: number
}>

const typeOf: Readonly<Record<string, WebhookEventType>> = {
  posted: 'batch.posted',
  held: 'batch.held',
  rejected: 'batch.rejected',
  reversed: 'batch.reversed',
}

const statementsOf = perConnection((raw) => ({
  batch: raw.prepare(`
    SELECT batch.state, producer.code AS producer, batch.file, batch.rows, batch.posted, batch.repeats, batch.conflicts,
      batch.faults, batch.held, batch.unposted, batch.sum, batch.reasons, batch.received_at AS receivedAt
    FROM batch JOIN producer ON producer.id = batch.producer_id WHERE batch.id = ?`),
}))
