/**
 * Raising an exception and settling it, inside the transaction of whatever it is about. A cause is one exception however
 * often it is raised: the same again changes nothing, other facts bring it up to date, and its history says so.
 */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { ExceptionCode, ExceptionScope, ExceptionStatus, Resolution, Severity } from '../contract/exceptions.ts'
import type { RuleFact } from '../contract/rule-facts.ts'
import { tellOfRaised } from '../notifications/of-cases.ts'
import type { Json } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { noteOpened } from '../webhooks/of-exceptions.ts'
import { changeCase, itself, noteEvent } from './case.ts'
import { dueAfter, severityOf, worseOf } from './severity.ts'

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
    /** The transaction that it is about, where that is posted. */
    posting?: number | null
  }>

/** `known`: it was raised before, and nothing about it is new. */
export type Raised = Readonly<{ status: 'raised' | 'changed' | 'reopened' | 'known'; id: number }>

export type RaiseOptions = Readonly<{
  /** It was found once more, so that an earlier end of it counts no more. */
  anew?: boolean
  /** It is worse than it was, in what neither rows nor money tell: whoever put it off hears of it. */
  worse?: boolean
  /** What its history says of this beside rows and money. */
  told?: Readonly<Record<string, Json>>
}>

export function raise(raw: Database, at: number, draft: ExceptionDraft, options: RaiseOptions = {}): Raised {
  const { anew = false, worse = false, told = {} } = options
  const known = findCause(raw, draft)
  if (known === undefined) return { status: 'raised', id: insert(raw, at, draft, told) }
  const facts = factsOf(draft)
  const same = factNames.every((name) => known[name] === facts[name])
  // A decision stands, unless it was found anew since or more rows came than it was made about. A whole batch is no other
  // for being read further.
  const isMore = draft.scope !== 'batch' && draft.rows > known.rows
  const reopens = known.status === 'resolved' && (anew || isMore)
  if ((same && !reopens) || (known.status === 'resolved' && !reopens)) return { status: 'known', id: known.id }
  const stakes = stakesOf(raw, at, { known, draft, reopens })
  const isAsleep = known.snoozedUntil !== null
  const wakes = isAsleep && (worse || isMore || (draft.amount ?? 0) > (known.amount ?? 0))
  statementsOf(raw).change.run({
    ...facts,
    ...stakes.now,
    id: known.id,
    reopens: Number(reopens),
    wakes: Number(wakes),
  })
  const { rows, amount } = draft
  const status = reopens ? 'reopened' : 'changed'
  noteEvent(raw, at, { id: known.id, by: itself, kind: status, detail: { rows, amount, ...stakes.told, ...told } })
  if (wakes) noteEvent(raw, at, { id: known.id, by: itself, kind: 'woken', detail: {} })
  if (reopens || 'severity' in stakes.told)
    tellOfRaised(raw, at, { id: known.id, code: draft.code, severity: stakes.now.severity })
  if (reopens) noteOpened(raw, at, known.id)
  return { status, id: known.id }
}

/**
 * What happened in the world made an end of it: by itself, or because somebody decided about more than this. Answers
 * whether there was something to end.
 */
export function settle(
  raw: Database,
  at: number,
  cause: Cause,
  resolution: Resolution,
  by: string = itself,
  told: Readonly<Record<string, Json>> = {},
): boolean {
  const known = findCause(raw, cause)
  if (known === undefined || known.status === 'resolved') return false
  const detail = { resolution, ...told }
  changeCase(raw, at, { id: known.id, by, kind: 'settled', detail, to: { status: 'resolved', resolution } })
  return true
}

/** What is known of a cause that was raised before, ended or not. */
export const findCause = (raw: Database, cause: Cause): Known | undefined =>
  statementsOf(raw).find.get(keyOf(cause)) as Known | undefined

type Stakes = Readonly<{ severity: Severity; dueAt: number }>

/** By itself an exception only ever gets worse, and is only ever due sooner; opened again, its time begins anew. */
function stakesOf(
  raw: Database,
  at: number,
  { known, draft, reopens }: Readonly<{ known: Known; draft: ExceptionDraft; reopens: boolean }>,
): Readonly<{ now: Stakes; told: Readonly<Record<string, Json>> }> {
  const severity = worseOf(known.severity, severityOf(raw, draft))
  const isWorse = severity !== known.severity
  if (!reopens && !isWorse) return { now: { severity, dueAt: known.dueAt }, told: {} }
  const fresh = dueAfter(raw, at, severity)
  const dueAt = reopens ? fresh : Math.min(known.dueAt, fresh)
  return { now: { severity, dueAt }, told: { ...(isWorse ? { severity } : {}), dueAt: isoOf(dueAt) } }
}

const factNames = ['rows', 'amount', 'client', 'line', 'found', 'detail'] as const
type Facts = Readonly<Record<(typeof factNames)[number], string | number | null>> &
  Readonly<{ rows: number; amount: number | null; detail: string }>
export type Known = Facts & Stakes & Readonly<{ id: number; status: ExceptionStatus; snoozedUntil: number | null }>

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

function insert(raw: Database, at: number, draft: ExceptionDraft, told: Readonly<Record<string, Json>>): number {
  const { code, scope, producer, batch, cause, rows, amount } = draft
  const severity = severityOf(raw, draft)
  const { lastInsertRowid } = statementsOf(raw).insert.run({
    ...factsOf(draft),
    code,
    scope,
    producer,
    batch,
    cause,
    severity,
    posting: draft.posting ?? null,
    at,
    dueAt: dueAfter(raw, at, severity),
  })
  const id = Number(lastInsertRowid)
  noteEvent(raw, at, { id, by: itself, kind: 'raised', detail: { rows, amount, ...told } })
  tellOfRaised(raw, at, { id, code, severity })
  noteOpened(raw, at, id)
  return id
}

const statementsOf = perConnection((raw) => ({
  // Written as the unique index is, so that it is found through it.
  find: raw.prepare(`
    SELECT id, status, severity, due_at AS dueAt, snoozed_until AS snoozedUntil, rows, amount, client_id AS client,
      line, found, detail FROM exception
    WHERE code = @code AND ifnull(producer_id, 0) = @producer AND ifnull(batch_id, 0) = @batch
      AND scope = @scope AND cause = @cause`),
  insert: raw.prepare(`
    INSERT INTO exception (code, scope, cause, severity, producer_id, batch_id, client_id, line, rows, amount, currency,
      found, detail, posting, raised_at, due_at)
    SELECT @code, @scope, @cause, @severity, @producer, @batch, @client, @line, @rows, @amount, currency,
      @found, @detail, @posting, @at, @dueAt
    FROM workspace`),
  // Older versions kept in `expected` what a rule said in words. Whoever works on it goes on, also when it is opened again.
  change: raw.prepare(`
    UPDATE exception SET rows = @rows, amount = @amount, client_id = @client, line = @line, expected = NULL,
      found = @found, detail = @detail, severity = @severity, due_at = @dueAt, version = version + 1,
      status = CASE WHEN NOT @reopens THEN status WHEN owner IS NULL THEN 'open' ELSE 'in_progress' END,
      resolution = iif(@reopens, NULL, resolution), resolved_at = iif(@reopens, NULL, resolved_at),
      resolved_by = iif(@reopens, NULL, resolved_by), reopened = reopened + @reopens,
      snoozed_until = iif(@wakes, NULL, snoozed_until)
    WHERE id = @id`),
}))
