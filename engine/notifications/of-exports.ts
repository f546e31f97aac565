/** That a file is there, or that there will be none: of a report that ran by itself, and of an export that took its time. */
import type { Database } from 'better-sqlite3'
import type { ReportProblem } from '../contract/reports.ts'
import { perConnection } from '../store/compiled.ts'
import { findPerson } from './people.ts'
import { tell } from './tell.ts'

/** Who waited for longer does something else by now. */
const patienceMs = 10_000

/** Called where an export ends by itself. */
export function tellOfExport(raw: Database, at: number, id: number): void {
  const ended = statementsOf(raw).ended.get(id) as Ended | undefined
  if (ended === undefined) return
  const { user, report, title, source, state, rows, problem, askedAt, byHand } = ended
  const person = findPerson(raw, user)
  if (person === null) return
  const facts = { state, rows: rows ?? 0, problem: problem ?? 'none' }
  if (report !== null && byHand === 0)
    tell(raw, at, person, {
      kind: 'report_done',
      subject: `report:${report}`,
      facts: { ...facts, name: title ?? source },
    })
  else if (report === null && at - askedAt >= patienceMs)
    tell(raw, at, person, { kind: 'export_done', subject: `export:${id}`, facts: { ...facts, source } })
}

type Refused = Readonly<{ report: number; owner: number; name: string; problem: ReportProblem; by: string }>

/** That no file was asked for. Who runs it by hand sees it there. */
export function tellOfRun(raw: Database, at: number, { report, owner, name, problem, by }: Refused): void {
  const person = findPerson(raw, owner)
  if (person === null || person.name === by) return
  const facts = { state: 'failed', rows: 0, problem, name }
  tell(raw, at, person, { kind: 'report_done', subject: `report:${report}`, facts })
}

type Ended = Readonly<{
  user: number
  report: number | null
  byHand: number
  title: string | null
  source: string
  state: string
  rows: number | null
  problem: string | null
  askedAt: number
}>

const statementsOf = perConnection((raw) => ({
  ended: raw.prepare(`
    SELECT asked_by AS user, report_run.report, report_run.due_at IS NULL AS byHand, title, source, state, rows,
      export_job.problem, asked_at AS askedAt
    FROM export_job LEFT JOIN report_run ON report_run.export = export_job.id
    WHERE export_job.id = ? AND state IN ('done', 'failed')`),
}))
