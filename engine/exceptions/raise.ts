/**
 * Raising an exception and settling it, inside the transaction of whatever it is about. A cause is one exception however
 * often it is raised: the same again changes nothing, other facts bring it up to date, and its history says so.
 */
import type { Database } from 'better-sqlite3'
import type { ExceptionCode, ExceptionScope, Resolution } from '../contract/exceptions.ts'
import type { RuleFact } from '../contract/rule-facts.ts'
import { invariant } from '../invariant.ts'
import type { Json } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { dueInMs } from './due.ts'

export type Cause = Readonly<{
  code: ExceptionCode
  scope: ExceptionScope
  producer: number | null
  batch: number | null
  /** Tells two causes of one code apart where no batch does; empty for those of a batch. */
  cause: string
}>

export type ExceptionDraft = Cause &
  Readonly<{
    rows: number
    /** Minor units; null where nobody knows what is at stake. */
    amount: number | null
    /** Only of a single row. */
    client: string | null
    line: number | null
    /** What stood in it. */
    found: string | null
    /** What a rule expected and found. */
    facts: readonly RuleFact[]
    detail: Readonly<Record<string, Json>>
  }>

/** `known`: it was raised before, and nothing about it is new. */
export type Raised = Readonly<{ status: 'raised' | 'changed' | 'reopened' | 'known'; id: number }>

const itself = 'engine'

export function raise(
  raw: Database,
  at: number,
  draft: ExceptionDraft,
  { anew = false }: Readonly<{ anew?: boolean }> = {},
): Raised {
  const known = statementsOf(raw).find.get(keyOf(draft)) as Known | undefined
  if (known === undefined) return { status: 'raised', id: insert(raw, at, draft) }
  const facts = factsOf(draft)
  const same = factNames.every((name) => known[name] === facts[name])
  // A decision stands, unless it was found anew since or more rows came than it was made about. A whole batch is no other
  // for being read further.
  const isMore = draft.scope !== 'batch' && draft.rows > known.rows
  const reopens = known.status === 'resolved' && (anew || isMore)
  if ((same && !reopens) || (known.status === 'resolved' && !reopens)) return { status: 'known', id: known.id }
  statementsOf(raw).change.run({ ...facts, id: known.id, reopens: Number(reopens) })
  const status = reopens ? 'reopened' : 'changed'
  noteEvent(raw, { id: known.id, at, kind: status, detail: { rows: draft.rows, amount: draft.amount } })
  return { status, id: known.id }
}

/** What happened in the world made an end of it, and nobody has to decide. Answers whether there was something to end. */
export function settle(raw: Database, at: number, cause: Cause, resolution: Resolution): boolean {
  const known = statementsOf(raw).find.get(keyOf(cause)) as Known | undefined
  if (known === undefined || known.status === 'resolved') return false
  statementsOf(raw).settle.run({ id: known.id, at, resolution })
  noteEvent(raw, { id: known.id, at, kind: 'settled', detail: { resolution } })
  return true
}

const factNames = ['rows', 'amount', 'client', 'line', 'found', 'detail'] as const
type Facts = Readonly<Record<(typeof factNames)[number], string | number | null>> & Readonly<{ rows: number }>
type Known = Facts & Readonly<{ id: number; status: string }>

const keyOf = ({ code, scope, producer, batch, cause }: Cause) => ({
  code,
  scope,
  producer: producer ?? 0,
  batch: batch ?? 0,
  cause,
})

const factsOf = ({ rows, amount, client, line, found, facts, detail }: ExceptionDraft): Facts => ({
  rows,
  amount,
  client,
  line,
  found,
  detail: JSON.stringify(facts.length === 0 ? detail : { ...detail, facts }),
})

function insert(raw: Database, at: number, draft: ExceptionDraft): number {
  const { code, scope, producer, batch, cause, rows, amount } = draft
  const severity = statementsOf(raw).severity.get(code) as keyof typeof dueInMs | undefined
  invariant(severity !== undefined, 'an exception of a code that the store does not know', { code })
  const dueAt = at + dueInMs[severity]
  const { lastInsertRowid } = statementsOf(raw).insert.run({
    ...factsOf(draft),
    code,
    scope,
    producer,
    batch,
    cause,
    severity,
    at,
    dueAt,
  })
  const id = Number(lastInsertRowid)
  noteEvent(raw, { id, at, kind: 'raised', detail: { rows, amount } })
  return id
}

type Event = Readonly<{
  id: number
  at: number
  kind: 'raised' | 'changed' | 'reopened' | 'settled'
  detail: Readonly<Record<string, Json>>
}>

function noteEvent(raw: Database, { detail, ...event }: Event): void {
  statementsOf(raw).note.run({ ...event, by: itself, detail: JSON.stringify(detail) })
}

const statementsOf = perConnection((raw) => ({
  severity: raw.prepare('SELECT severity FROM exception_code WHERE code = ?').pluck(),
  // Written as the unique index is, so that it is found through it.
  find: raw.prepare(`
    SELECT id, status, rows, amount, client_id AS client, line, found, detail FROM exception
    WHERE code = @code AND ifnull(producer_id, 0) = @producer AND ifnull(batch_id, 0) = @batch
      AND scope = @scope AND cause = @cause`),
  insert: raw.prepare(`
    INSERT INTO exception (code, scope, cause, severity, producer_id, batch_id, client_id, line, rows, amount, currency,
      found, detail, raised_at, due_at)
    SELECT @code, @scope, @cause, @severity, @producer, @batch, @client, @line, @rows, @amount, currency,
      @found, @detail, @at, @dueAt
    FROM workspace`),
  // Older versions kept in `expected` what a rule said in words.
  change: raw.prepare(`
    UPDATE exception SET rows = @rows, amount = @amount, client_id = @client, line = @line, expected = NULL,
      found = @found, detail = @detail, version = version + 1, status = iif(@reopens, 'open', status),
      resolution = iif(@reopens, NULL, resolution), resolved_at = iif(@reopens, NULL, resolved_at)
    WHERE id = @id`),
  settle: raw.prepare(`
    UPDATE exception SET status = 'resolved', waiting_for = NULL, resolution = @resolution, resolved_at = @at,
      version = version + 1
    WHERE id = @id`),
  note: raw.prepare(`
    INSERT INTO exception_event (exception_id, at, by, kind, detail) VALUES (@id, @at, @by, @kind, @detail)`),
}))
