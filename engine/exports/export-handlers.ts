import {
  type ExportFormat,
  type ExportSource,
  exportFormats,
  exportPermissions,
  exportSources,
  journalFormats,
} from '../contract/export-sources.ts'
import { type Export, type Exportable, exportRefusals } from '../contract/exports.ts'
import { notFound } from '../contract/fault.ts'
import { noteIncident } from '../incident.ts'
import { handOut, handOutPart } from '../ingest/hand-out.ts'
import { invariant } from '../invariant.ts'
import { api, notPermitted, sessionOf } from '../router/api.ts'
import type { GuardedContext } from '../router/call-context.ts'
import { numberCursor } from '../router/cursor-input.ts'
import { fault } from '../router/faults.ts'
import type { Json } from '../store/command.ts'
import { cursorOf } from '../views/cursor.ts'
import { chosenColumns } from './columns.ts'
import { exportSubject } from './export-commands.ts'
import { makeExports } from './export-maker.ts'
import { exportArchive } from './export-records.ts'
import { sources } from './sources.ts'

export const exportHandlers = {
  sources: api.exports.sources.handler(({ context }) => {
    const { permissions } = sessionOf(context)
    const readable = exportSources.filter((source) => permissions.has(exportPermissions[source]))
    return { items: readable.map(exportableOf) }
  }),

  list: api.exports.list.handler(async ({ input: { cursor, limit }, context }) => {
    const { store, exports } = await context.engine.opened()
    const before = cursor === undefined ? null : numberCursor(cursor)
    const { items, more } = await store.read('exports.list', { user: userOf(context), before, limit })
    const last = items.at(-1)
    const shown = items.map((record) => exports.withProgress(record))
    return { items: shown, next: more && last !== undefined ? cursorOf(last.id) : null }
  }),

  get: api.exports.get.handler(({ input: { id }, context }) => getOwn(context, id)),

  start: api.exports.start.handler(async ({ input, context }) => {
    const { source, format, title = null, columns = null } = input
    await admit(context, { source, name: 'exports.start' })
    refuseUnsuitable({ source, format, columns })
    const { store, scheduler, exports } = await context.engine.opened()
    // As they were asked for, without what was left out.
    const parameters = JSON.parse(JSON.stringify(input.parameters)) as Record<string, Json>
    const missing = await store.read('exports.missing', { source, parameters })
    if (missing !== null) throw fault('not_found', notFound.status, missing)
    const by = sessionOf(context).user.name
    const wish = { source, parameters, format, columns, title, user: userOf(context) }
    const asked = await store.write('exports.ask', wish, by)
    if (asked.status !== 'asked')
      throw fault(asked.status, exportRefusals[asked.status].status, { waiting: asked.waiting })
    const started = await scheduler.run(makeExports, by)
    if (started.status === 'running')
      void exports.wake().catch((error: unknown) => noteIncident(context.engine.log, error, makeExports))
    return getOwn(context, asked.id)
  }),

  cancel: api.exports.cancel.handler(async ({ input: { id }, context }) => {
    const { store, exports } = await context.engine.opened()
    const { source, parameters, format } = await getOwn(context, id)
    const naming = { id, source, parameters: parameters as Record<string, Json>, format }
    await store.write('exports.cancel', naming, sessionOf(context).user.name)
    exports.cancelled(id)
    return getOwn(context, id)
  }),

  remove: api.exports.remove.handler(async ({ input: { id }, context }) => {
    const { exports } = await context.engine.opened()
    const { state } = await getOwn(context, id)
    if (state === 'done') await exports.remove(id, sessionOf(context).user.name)
    return getOwn(context, id)
  }),

  download: api.exports.download.handler(async ({ input: { id }, context }) => {
    const { kept, as } = await getKept(context, { id, name: 'exports.download' })
    return handOut(context, kept, as)
  }),

  downloadPart: api.exports.downloadPart.handler(async ({ input: { id, offset }, context }) => {
    const { kept, as } = await getKept(context, { id, name: 'exports.downloadPart' })
    return handOutPart(context, kept, { ...as, offset })
  }),
}

const userOf = (context: GuardedContext): number => sessionOf(context).user.id

function exportableOf(source: ExportSource): Exportable {
  const { columns, postings } = sources[source]
  return {
    source,
    columns: columns.map(({ id, share }) => ({ id, printed: share !== null })),
    formats: exportFormats.filter((format) => postings !== null || !journalFormats.has(format)),
  }
}

/** Only what is asked for tells which permission it needs. */
async function admit(
  context: GuardedContext,
  { source, name }: Readonly<{ source: ExportSource; name: string }>,
): Promise<void> {
  const session = sessionOf(context)
  const permission = exportPermissions[source]
  if (!session.permissions.has(permission)) throw await notPermitted(context.engine, session, { name, permission })
}

type Suiting = Readonly<{ source: ExportSource; format: ExportFormat; columns: readonly string[] | null }>

function refuseUnsuitable({ source, format, columns }: Suiting): void {
  const { columns: all, postings } = sources[source]
  if (journalFormats.has(format) && postings === null)
    throw fault('format_unsuitable', exportRefusals.format_unsuitable.status, { source, format })
  const chosen = chosenColumns(all, { columns, format })
  if (chosen.status === 'chosen') return
  const { status, ...facts } = chosen
  throw fault(status, exportRefusals[status].status, facts)
}

async function getOwn(context: GuardedContext, id: number): Promise<Export> {
  const { store, exports } = await context.engine.opened()
  const record = await store.read('exports.find', { id, user: userOf(context) })
  if (record === null) throw missingOf(id)
  return exports.withProgress(record)
}

/** The file of one's own, for as long as one may still read what it is of. */
async function getKept(context: GuardedContext, { id, name }: Readonly<{ id: number; name: string }>) {
  const record = await getOwn(context, id)
  await admit(context, { source: record.source, name })
  if (record.state !== 'done') throw missingOf(id)
  const { bytes, sha256, rows, source, parameters, format } = record
  invariant(bytes !== null && sha256 !== null, 'an export that is done has no file', { id })
  const about = { of: source, parameters: parameters as Record<string, Json>, format, rows }
  return {
    kept: { archive: exportArchive(id), name: record.name, bytes, sha256 },
    as: { action: 'export.downloaded', subject: exportSubject(id), about },
  }
}

const missingOf = (id: number): Error => fault('not_found', notFound.status, { noun: 'export', id: String(id) })
