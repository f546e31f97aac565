/** Audit records, newest first. */
import { listAudit } from '../../audit/list.ts'
import type { AuditRecord } from '../../contract/audit.ts'
import { behindLast, pageRows, pagesBehind, sourceOf } from '../source.ts'

const action = ['state', 1.8] as const

export const auditRecords = sourceOf<'audit_records', AuditRecord>('audit_records', {
  title: 'Audit records',
  columns: {
    seq: ['integer', 0.8],
    at: ['instant', 1.7],
    actor: ['text', 1.2],
    action,
    subject: ['text', 2],
    outcome: ['state', 1.2],
    detail: 'json',
    hash: 'text',
  },
  pages: (context, asked) =>
    pagesBehind<AuditRecord, number>(async (before) =>
      behindLast(await listAudit(context, { ...asked, before, limit: pageRows }), ({ seq }) => seq),
    ),
  total: ({ raw }, asked) =>
    Object.values(asked).every((each) => each === undefined)
      ? (raw.prepare('SELECT count(*) FROM audit_record').pluck().get() as number)
      : null,
})
