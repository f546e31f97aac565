/** Reading the log, newest first, by keyset: the log has no bound, so no page counts what lies before it. */
import { isoOf } from '../calendar/instant.ts'
import type { AuditRecord } from '../contract/audit.ts'
import type { QueryContext } from '../store/command.ts'

export type AuditPage = Readonly<{
  before: number | null
  limit: number
  actor?: string | undefined
  action?: string | undefined
  subject?: string | undefined
}>

export async function listAudit(
  { db }: QueryContext,
  { before, limit, actor, action, subject }: AuditPage,
): Promise<Readonly<{ items: AuditRecord[]; more: boolean }>> {
  let query = db
    .selectFrom('audit_record')
    .selectAll()
    .orderBy('seq', 'desc')
    .limit(limit + 1)
  if (before !== null) query = query.where('seq', '<', before)
  if (actor !== undefined) query = query.where('actor', '=', actor)
  if (action !== undefined) query = query.where('action', '=', action)
  if (subject !== undefined) query = query.where('subject', '=', subject)
  const rows = await query.execute()
  const items = rows.slice(0, limit).map((row) => ({
    seq: row.seq,
    at: isoOf(row.at),
    actor: row.actor,
    action: row.action,
    subject: row.subject,
    outcome: row.outcome,
    detail: JSON.parse(row.detail) as AuditRecord['detail'],
    hash: Buffer.from(row.hash).toString('hex'),
  }))
  return { items, more: rows.length > limit }
}

export async function auditFacets(
  { raw }: QueryContext,
  _: null,
): Promise<Readonly<{ actions: string[]; actors: string[] }>> {
  return { actions: looseScan(raw, 'action'), actors: looseScan(raw, 'actor') }
}

/** Each distinct value by one step in the index, where `DISTINCT` would walk a million entries. */
function looseScan(raw: QueryContext['raw'], column: 'action' | 'actor'): string[] {
  return raw
    .prepare(`
      WITH RECURSIVE value (v) AS (
        SELECT min(${column}) FROM audit_record
        UNION ALL
        SELECT (SELECT min(${column}) FROM audit_record WHERE ${column} > v) FROM value WHERE v IS NOT NULL
      ) SELECT v FROM value WHERE v IS NOT NULL LIMIT 500`)
    .pluck()
    .all() as string[]
}
