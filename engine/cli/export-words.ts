/** Sentences about exports. */
import type { Export, ExportProblem } from '../contract/exports.ts'
import type { ReportProblem } from '../contract/reports.ts'
import { assertNever } from '../invariant.ts'
import type { Fault } from './fault.ts'
import { factsOf } from './table.ts'

type Sentence = (facts: Fault['facts']) => string
const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

export const exportSentences: Readonly<Record<string, Sentence>> = {
  format_unsuitable: ({ source, format }) =>
    `${text(source)} can't be written for ${text(format)}: a journal is of postings or of transactions.`,
  column_unknown: ({ column, known }) =>
    `There is no column ${text(column)}. There are: ${Array.isArray(known) ? known.join(', ') : ''}.`,
  too_many_columns: ({ columns, columnsMax }) =>
    `${text(columns)} columns do not fit side by side on a page; name up to ${text(columnsMax)} with --columns.`,
  report_name_taken: ({ name }) => `There is a report called ${text(name)} already.`,
  range_unsuitable: ({ source }) => `Days mean nothing to ${text(source)}.`,
  too_many_reports: ({ reportsMax }) => `You have ${text(reportsMax)} reports already. Delete one that nobody needs.`,
  not_report_owner: ({ owner }) => `The report belongs to ${text(owner)}.`,
  report_changed: () => 'Somebody has changed the report meanwhile. Nothing was saved.',
  too_many_exports: ({ waiting }) =>
    `${text(waiting)} exports of yours are not done yet. Wait for one of them, or cancel it.`,
}

export const exportSaid = {
  soFar: ({ rows, total }: Pick<Export, 'rows' | 'total'>): string => {
    const done = (rows ?? 0).toLocaleString('en')
    return total === null ? `${done} rows so far` : `${done} of ${total.toLocaleString('en')} rows`
  },
  refused: (problem: ReportProblem | null): string => {
    switch (problem) {
      case 'owner_removed':
        return 'No file was made: the owner of the report is no longer here. Make it anew under your own name.'
      case 'permission_lost':
        return 'No file was made: the owner of the report may no longer read the table.'
      case 'not_there':
        return 'No file was made: the account, batch or statement that the report is of is not there.'
      case 'still_running':
        return 'No file was made: the run before is not done yet.'
      case null:
        return 'No file was made.'
      default:
        return assertNever(problem)
    }
  },
  ended: (document: Export, file: string | null): string => {
    if (document.state === 'cancelled') return 'The export was cancelled. Nothing of it is left.'
    if (document.state === 'failed' && document.problem !== null)
      return `The export could not be made. ${problemWords(document.problem)} Nothing of it was kept.`
    const rows = document.rows?.toLocaleString('en') ?? '0'
    return `${rows} rows are in ${file ?? document.name}.\n\n${factsOf({ 'SHA-256': document.sha256 ?? '' })}`
  },
} as const

function problemWords(problem: ExportProblem): string {
  switch (problem) {
    case 'too_many_rows':
      return 'It has more than 5,000 rows, which nobody reads on paper: narrow it, or take csv or xlsx.'
    case 'disk_full':
      return 'The disk is full: free some space and ask again.'
    case 'workspace_unwritable':
      return "The workspace's folder can't be written to."
    case 'interrupted':
      return 'The engine was ended three times while it was made. Ask again for less of it.'
    case 'internal':
      return 'Ask again, and look at the log if it fails again.'
    default:
      return assertNever(problem)
  }
}
