/** A row as a person corrects it: what stood in the file, what is typed, and what that comes to. Pure. */
import type { RowField } from '../../engine/contract/agreements.ts'
import type { OriginalRow } from '../../engine/contract/cases.ts'
import { RowFields } from '../../engine/contract/row-fields.ts'
import type { Fault } from '../engine/fault.ts'
import type { MessageId } from '../messages/messages.ts'
import { decimalString } from '../money/format.ts'
import { readAmount } from '../money/read.ts'
import { amountProblem } from '../operations/typed.ts'
import { formatInstant } from '../time/format.ts'
import { instantOf } from '../time/read.ts'

export type TypedRow = Readonly<Record<keyof RowFields, string>>
export type Problems = Readonly<Partial<Record<keyof RowFields, MessageId>>>

export const editedFields = [
  'occurredAt',
  'client',
  'location',
  'txId',
  'type',
  'amount',
] as const satisfies readonly (keyof RowFields)[]

/** By which name each stands in files. */
export const nameInFile: Readonly<Record<keyof RowFields, RowField>> = {
  occurredAt: 'TxDate',
  client: 'ClientId',
  location: 'ProducerLocation',
  txId: 'TxId',
  type: 'TxType',
  amount: 'Amount',
}

export type Ways = Readonly<{ digits: number; zone: string }>

/** What could be read is there as it was understood; what could not is left as it stood, to be mended. */
export function typedOf({ row, cells }: OriginalRow, { digits, zone }: Ways): TypedRow {
  const cell = (field: keyof RowFields): string => cells[nameInFile[field]] ?? ''
  return {
    occurredAt: row.occurredAt === undefined ? cell('occurredAt') : formatInstant(row.occurredAt, zone),
    client: row.client ?? cell('client'),
    location: row.location ?? cell('location'),
    txId: row.txId ?? cell('txId'),
    type: row.type ?? '',
    amount: row.amount === undefined ? cell('amount') : decimalString(row.amount, digits),
  }
}

export type ReadRow = Readonly<{ row: RowFields | null; problems: Problems }>

export function readTyped(typed: TypedRow, original: OriginalRow, { digits, zone }: Ways): ReadRow {
  const amount = readAmount(typed.amount, digits)
  const read = RowFields.safeParse({
    occurredAt: occurredAt(typed.occurredAt, original, zone),
    client: typed.client.trim(),
    location: typed.location.trim(),
    txId: typed.txId.trim(),
    type: typed.type,
    amount: amount.ok ? amount.minor : undefined,
  })
  if (read.success) return { row: read.data, problems: {} }
  const wrong = new Set(read.error.issues.map(({ path: [field] }) => field))
  const problems = editedFields
    .filter((field) => wrong.has(field))
    .map((field) => [field, problemOf(field, typed, digits)] as const)
  return { row: null, problems: Object.fromEntries(problems) }
}

/** The clock that is typed on shows whole seconds; what was not touched keeps its own fraction of one. */
function occurredAt(typed: string, { row }: OriginalRow, zone: string): string | undefined {
  if (row.occurredAt !== undefined && typed === formatInstant(row.occurredAt, zone)) return row.occurredAt
  return instantOf(typed.trim().replace(/ +/, 'T'), zone) ?? undefined
}

function problemOf(field: keyof RowFields, typed: TypedRow, digits: number): MessageId {
  if (field === 'amount') return amountProblem(typed.amount, digits) ?? 'amount.unreadable'
  return typed[field].trim() === '' ? 'case.correct.missing' : `case.correct.wrong.${field}`
}

/** The fields that a rule spoke of, or that are not what they were. */
export function isWrong(field: keyof RowFields, original: OriginalRow): boolean {
  return original.problems.some((problem) => problem.field === nameInFile[field] || problem.field === field)
}

/** Which field of which row the engine will not take. */
export type Refusal = Readonly<{ line: number; field: keyof RowFields | null }>

export function refusalOf(fault: Fault | undefined): Refusal | null {
  switch (fault?.code) {
    case 'row_unusable':
      return {
        line: fault.line,
        field: editedFields.find((field) => field === fault.field || nameInFile[field] === fault.field) ?? null,
      }
    case 'tx_id_taken':
      return { line: fault.line, field: 'txId' }
    case 'row_client_unknown':
      return { line: fault.line, field: 'client' }
    case 'rows_lack_money':
      return { line: fault.line, field: 'amount' }
    default:
      return null
  }
}

/** Nothing changed is nothing to correct. */
export const isChanged = (typed: TypedRow, original: OriginalRow, ways: Ways): boolean => {
  const before = typedOf(original, ways)
  return editedFields.some((field) => typed[field].trim() !== before[field].trim())
}
