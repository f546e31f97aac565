/**
 * Suspending takes one person and effect at once: whoever posts asks for the producer's state in the same transaction.
 * Resuming takes two, and marks that its held payments are to be tried again.
 */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import { tellOfResumption, tellOfSuspension } from '../notifications/of-producers.ts'
import type { RefusalOf } from '../operations/refusal.ts'
import { command, type Json } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { noteProducer } from '../webhooks/of-producers.ts'
import { decideDue } from './expectations.ts'

type Suspending = Readonly<{ id: number; reason: string }>
type Suspended =
  | Readonly<{ status: 'done' }>
  | Readonly<{ status: 'not_found' }>
  | Readonly<{ status: 'producer_suspended'; by: string; at: string }>

export const suspendProducer = command({
  topics: ['producers', 'batches', 'ingest'],
  record: ({ id, reason }: Suspending, { status }: Suspended) => ({
    action: 'producers.suspend',
    subject: `producer:${id}`,
    outcome: status,
    detail: { reason },
  }),
  run: ({ raw, at, actor }, { id, reason }): Suspended => suspend({ raw, at }, id, { by: actor, reason }),
})

/** What it does, for whoever does it in a transaction of their own. */
export function suspend(
  { raw, at }: Readonly<{ raw: Database; at: number }>,
  id: number,
  { by, reason }: Readonly<{ by: string; reason: string }>,
): Suspended {
  const producer = find(raw, id)
  if (producer === null) return { status: 'not_found' }
  if (producer.suspension !== null) return { status: 'producer_suspended', ...whoAndWhen(producer.suspension) }
  // While it is suspended nothing is expected of it; what was due before is decided first.
  decideDue(raw, id, at)
  statementsOf(raw).suspend.run({ id, at, by, reason })
  tellOfSuspension(raw, at, id, { by, reason })
  noteProducer(raw, at, id, { type: 'producer.suspended', by, reason })
  return { status: 'done' }
}

export type Resumed =
  | Readonly<{ status: 'done'; code: string; before: Json; after: Json }>
  | RefusalOf<'producer_unknown'>
  | RefusalOf<'producer_not_suspended'>

/** The suspension itself is part of the effect: one that came after the proposal was not meant by it. */
export function resumeProducer({ raw, at }: Readonly<{ raw: Database; at: number }>, producer: number): Resumed {
  const found = find(raw, producer)
  if (found === null) return { status: 'producer_unknown', producer }
  if (found.suspension === null) return { status: 'producer_not_suspended', producer }
  statementsOf(raw).resume.run({ id: producer, at })
  tellOfResumption(raw, at, producer)
  const { by, at: since, reason } = found.suspension
  noteProducer(raw, at, producer, { type: 'producer.resumed' })
  return {
    status: 'done',
    code: found.code,
    before: { state: 'suspended', since: isoOf(since), by, reason },
    after: { state: 'active' },
  }
}

type Suspension = Readonly<{ at: number; by: string; reason: string }>
type Found = Readonly<{ code: string; suspension: Suspension | null }>

function find(raw: Database, id: number): Found | null {
  const row = statementsOf(raw).find.get(id) as
    | { code: string; at: number | null; by: string; reason: string }
    | undefined
  if (row === undefined) return null
  const { code, at, by, reason } = row
  return { code, suspension: at === null ? null : { at, by, reason } }
}

const whoAndWhen = ({ by, at }: Suspension) => ({ by, at: isoOf(at) })

const statementsOf = perConnection((raw) => ({
  find: raw.prepare(`
    SELECT code, suspended_at AS at, suspended_by AS by, suspended_for AS reason FROM producer WHERE id = ?`),
  suspend: raw.prepare(`
    UPDATE producer SET state = 'suspended', suspended_at = @at, suspended_by = @by, suspended_for = @reason,
      expected_after = NULL, retry_after = NULL
    WHERE id = @id`),
  resume: raw.prepare(`
    UPDATE producer SET state = 'active', suspended_at = NULL, suspended_by = NULL, suspended_for = NULL,
      expected_after = iif(schedule IS NULL, NULL, @at), retry_after = ''
    WHERE id = @id`),
}))
