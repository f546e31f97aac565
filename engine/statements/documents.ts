/** Statements and their files as clients see them. */
import { dayOfNumber } from '../calendar/day.ts'
import { isoOf } from '../calendar/instant.ts'
import type { Finding, Statement, StatementDetail, StatementFile, StatementLine } from '../contract/statements.ts'

/** The columns of a `FileRow`. */
export const fileColumns = `
  file.id, file.source, file.name, file.bytes, file.sha256, file.format, file.state, file.problem, file.repeats,
  file.received_at AS receivedAt, file.received_by AS receivedBy, file.read_at AS readAt,
  (SELECT count(*) FROM statement WHERE statement.file = file.id) AS statements,
  (SELECT coalesce(sum(statement.lines), 0) FROM statement WHERE statement.file = file.id) AS lines`

export type FileRow = Readonly<{
  id: number
  source: string
  name: string
  bytes: number
  sha256: Buffer
  format: StatementFile['format']
  state: StatementFile['state']
  problem: string | null
  repeats: number | null
  receivedAt: number
  receivedBy: string
  readAt: number | null
  statements: number
  lines: number
}>

export function fileOf({ name, sha256, problem, receivedAt, readAt, ...row }: FileRow): StatementFile {
  return {
    ...row,
    file: name,
    sha256: sha256.toString('hex'),
    problem: problem === null ? null : (JSON.parse(problem) as StatementFile['problem']),
    receivedAt: isoOf(receivedAt),
    readAt: readAt === null ? null : isoOf(readAt),
  }
}

/** The columns of a `StatementRow`. */
export const statementColumns = `
  statement.id, statement.file, file.source, account.code AS account, statement.account_said AS said,
  statement.currency, statement.number, statement.said_id AS saidId, statement.page, statement.from_day AS fromDay,
  statement.to_day AS toDay, statement.opening, statement.closing, statement.lines, statement.sum_in AS sumIn,
  statement.sum_out AS sumOut, statement.state, statement.opened_to AS openedTo, statement.last_line AS lastLine`

export type StatementRow = Omit<Statement, 'from' | 'to' | 'isOpened'> &
  Readonly<{ fromDay: number; toDay: number; openedTo: number; lastLine: number | null }>

export function statementOf({ fromDay, toDay, openedTo, lastLine, ...row }: StatementRow): Statement {
  const isOpened = row.state === 'accepted' && openedTo >= (lastLine ?? 0)
  return { ...row, from: dayOfNumber(fromDay), to: dayOfNumber(toDay), isOpened }
}

export type DetailRow = StatementRow & Readonly<{ fileName: string; receivedAt: number; findings: string }>

export function detailOf(
  { fileName, receivedAt, findings, ...row }: DetailRow,
  now: readonly Finding[],
): StatementDetail {
  const known = JSON.parse(findings) as Finding[]
  return {
    ...statementOf(row),
    fileName,
    receivedAt: isoOf(receivedAt),
    findings: [...known, ...now],
  }
}

export type LineRow = Readonly<{
  id: number
  seq: number
  place: number
  day: number
  valueDay: number | null
  amount: number
  isReversal: number
  isPending: number
  code: string | null
  refs: string
  partyName: string | null
  partyAccount: string | null
  text: string
  rest: string | null
  repeats: number | null
}>

export const lineColumns = `
  id, seq, place, day, value_day AS valueDay, amount, is_reversal AS isReversal, is_pending AS isPending, code, refs,
  party_name AS partyName, party_account AS partyAccount, text, rest, repeats`

export function lineOf({ day, valueDay, isReversal, isPending, refs, rest, ...row }: LineRow): StatementLine {
  const references = (JSON.parse(refs) as (readonly [string, string])[]).map(([kind, value]) => ({ kind, value }))
  return {
    ...row,
    day: dayOfNumber(day),
    valueDay: valueDay === null ? null : dayOfNumber(valueDay),
    isReversal: isReversal === 1,
    isPending: isPending === 1,
    references,
    rest: rest === null ? null : (JSON.parse(rest) as StatementLine['rest']),
  }
}
