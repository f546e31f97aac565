/** What a person must decide: one exception for each cause within a batch, with the rows that it stands for inside. */
import { z } from 'zod'
import { batchRules, rowRules } from './agreements.ts'
import { ActionStanding } from './case-actions.ts'
import { notFound } from './fault.ts'
import { pageInput, pageOf } from './page.ts'
import { procedure } from './procedure.ts'
import { RowFields } from './row-fields.ts'
import { RuleFact } from './rule-facts.ts'

/** A payment that waits for money is nobody's work until it has waited too long; then it has a code of its own. */
const rowCodes = rowRules.filter((code) => code !== 'INSUFFICIENT_FUNDS')

/** What the engine itself, a client or a message gave rise to. */
const otherCodes = [
  'HELD_TOO_LONG',
  'JOB_FAILED',
  'CHECK_FAILED',
  'BATCH_DIFFERS',
  'FRAUD_REPORTED',
  'TRANSACTION_QUESTIONED',
  'REFUND_REQUESTED',
  'NOT_RECOGNISED',
  'MESSAGE_FAILED',
  'FUND_UNKNOWN',
  'FUND_AMOUNT_DIFFERS',
  'FUND_CONTRADICTED',
  'SETTLEMENT_OVERDUE',
  'STATEMENT_UNREADABLE',
  'STATEMENT_DOES_NOT_ADD_UP',
  'STATEMENT_GAP',
  'STATEMENT_NUMBER_MISSING',
  'STATEMENT_CORRECTED',
  'STATEMENT_ACCOUNT_UNKNOWN',
  'RECONCILIATION_UNMATCHED',
  'OMNIBUS_DOES_NOT_PROVE',
] as const

export const exceptionCodes = [...rowCodes, ...batchRules, ...otherCodes] as const
export const ExceptionCode = z.enum(exceptionCodes)
export type ExceptionCode = z.infer<typeof ExceptionCode>

/** From the worst. */
export const severities = ['critical', 'high', 'medium', 'low'] as const
export const Severity = z.enum(severities)
export type Severity = z.infer<typeof Severity>

export const exceptionStatuses = ['open', 'in_progress', 'waiting', 'resolved'] as const
export const ExceptionStatus = z.enum(exceptionStatuses)
export type ExceptionStatus = z.infer<typeof ExceptionStatus>

export const Awaited = z.enum(['client', 'producer', 'approval'])
export type Awaited = z.infer<typeof Awaited>

export const resolutions = [
  'posted',
  'rejected',
  'corrected',
  'merged',
  'written_off',
  'confirmed_by_client',
  'not_a_problem',
] as const
export const Resolution = z.enum(resolutions)
export type Resolution = z.infer<typeof Resolution>

/** What was decided about one row. */
export const RowDecision = Resolution.exclude(['confirmed_by_client'])
export type RowDecision = z.infer<typeof RowDecision>

/**
 * What it stands for: rows that a row rule refused or held, a whole batch, a producer of whom nothing came, a client, or
 * the engine's own work.
 */
export const exceptionScopes = ['fault', 'conflict', 'hold', 'batch', 'producer', 'client', 'engine'] as const
export const ExceptionScope = z.enum(exceptionScopes)
export type ExceptionScope = z.infer<typeof ExceptionScope>

export const Exception = z.object({
  id: z.int(),
  code: ExceptionCode,
  severity: Severity,
  status: ExceptionStatus,
  waitingFor: Awaited.nullable(),
  resolution: Resolution.nullable(),
  scope: ExceptionScope,
  /** The producer's number; null when the file was nobody's. */
  producer: z.int().nullable(),
  producerCode: z.string().nullable(),
  producerName: z.string().nullable(),
  /** Null when it is about no batch that is there, such as one that did not come. */
  batch: z.int().nullable(),
  file: z.string().nullable(),
  /** Client and line where it is about a single row. */
  client: z.string().nullable(),
  line: z.int().nullable(),
  rows: z.int(),
  /** How many of them nobody has decided on yet. */
  left: z.int(),
  /** The money at stake; null where it is not known, as of rows that could not be read. */
  amount: z.int().nullable(),
  currency: z.string().nullable(),
  /** What stood in the row where it is about a single one. */
  found: z.string().nullable(),
  /** What a rule about a batch, or a schedule, expected and found; empty where the code says it all. */
  facts: z.array(RuleFact),
  /** The user who works on it. */
  owner: z.string().nullable(),
  /** Moves with everything that happens to it. */
  version: z.int(),
  raisedAt: z.iso.datetime(),
  dueAt: z.iso.datetime(),
  resolvedAt: z.iso.datetime().nullable(),
  /** Who ended it; `engine` where it ended by itself. */
  resolvedBy: z.string().nullable(),
  /** Out of sight until then. */
  snoozedUntil: z.iso.datetime().nullable(),
  /** When a person first did something about it, and who did what last. */
  firstTouchedAt: z.iso.datetime().nullable(),
  touchedAt: z.iso.datetime().nullable(),
  touchedBy: z.string().nullable(),
  /** How often it was opened again. */
  reopened: z.int(),
  /** The transaction that it is about, where that is posted. */
  transaction: z.int().nullable(),
})
export type Exception = z.infer<typeof Exception>

/** What somebody decided about a row, and what came of it. */
export const DecidedRow = z.object({
  decision: RowDecision,
  at: z.iso.datetime(),
  by: z.string(),
  reason: z.string(),
  proposal: z.int().nullable(),
  /** The transaction: the row's own, or the one that writes it off. */
  transaction: z.int().nullable(),
  /** What a held row said before it was corrected, and what a corrected one says now. */
  original: RowFields.nullable(),
  corrected: RowFields.nullable(),
})
export type DecidedRow = z.infer<typeof DecidedRow>

/** The row that has a conflicting row's TxId already. */
export const KnownRow = z.object({
  batch: z.int(),
  line: z.int(),
  row: RowFields,
  /** Its transaction; null while it is held. */
  transaction: z.int().nullable(),
})
export type KnownRow = z.infer<typeof KnownRow>

export const ExceptionRow = z.object({
  line: z.int(),
  /** `posted`: it was held, and went through since. `rejected`: it was held, and never will. */
  outcome: z.enum(['fault', 'conflict', 'held', 'posted', 'rejected']),
  code: z.string(),
  field: z.string().nullable(),
  found: z.string().nullable(),
  /** Client and amount where the row could be read. */
  client: z.string().nullable(),
  amount: z.int().nullable(),
  /** The line as it stood in the file, card numbers masked. */
  raw: z.string(),
  decided: DecidedRow.nullable(),
  /** Of a conflict; null where there is none, or it was let go since. */
  known: KnownRow.nullable(),
})
export type ExceptionRow = z.infer<typeof ExceptionRow>

export const ExceptionEvent = z.object({
  at: z.iso.datetime(),
  by: z.string(),
  /** An open set: the actions of people join what happens by itself. */
  kind: z.string(),
  detail: z.record(z.string(), z.json()),
})
export type ExceptionEvent = z.infer<typeof ExceptionEvent>

export const ExceptionDetail = Exception.extend({
  detail: z.record(z.string(), z.json()),
  /** The first of its rows, in line order; `exceptions.rows` reads on. */
  firstRows: z.array(ExceptionRow),
  /** Oldest first. */
  history: z.array(ExceptionEvent),
  /** What the one who reads may do about it now, and why not what they may not. */
  actions: z.array(ActionStanding),
  /** Proposals about it, newest first. */
  proposals: z.array(
    z.object({ id: z.int(), kind: z.string(), state: z.string(), proposedBy: z.string(), at: z.iso.datetime() }),
  ),
  /** How its batch stands now. */
  batchState: z.string().nullable(),
})
export type ExceptionDetail = z.infer<typeof ExceptionDetail>

export const statusFilters = [...exceptionStatuses, 'unresolved'] as const

export const ExceptionFilter = z.object({
  status: z.enum(statusFilters).optional(),
  code: ExceptionCode.optional(),
  severity: Severity.optional(),
  producer: z.coerce.number().int().optional(),
  batch: z.coerce.number().int().optional(),
  /** Also finds those that have a held row of this client among others. */
  client: z.string().min(1).max(128).optional(),
})
export type ExceptionFilter = z.infer<typeof ExceptionFilter>

export const exceptionOrders = ['newest', 'due'] as const
export const ExceptionOrder = z.enum(exceptionOrders)
export type ExceptionOrder = z.infer<typeof ExceptionOrder>

export const ExceptionSummary = z.object({
  unresolved: z.int(),
  overdue: z.int(),
  severities: z.record(Severity, z.int()),
  /** Of whoever asks; like the next two without those that are asleep, which are out of sight. */
  mine: z.int(),
  unowned: z.int(),
  /** On the day that it is in the workspace's zone, also when that time has passed already. */
  dueToday: z.int(),
  waitingForApproval: z.int(),
  snoozed: z.int(),
})
export type ExceptionSummary = z.infer<typeof ExceptionSummary>

const exceptionId = z.coerce.number().int()

export const exceptions = {
  list: procedure({
    method: 'GET',
    path: '/exceptions',
    summary: 'What a person must decide, newest first or by when it is due',
    access: 'exceptions.read',
  })
    .input(ExceptionFilter.extend({ order: ExceptionOrder.default('newest'), ...pageInput }))
    .output(pageOf(Exception)),
  summary: procedure({
    method: 'GET',
    path: '/exceptions/summary',
    summary: 'How many are not resolved: by severity, overdue, of whom, and what they wait for',
    access: 'exceptions.read',
  }).output(ExceptionSummary),
  get: procedure({
    method: 'GET',
    path: '/exceptions/{id}',
    summary: 'One exception with its history and the first of its rows',
    access: 'exceptions.read',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id: exceptionId }))
    .output(ExceptionDetail),
  rows: procedure({
    method: 'GET',
    path: '/exceptions/{id}/rows',
    summary: 'The rows that an exception stands for, in line order',
    access: 'exceptions.read',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id: exceptionId, ...pageInput }))
    .output(pageOf(ExceptionRow)),
}
