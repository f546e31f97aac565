/**
 * Reports: tables as files with a name of their own, made by the calendar or when somebody asks, kept for whoever may read
 * the table. Here are the doors; when one is due, what its days are and how it runs lie beside them.
 */
import {
  type ExportFormat,
  type ExportSource,
  exportDays,
  exportPermissions,
  journalFormats,
} from '../contract/export-sources.ts'
import { exportRefusals } from '../contract/exports.ts'
import { notFound } from '../contract/fault.ts'
import { type Report, type ReportRange, type ReportRun, reportFaults } from '../contract/reports.ts'
import { chosenColumns } from '../exports/columns.ts'
import { makeExports } from '../exports/export-maker.ts'
import { exportArchive } from '../exports/export-records.ts'
import { sources } from '../exports/sources.ts'
import { noteIncident } from '../incident.ts'
import { handOut, handOutPart } from '../ingest/hand-out.ts'
import { assertNever, invariant } from '../invariant.ts'
import { api, notPermitted, sessionOf } from '../router/api.ts'
import type { GuardedContext } from '../router/call-context.ts'
import { fault } from '../router/faults.ts'
import type { Json } from '../store/command.ts'
import { reportSubject } from './report-commands.ts'
import type { ReportRecord } from './report-records.ts'

const runsShown = 60

export const reportHandlers = {
  list: api.reports.list.handler(async ({ context }) => {
    const { store } = await context.engine.opened()
    const all = await store.read('reports.list', null)
    return {
      items: await shown(
        context,
        all.filter((record) => maySee(context, record)),
      ),
    }
  }),

  get: api.reports.get.handler(async ({ input: { id }, context }) => {
    const { store, exports } = await context.engine.opened()
    const record = await getSeen(context, id)
    const runs = await store.read('reports.runs', { report: id, limit: runsShown })
    const [report] = await shown(context, [record])
    invariant(report !== undefined, 'a report that is there is not shown', { id })
    return { ...report, runs: runs.map((run) => exports.runWithProgress(run)) }
  }),

  make: api.reports.make.handler(async ({ input, context }) => {
    const { source, name, range, format, columns, schedule, keep } = input
    await admit(context, { source, name: 'reports.make' })
    refuseUnsuitable({ source, format, columns, range })
    const { store } = await context.engine.opened()
    const parameters = JSON.parse(JSON.stringify(input.parameters)) as Record<string, Json>
    const missing = await store.read('exports.missing', { source, parameters })
    if (missing !== null) throw fault('not_found', notFound.status, missing)
    const { id: user, name: by } = sessionOf(context).user
    const draft = { source, parameters, name, range, format, columns, schedule, keep, user }
    const made = await store.write('reports.make', draft, by)
    switch (made.status) {
      case 'done':
        return (await getSeen(context, made.id)).report
      case 'report_name_taken':
      case 'too_many_reports': {
        const { status, ...facts } = made
        throw fault(status, reportFaults[status].status, facts)
      }
      default:
        return assertNever(made)
    }
  }),

  change: api.reports.change.handler(async ({ input: { id, expectedVersion, ...wish }, context }) => {
    const record = await getSeen(context, id)
    const { source, owner } = record.report
    // It is made with the owner's permissions, so nobody else says of what.
    if (!isOwner(context, record)) throw notTheirs(owner)
    refuseUnsuitable({ source, format: wish.format, columns: wish.columns, range: wish.range })
    const { store } = await context.engine.opened()
    const changed = await store.write('reports.change', { id, expectedVersion, ...wish }, byOf(context))
    switch (changed.status) {
      case 'done':
        return (await getSeen(context, id)).report
      case 'not_found':
        throw missingOf(id)
      case 'report_changed':
        throw fault('report_changed', reportFaults.report_changed.status, { version: changed.version })
      case 'report_name_taken':
        throw fault('report_name_taken', reportFaults.report_name_taken.status, { name: changed.name })
      default:
        return assertNever(changed)
    }
  }),

  pause: api.reports.pause.handler(async ({ input: { id, isPaused }, context }) => {
    await getManaged(context, id)
    const { store } = await context.engine.opened()
    await store.write('reports.pause', { id, isPaused }, byOf(context))
    return (await getSeen(context, id)).report
  }),

  run: api.reports.run.handler(async ({ input: { id }, context }) => {
    await getManaged(context, id)
    const { store, scheduler, exports } = await context.engine.opened()
    const by = byOf(context)
    const ran = await store.write('reports.runNow', { id, by }, by)
    if (ran.status === 'not_found') throw missingOf(id)
    if (ran.begun.problem === null) {
      const started = await scheduler.run(makeExports, by)
      if (started.status === 'running')
        void exports.wake().catch((error: unknown) => noteIncident(context.engine.log, error, makeExports))
    }
    const found = await store.read('reports.run', { report: id, run: ran.begun.run })
    invariant(found !== null, 'a run that just began is not there', { id })
    return exports.runWithProgress(found.run)
  }),

  remove: api.reports.remove.handler(async ({ input: { id }, context }) => {
    await getManaged(context, id)
    const { store, exports } = await context.engine.opened()
    const { status } = await store.write('reports.remove', { id }, byOf(context))
    if (status === 'not_found') throw missingOf(id)
    await exports.removeOld()
  }),

  download: api.reports.download.handler(async ({ input, context }) => {
    const { kept, as } = await getKept(context, { ...input, name: 'reports.download' })
    return handOut(context, kept, as)
  }),

  downloadPart: api.reports.downloadPart.handler(async ({ input: { offset, ...of }, context }) => {
    const { kept, as } = await getKept(context, { ...of, name: 'reports.downloadPart' })
    return handOutPart(context, kept, { ...as, offset })
  }),
}

const byOf = (context: GuardedContext): string => sessionOf(context).user.name
const isOwner = (context: GuardedContext, { owner }: ReportRecord): boolean => sessionOf(context).user.id === owner
const mayRead = (context: GuardedContext, source: ExportSource): boolean =>
  sessionOf(context).permissions.has(exportPermissions[source])

/** One's own also where one may read it no longer: else nobody would learn why there is no file. */
const maySee = (context: GuardedContext, record: ReportRecord): boolean =>
  isOwner(context, record) || mayRead(context, record.report.source)

async function shown(context: GuardedContext, records: readonly ReportRecord[]): Promise<Report[]> {
  const { exports } = await context.engine.opened()
  const withProgress = (run: ReportRun | null): ReportRun | null => (run === null ? null : exports.runWithProgress(run))
  return records.map(({ report }) => ({ ...report, lastRun: withProgress(report.lastRun) }))
}

async function getSeen(context: GuardedContext, id: number): Promise<ReportRecord> {
  const { store } = await context.engine.opened()
  const record = await store.read('reports.find', { id })
  if (record === null || !maySee(context, record)) throw missingOf(id)
  return record
}

/** Running it, letting it rest and deleting it: by its owner, and by those who see to everybody's. */
async function getManaged(context: GuardedContext, id: number): Promise<ReportRecord> {
  const record = await getSeen(context, id)
  if (isOwner(context, record) || sessionOf(context).permissions.has('reports.manage')) return record
  throw notTheirs(record.report.owner)
}

async function getKept(
  context: GuardedContext,
  { id, run, name }: Readonly<{ id: number; run: number; name: string }>,
) {
  const { report } = await getSeen(context, id)
  await admit(context, { source: report.source, name })
  const { store } = await context.engine.opened()
  const found = await store.read('reports.run', { report: id, run })
  if (found === null || found.file === null || found.file.state !== 'done') throw missingRun(run)
  const { bytes, sha256, rows, source, parameters, format } = found.file
  invariant(bytes !== null && sha256 !== null, 'an export that is done has no file', { id })
  const about = { run, of: source, parameters: parameters as Record<string, Json>, format, rows }
  return {
    kept: { archive: exportArchive(found.file.id), name: found.file.name, bytes, sha256 },
    as: { action: 'report.downloaded', subject: reportSubject(id), about },
  }
}

async function admit(
  context: GuardedContext,
  { source, name }: Readonly<{ source: ExportSource; name: string }>,
): Promise<void> {
  if (mayRead(context, source)) return
  throw await notPermitted(context.engine, sessionOf(context), { name, permission: exportPermissions[source] })
}

type Suiting = Readonly<{
  source: ExportSource
  format: ExportFormat
  columns: readonly string[] | null
  range: ReportRange | null
}>

function refuseUnsuitable({ source, format, columns, range }: Suiting): void {
  if (range !== null && exportDays[source] === null)
    throw fault('range_unsuitable', reportFaults.range_unsuitable.status, { source })
  const { columns: all, postings } = sources[source]
  if (journalFormats.has(format) && postings === null)
    throw fault('format_unsuitable', exportRefusals.format_unsuitable.status, { source, format })
  const chosen = chosenColumns(all, { columns, format })
  if (chosen.status === 'chosen') return
  const { status, ...facts } = chosen
  throw fault(status, exportRefusals[status].status, facts)
}

const notTheirs = (owner: string): Error => fault('not_report_owner', reportFaults.not_report_owner.status, { owner })
const missingOf = (id: number): Error => fault('not_found', notFound.status, { noun: 'report', id: String(id) })
const missingRun = (id: number): Error => fault('not_found', notFound.status, { noun: 'report_run', id: String(id) })
