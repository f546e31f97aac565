/** Sentences about exports. */
import type { Export, ExportProblem } from '../contract/exports.ts'
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
  too_many_exports: ({ waiting }) =>
    `${text(waiting)} exports of yours are not done yet. Wait for one of them, or cancel it.`,
}

export const exportSaid = {
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
