/**
 * What people are told of cases: that one was given to them, that somebody answered about theirs, that one is critical, late
 * or of a kind that somebody looks after. What is over, or somebody else's by now, nobody has to see to any more.
 */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { ExceptionCode, Severity } from '../contract/exceptions.ts'
import type { NotificationKind } from '../contract/notifications.ts'
import type { CaseChange } from '../exceptions/case.ts'
import { invariant } from '../invariant.ts'
import { perConnection } from '../store/compiled.ts'
import { everybody, findPerson, type Person, permitted } from './people.ts'
import { type Facts, type Note, takeBack, tell } from './tell.ts'

export type Raised = Readonly<{ id: number; code: ExceptionCode; severity: Severity }>

/** It was raised, opened again, or is worse than it was. Most are nobody's before somebody takes them. */
export function tellOfRaised(raw: Database, at: number, { id, code, severity }: Raised): void {
  const special = kindOf[code]
  const kinds: readonly NotificationKind[] = [
    ...(special === undefined ? [] : [special]),
    ...(severity === 'critical' ? ['case_critical' as const] : []),
  ]
  if (kinds.length === 0) return
  const found = caseOf(raw, id)
  const addressees = special === 'message_failed' ? concernedBy(raw, found) : null
  for (const person of everybody(raw)) {
    // Told of it once, by what it is first of all.
    const kind = kinds.find((each) => permitted(each, person) && isAddressed(each, person, addressees))
    if (kind !== undefined) tell(raw, at, person, noteOf(kind, found))
  }
}

/** Called for everything that happens to a case, so what nobody is told of costs nothing. */
export function tellOfChange(raw: Database, at: number, { id, by, kind, to, owner, detail }: CaseChange): void {
  if (to?.status === 'resolved') noteOver(raw, at, id)
  if (owner !== undefined) tellOfOwner(raw, at, { id, by, owner })
  if (kind === 'answered')
    tellOwner(raw, at, { id, by, kind, more: { of: detail.of ?? null, answer: detail.answer ?? null } })
  if (kind === 'woken' && to === undefined) tellOfWoken(raw, at, id)
}

const hourMs = 3_600_000

/** While it was put off nobody was told that it falls due. */
export function tellOfWoken(raw: Database, at: number, id: number): void {
  const { dueAt, status } = caseOf(raw, id)
  if (status === 'resolved' || dueAt > at + hourMs) return
  tellOwner(raw, at, { id, by: null, kind: dueAt > at ? 'due_soon' : 'overdue' })
}

export type CaseRow = Readonly<{
  id: number
  code: ExceptionCode
  cause: string
  severity: Severity
  status: string
  owner: number | null
  producer: string | null
  amount: number | null
  currency: string | null
  dueAt: number
  detail: string
}>

export const caseSubject = (id: number): string => `exception:${id}`

export const caseFacts = ({ code, severity, producer, amount, currency, dueAt }: CaseRow): Facts => ({
  code,
  severity,
  producer,
  amount,
  currency,
  dueAt: isoOf(dueAt),
})

/** Codes of which those are told who look after what they are about. */
const kindOf: Readonly<Partial<Record<ExceptionCode, NotificationKind>>> = {
  BATCH_MISSING: 'producer_late',
  JOB_FAILED: 'job_failed',
  CHECK_FAILED: 'check_failed',
  MESSAGE_FAILED: 'message_failed',
}

/** What asks somebody to do something about a case; that one was answered stays to be read. */
const workKinds: readonly NotificationKind[] = [
  'assigned',
  'due_soon',
  'overdue',
  'unowned_overdue',
  'case_critical',
  'producer_late',
  'message_failed',
  'job_failed',
  'check_failed',
]
const ownersKinds: readonly NotificationKind[] = ['assigned', 'due_soon', 'overdue']

function noteOver(raw: Database, at: number, id: number): void {
  takeBack(raw, at, { subject: caseSubject(id), kinds: workKinds })
  const job = statementsOf(raw).job.get(id) as string | undefined
  if (job !== undefined) takeBack(raw, at, { subject: `job:${job}`, kinds: ['job_failed'] })
}

type Given = Readonly<{ id: number; by: string; owner: number | null }>

function tellOfOwner(raw: Database, at: number, { id, by, owner }: Given): void {
  const subject = caseSubject(id)
  takeBack(raw, at, { subject, kinds: ownersKinds, ...(owner === null ? {} : { exceptUser: owner }) })
  if (owner === null) return
  takeBack(raw, at, { subject, kinds: ['unowned_overdue'] })
  tellOwner(raw, at, { id, by, kind: 'assigned' })
}

type OwnersNote = Readonly<{ id: number; by: string | null; kind: NotificationKind; more?: Facts }>

/** Nobody is told of what they did themselves. */
function tellOwner(raw: Database, at: number, { id, by, kind, more = {} }: OwnersNote): void {
  const found = caseOf(raw, id)
  const person = found.owner === null ? null : findPerson(raw, found.owner)
  if (person === null || person.name === by) return
  const facts = { ...caseFacts(found), ...more, ...(by === null ? {} : { by }) }
  tell(raw, at, person, { kind, subject: caseSubject(id), facts })
}

function noteOf(kind: NotificationKind, found: CaseRow): Note {
  const facts = { ...caseFacts(found), ...factsOfDetail(kind, found) }
  return { kind, subject: kind === 'job_failed' ? `job:${found.cause}` : caseSubject(found.id), facts }
}

function factsOfDetail(kind: NotificationKind, { detail, cause }: CaseRow): Facts {
  const known = JSON.parse(detail) as Facts
  switch (kind) {
    case 'producer_late':
      return { expectedAt: cause }
    case 'job_failed':
    case 'check_failed':
      return { job: known.job ?? cause }
    default:
      return {}
  }
}

/** A message that failed is for whoever wrote it, and whoever has its case; without either, for all who write messages. */
function isAddressed(kind: NotificationKind, { id }: Person, addressees: ReadonlySet<number> | null): boolean {
  return kind !== 'message_failed' || addressees === null || addressees.size === 0 || addressees.has(id)
}

function concernedBy(raw: Database, { detail }: CaseRow): ReadonlySet<number> {
  const { message } = JSON.parse(detail) as Readonly<{ message?: number }>
  return new Set(statementsOf(raw).concerned.all({ message: message ?? null }) as number[])
}

function caseOf(raw: Database, id: number): CaseRow {
  const found = statementsOf(raw).find.get(id) as CaseRow | undefined
  invariant(found !== undefined, 'people are told of an exception that is not there', { id })
  return found
}

export const caseColumns = `
  exception.id, exception.code, exception.cause, exception.severity, exception.status, exception.owner,
  producer.name AS producer, exception.amount, exception.currency, exception.due_at AS dueAt, exception.detail
  FROM exception LEFT JOIN producer ON producer.id = exception.producer_id`

const statementsOf = perConnection((raw) => ({
  find: raw.prepare(`SELECT ${caseColumns} WHERE exception.id = ?`),
  job: raw.prepare(`SELECT cause FROM exception WHERE id = ? AND code = 'JOB_FAILED'`).pluck(),
  concerned: raw
    .prepare(`
      SELECT user.id FROM message JOIN user ON user.name = message.created_by AND user.state = 'active'
        WHERE message.id = @message
      UNION SELECT exception.owner FROM message JOIN exception ON exception.id = message.exception_id
        WHERE message.id = @message AND exception.owner IS NOT NULL`)
    .pluck(),
}))
