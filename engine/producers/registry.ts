/** Reading the registry of producers. */
import { isoOf } from '../calendar/instant.ts'
import type { Contact, Producer, ProducerFile, ProducerKind } from '../contract/producers.ts'
import type { Schedule } from '../contract/schedules.ts'
import { invariant } from '../invariant.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { agreementInForce, findAgreement } from './agreements.ts'
import { lastExpectation, nextExpectation, onTimeDays, recentStates } from './expectations.ts'

/** What the store knows; where its drop folder lies, the host knows. */
export type ProducerRecord = Omit<Producer, 'dropFolder'>
export type ProducerFileRecord = Omit<ProducerFile, 'dropFolder'>

const onTimeDaysShown = 30
const recentShown = 30

export const listProducers = ({ raw }: QueryContext, _: null): readonly ProducerRecord[] =>
  (statementsOf(raw).all.all() as Row[]).map((row) => recordOf({ raw }, row))

export function findProducer({ raw }: QueryContext, { id }: Readonly<{ id: number }>): ProducerFileRecord | null {
  const row = statementsOf(raw).one.get(id) as Row | undefined
  if (row === undefined) return null
  const agreement = findAgreement({ raw }, { producer: id })
  invariant(agreement !== null, 'a producer without an agreement', { id })
  return { ...recordOf({ raw }, row), agreement, onTime: onTimeDays(raw, id, onTimeDaysShown) }
}

/** What each look through the drop folders needs, without counting anybody's batches. */
export const producerCodes = ({ raw }: Pick<QueryContext, 'raw'>, _: null) =>
  statementsOf(raw).codes.all() as readonly Readonly<{ id: number; code: string; settleMs: number }>[]

type Row = Readonly<{
  id: number
  code: string
  name: string
  kind: ProducerKind
  state: 'active' | 'suspended'
  suspendedAt: number | null
  suspendedBy: string
  suspendedFor: string
  contacts: string
  schedule: string | null
  expectedAfter: number | null
  createdAt: number
  version: number
  batches: number
  lastBatchAt: number | null
}>

function recordOf({ raw }: Pick<QueryContext, 'raw'>, row: Row): ProducerRecord {
  const { id, code, name, kind, state, version, batches } = row
  const { version: agreementVersion, agreement } = agreementInForce({ raw }, { producer: id })
  const { suspendedAt, suspendedBy, suspendedFor, lastBatchAt } = row
  return {
    id,
    code,
    name,
    kind,
    state,
    suspension: suspendedAt === null ? null : { at: isoOf(suspendedAt), by: suspendedBy, reason: suspendedFor },
    locations: agreement.places,
    contacts: JSON.parse(row.contacts) as Contact[],
    schedule: row.schedule === null ? null : (JSON.parse(row.schedule) as Schedule),
    lastExpected: lastExpectation(raw, id),
    nextExpected: nextExpectation(raw, row),
    recent: recentStates(raw, id, recentShown),
    agreementVersion,
    createdAt: isoOf(row.createdAt),
    batches,
    lastBatchAt: lastBatchAt === null ? null : isoOf(lastBatchAt),
    version,
  }
}

const statementsOf = perConnection((raw) => {
  const newest = 'SELECT max(version) FROM agreement WHERE agreement.producer_id = producer.id'
  const rows = `
    SELECT id, code, name, kind, state, suspended_at AS suspendedAt, suspended_by AS suspendedBy,
      suspended_for AS suspendedFor, contacts, schedule, expected_after AS expectedAfter, created_at AS createdAt, version,
      (SELECT count(*) FROM batch WHERE batch.producer_id = producer.id) AS batches,
      (SELECT received_at FROM batch WHERE batch.producer_id = producer.id ORDER BY batch.id DESC LIMIT 1) AS lastBatchAt
    FROM producer`
  return {
    all: raw.prepare(`${rows} ORDER BY id`),
    one: raw.prepare(`${rows} WHERE id = ?`),
    codes: raw.prepare(`
      SELECT producer.id, producer.code,
        CAST(coalesce(document ->> '$.limits.settleSeconds', 2) * 1000 AS INTEGER) AS settleMs
      FROM producer LEFT JOIN agreement ON agreement.producer_id = producer.id AND agreement.version = (${newest})`),
  }
})
