/** The case that a message is about, as the person saw it. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { CaseAction, CaseBar } from '../contract/case-actions.ts'
import type { Awaited, ExceptionCode, ExceptionScope, ExceptionStatus, Resolution } from '../contract/exceptions.ts'
import type { CaseMark } from '../contract/messages.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'

export type Case = Readonly<{
  id: number
  code: ExceptionCode
  scope: ExceptionScope
  cause: string
  status: ExceptionStatus
  waitingFor: Awaited | null
  resolution: Resolution | null
  version: number
  owner: number | null
  producer: number | null
  batch: number | null
  client: string | null
  line: number | null
  rows: number
  posting: number | null
}>

export type NoSuchCase = Readonly<{ status: 'not_found'; noun: 'exception'; id: string }>
export type CaseMoved = Readonly<{
  status: 'case_moved'
  version: number
  state: ExceptionStatus
  resolution: Resolution | null
  kind: string
  by: string
  at: string
}>
export type CaseBarred = Readonly<{ status: 'case_barred'; action: CaseAction; bar: CaseBar }>

export const findCase = (raw: Database, id: number): Case | null =>
  (statementsOf(raw).find.get(id) as Case | undefined) ?? null

export const noSuchCase = (id: number): NoSuchCase => ({ status: 'not_found', noun: 'exception', id: String(id) })

/** Null when it is still as it was seen. */
export function movedSince(raw: Database, found: Case, version: number): CaseMoved | null {
  if (found.version === version) return null
  const last = statementsOf(raw).last.get(found.id) as Readonly<{ kind: string; by: string; at: number }>
  const { version: now, status: state, resolution } = found
  return { status: 'case_moved', version: now, state, resolution, ...last, at: isoOf(last.at) }
}

export function markOf(found: Case): CaseMark {
  const { id, version, status, waitingFor, resolution } = found
  return { id, version, status, waitingFor, resolution }
}

export function findCaseMark({ raw }: Pick<QueryContext, 'raw'>, { id }: Readonly<{ id: number }>): CaseMark | null {
  const found = findCase(raw, id)
  return found === null ? null : markOf(found)
}

const statementsOf = perConnection((raw) => ({
  find: raw.prepare(`
    SELECT id, code, scope, cause, status, waiting_for AS waitingFor, resolution, version, owner, producer_id AS producer,
      batch_id AS batch, client_id AS client, line, rows, posting
    FROM exception WHERE id = ?`),
  last: raw.prepare('SELECT kind, by, at FROM exception_event WHERE exception_id = ? ORDER BY id DESC LIMIT 1'),
}))
