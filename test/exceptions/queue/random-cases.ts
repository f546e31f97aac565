/** Exceptions in every state that the store allows, written straight into it. */
import type { Database } from 'better-sqlite3'
import fc from 'fast-check'
import { exceptionCodes, resolutions, severities } from '../../../engine/contract/exceptions.ts'

/** Instants lie so close that many are the same, and bounds are hit exactly. */
export const begin = Date.parse('2024-03-01T00:00:00Z')
export const minuteMs = 60_000
export const instants = fc.integer({ min: 0, max: 12 }).map((minutes) => begin + minutes * minuteMs)

export const clients = ['Ada', 'adam', 'B', 'Č'] as const
export const codes = exceptionCodes.slice(0, 6)
/** Far beyond what a test takes. */
const asleepUntil = Date.parse('2099-01-01T00:00:00Z')

export type People = Readonly<Record<string, number>>

export type World = Readonly<{
  batches: readonly Readonly<{ id: number; producer: number }>[]
  /** Exceptions that are of no batch may be of these, too. */
  otherProducers: readonly number[]
  people: People
}>

export type CaseDraft = Readonly<{
  code: string
  scope: string
  severity: string
  status: string
  waitingFor: string | null
  resolution: string | null
  producer: number | null
  batch: number | null
  client: string | null
  line: number | null
  rows: number
  amount: number | null
  found: string | null
  owner: number | null
  raisedAt: number
  dueAt: number
  resolvedAt: number | null
  resolvedBy: string | null
  snoozedUntil: number | null
  touchedAt: number | null
  touchedBy: string | null
}>

const amounts = fc.oneof(
  fc.constant(null),
  fc.integer({ min: 0, max: 5 }),
  fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
)

export function caseDrafts({ batches, otherProducers, people }: World): fc.Arbitrary<CaseDraft> {
  const owners = fc.constantFrom(null, ...Object.values(people))
  return fc
    .record({
      code: fc.constantFrom(...codes),
      severity: fc.constantFrom(...severities),
      status: fc.constantFrom('open', 'in_progress', 'waiting', 'resolved'),
      waitingFor: fc.constantFrom('client', 'producer', 'approval'),
      resolution: fc.constantFrom(...resolutions),
      scope: fc.constantFrom('fault', 'conflict', 'hold', 'batch', 'producer', 'client', 'engine'),
      of: fc.constantFrom(...batches),
      client: fc.option(fc.constantFrom(...clients)),
      rows: fc.integer({ min: 1, max: 3 }),
      amount: amounts,
      found: fc.constantFrom(null, 'x12', 'ADA', '100%', '_'),
      owner: owners,
      raisedAt: instants,
      dueAt: instants,
      resolvedAt: instants,
      snoozed: fc.constantFrom('never', 'never', 'asleep', 'awake'),
      touchedAt: fc.option(instants),
      other: fc.constantFrom(null, ...otherProducers),
    })
    .map(({ of, other, snoozed, ...draft }) => {
      const ofBatch = ['fault', 'conflict', 'hold', 'batch'].includes(draft.scope)
      const single = draft.rows === 1 || draft.scope === 'client'
      const resolved = draft.status === 'resolved'
      const until = snoozed === 'asleep' ? asleepUntil : snoozed === 'awake' ? begin : null
      return {
        ...draft,
        waitingFor: draft.status === 'waiting' ? draft.waitingFor : null,
        resolution: resolved ? draft.resolution : null,
        resolvedAt: resolved ? draft.resolvedAt : null,
        resolvedBy: resolved ? 'engine' : null,
        producer: ofBatch ? of.producer : other,
        batch: ofBatch ? of.id : null,
        client: single ? (draft.scope === 'client' ? (draft.client ?? 'B') : draft.client) : null,
        line: null,
        // What stands there of a whole batch is from an older version, and is shown as what a rule found.
        found: draft.scope === 'batch' ? null : draft.found,
        snoozedUntil: resolved ? null : until,
        touchedBy: draft.touchedAt === null ? null : 'admin',
      }
    })
}

let causes = 0

/** Answers its number. Each has a cause of its own, so that there may be many of a kind. */
export function insertCase(raw: Database, draft: CaseDraft): number {
  causes += 1
  const { lastInsertRowid } = raw
    .prepare(`
      INSERT INTO exception (code, scope, cause, severity, status, waiting_for, resolution, producer_id, batch_id, client_id,
        line, rows, amount, currency, found, owner, raised_at, due_at, resolved_at, resolved_by, snoozed_until,
        first_touched_at, touched_at, touched_by)
      VALUES (@code, @scope, @cause, @severity, @status, @waitingFor, @resolution, @producer, @batch, @client, @line, @rows,
        @amount, 'USD', @found, @owner, @raisedAt, @dueAt, @resolvedAt, @resolvedBy, @snoozedUntil, @touchedAt, @touchedAt,
        @touchedBy)`)
    .run({ ...draft, cause: `random ${causes}` })
  const id = Number(lastInsertRowid)
  noteEvent(raw, id, { at: draft.raisedAt, by: 'engine', kind: 'raised' })
  return id
}

export const noteEvent = (
  raw: Database,
  id: number,
  { at, by, kind }: Readonly<{ at: number; by: string; kind: string }>,
): unknown =>
  raw
    .prepare(`INSERT INTO exception_event (exception_id, at, by, kind, detail) VALUES (?, ?, ?, ?, '{}')`)
    .run(id, at, by, kind)
