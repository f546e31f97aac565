/** An export in the store: asked for, begun, and then done, failed, cancelled, or done and removed again. */
import type { Database } from 'better-sqlite3'
import type { ExportFormat, ExportSource } from '../contract/export-sources.ts'
import type { ExportProblem } from '../contract/exports.ts'
import { tellOfExport } from '../notifications/of-exports.ts'
import { command, type Json } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'

export const exportSubject = (id: number): string => `export:${id}`

/** What is asked for, as it stands in each record about it. */
export type ExportOf = Readonly<{
  source: ExportSource
  parameters: Readonly<Record<string, Json>>
  format: ExportFormat
}>

export type ExportWish = ExportOf & Readonly<{ columns: readonly string[] | null; title: string | null; user: number }>

type Asked = Readonly<{ status: 'asked'; id: number }> | Readonly<{ status: 'too_many_exports'; waiting: number }>

/** Each is made behind the others: nobody fills the line for everybody else. */
const waitingMax = 10

export const askForExport = command({
  topics: ['exports'],
  record: ({ source, parameters, format, columns }: ExportWish, asked: Asked) => ({
    action: 'export.start',
    subject: asked.status === 'asked' ? exportSubject(asked.id) : 'export',
    outcome: asked.status,
    detail: { source, parameters, format, columns },
  }),
  run: ({ raw, at }, wish): Asked => {
    const count = statementsOf(raw).waiting.get(wish.user) as number
    if (count >= waitingMax) return { status: 'too_many_exports', waiting: count }
    return { status: 'asked', id: askExport(raw, at, wish) }
  },
})

/** In the transaction of whatever asks for it. */
export function askExport(raw: Database, at: number, { parameters, columns, ...wish }: ExportWish): number {
  const texts = {
    parameters: JSON.stringify(parameters),
    columns: columns === null ? null : JSON.stringify(columns),
  }
  return Number(statementsOf(raw).ask.run({ ...wish, ...texts, at }).lastInsertRowid)
}

/** What a process dies of is begun so often, and then said to have failed. */
const attemptsMax = 3

export type Begun = 'begun' | 'given_up' | 'ended'
type Naming = ExportOf & Readonly<{ id: number }>

export const beginExport = command({
  topics: ['exports'],
  record: ({ id, source, parameters, format }: Naming, begun: Begun) =>
    // That it was asked for is on record, and what comes of it will be.
    begun === 'given_up'
      ? {
          action: 'export.done',
          subject: exportSubject(id),
          outcome: 'failed',
          detail: { source, parameters, format, problem: 'interrupted' },
        }
      : null,
  run: ({ raw, at }, { id }): Begun => {
    const { begin, fail } = statementsOf(raw)
    if (begin.run({ id, at, attemptsMax }).changes === 1) return 'begun'
    if (fail.run({ id, at, problem: 'interrupted' }).changes === 0) return 'ended'
    tellOfExport(raw, at, id)
    return 'given_up'
  },
})

/** The engine ends: what it was at is begun again at its next start, and that is nobody's fault. */
export const putBackExport = command({
  topics: ['exports'],
  // Nothing came of it yet.
  record: null,
  run: ({ raw }, { id }: Readonly<{ id: number }>): null => {
    statementsOf(raw).putBack.run(id)
    return null
  },
})

export type DoneExport = Naming & Readonly<{ rows: number; bytes: number; sha256: string }>
/** `ended`: somebody cancelled it while its last rows were written. */
type Noted = 'noted' | 'ended'

/** From here on it can be downloaded, so this record stands before any of it leaves. */
export const noteExportDone = command({
  topics: ['exports', 'audit'],
  record: ({ id, ...detail }: DoneExport, noted: Noted) =>
    noted === 'ended' ? null : { action: 'export.done', subject: exportSubject(id), outcome: 'done', detail },
  run: ({ raw, at }, { id, rows, bytes, sha256 }): Noted => {
    const row = { id, at, rows, bytes, sha256: Buffer.from(sha256, 'hex') }
    if (statementsOf(raw).done.run(row).changes === 0) return 'ended'
    tellOfExport(raw, at, id)
    return 'noted'
  },
})

export const noteExportFailed = command({
  topics: ['exports', 'audit'],
  record: ({ id, ...detail }: Naming & Readonly<{ problem: ExportProblem }>, noted: Noted) =>
    noted === 'ended' ? null : { action: 'export.done', subject: exportSubject(id), outcome: 'failed', detail },
  run: ({ raw, at }, { id, problem }): Noted => {
    if (statementsOf(raw).fail.run({ id, at, problem }).changes === 0) return 'ended'
    tellOfExport(raw, at, id)
    return 'noted'
  },
})

export const cancelExport = command({
  topics: ['exports'],
  record: ({ id, source, parameters, format }: Naming, noted: Noted) => ({
    action: 'export.cancel',
    subject: exportSubject(id),
    outcome: noted === 'noted' ? 'cancelled' : 'ended',
    detail: { source, parameters, format },
  }),
  run: ({ raw, at }, { id }): Noted => (statementsOf(raw).cancel.run({ id, at }).changes === 1 ? 'noted' : 'ended'),
})

/** `why`: its day is over, somebody wants it no more, or its file is not there any more, as after a backup was restored. */
export const noteExportRemoved = command({
  topics: ['exports'],
  record: ({ id, why }: Readonly<{ id: number; why: 'old' | 'asked' | 'missing' }>, _: null) => ({
    action: 'export.removed',
    subject: exportSubject(id),
    outcome: why,
  }),
  run: ({ raw, at }, { id }) => {
    statementsOf(raw).remove.run({ id, at })
    return null
  },
})

const statementsOf = perConnection((raw) => ({
  waiting: raw
    .prepare(`SELECT count(*) FROM export_job WHERE state IN ('waiting', 'running') AND asked_by = ?`)
    .pluck(),
  ask: raw.prepare(`
    INSERT INTO export_job (title, source, parameters, format, columns, asked_at, asked_by, state)
    VALUES (@title, @source, @parameters, @format, @columns, @at, @user, 'waiting')`),
  begin: raw.prepare(`
    UPDATE export_job SET state = 'running', started_at = @at, attempts = attempts + 1
    WHERE id = @id AND state IN ('waiting', 'running') AND attempts < @attemptsMax`),
  putBack: raw.prepare(`
    UPDATE export_job SET state = 'waiting', attempts = attempts - 1 WHERE id = ? AND state = 'running'`),
  done: raw.prepare(`
    UPDATE export_job SET state = 'done', ended_at = @at, rows = @rows, bytes = @bytes, sha256 = @sha256
    WHERE id = @id AND state = 'running'`),
  fail: raw.prepare(`
    UPDATE export_job SET state = 'failed', ended_at = @at, problem = @problem
    WHERE id = @id AND state IN ('waiting', 'running')`),
  cancel: raw.prepare(`
    UPDATE export_job SET state = 'cancelled', ended_at = @at WHERE id = @id AND state IN ('waiting', 'running')`),
  remove: raw.prepare(`UPDATE export_job SET state = 'removed', removed_at = @at WHERE id = @id AND state = 'done'`),
}))
