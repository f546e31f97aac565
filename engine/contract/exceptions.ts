/** What a person must decide: one exception for each cause within a batch, with the rows that it stands for inside. */
import { z } from 'zod'
import { batchRules, rowRules } from './agreements.ts'
import { notFound } from './fault.ts'
import { pageInput, pageOf } from './page.ts'
import { procedure } from './procedure.ts'
import { RuleFact } from './rule-facts.ts'

/** A payment that waits for money is nobody's work until it has waited too long; then it has a code of its own. */
const rowCodes = rowRules.filter((code) => code !== 'INSUFFICIENT_FUNDS')

export const exceptionCodes = [...rowCodes, ...batchRules, 'HELD_TOO_LONG'] as const
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

export const Resolution = z.enum([
  'posted',
  'rejected',
  'corrected',
  'written_off',
  'confirmed_by_client',
  'not_a_problem',
])
export type Resolution = z.infer<typeof Resolution>

/** Which rows it stands for: those that a row rule refused or held, the whole batch, or none because none came. */
export const exceptionScopes = ['fault', 'conflict', 'hold', 'batch', 'producer'] as const
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
})
export type Exception = z.infer<typeof Exception>

export const ExceptionRow = z.object({
  line: z.int(),
  /** `posted`: it was held, and went through since. */
  outcome: z.enum(['fault', 'conflict', 'held', 'posted']),
  code: z.string(),
  field: z.string().nullable(),
  found: z.string().nullable(),
  /** Client and amount where the row could be read. */
  client: z.string().nullable(),
  amount: z.int().nullable(),
  /** The line as it stood in the file, card numbers masked. */
  raw: z.string(),
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
    summary: 'How many are not resolved, by severity, and how many of them are overdue',
    access: 'exceptions.read',
  }).output(
    z.object({
      unresolved: z.int(),
      overdue: z.int(),
      severities: z.record(Severity, z.int()),
    }),
  ),
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
