/** That something needs a person: raised, or opened again. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import { invariant } from '../invariant.ts'
import { perConnection } from '../store/compiled.ts'
import { isWanted, noteEvent } from './note-event.ts'

export function noteOpened(raw: Database, at: number, id: number): void {
  if (!isWanted(raw, 'exception.opened')) return
  const found = statementsOf(raw).exception.get(id) as ExceptionRow | undefined
  invariant(found !== undefined, 'an exception is told of that is not there', { exception: id })
  const { dueAt, reopened, ...facts } = found
  noteEvent(raw, at, {
    type: 'exception.opened',
    subject: `exception:${id}`,
    data: { exception: id, ...facts, dueAt: isoOf(dueAt), isReopened: reopened > 0 },
  })
}

type ExceptionRow = Readonly<{
  code: string
  scope: string
  severity: string
  producer: string | null
  batch: number | null
  client: string | null
  rows: number
  amount: number | null
  currency: string | null
  dueAt: number
  reopened: number
}>

const statementsOf = perConnection((raw) => ({
  exception: raw.prepare(`
    SELECT exception.code, exception.scope, exception.severity, producer.code AS producer, exception.batch_id AS batch,
      exception.client_id AS client, exception.rows, exception.amount, exception.currency, exception.due_at AS dueAt,
      exception.reopened
    FROM exception LEFT JOIN producer ON producer.id = exception.producer_id WHERE exception.id = ?`),
}))
