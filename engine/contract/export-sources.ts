/**
 * The tables that can be exported, each with what it can be narrowed by, which is what its list can, and with the permission
 * that its list needs.
 */
import { z } from 'zod'
import { AccountKind, PostingFilter } from './accounts.ts'
import { BatchFilter, BatchRow, BatchSort } from './batches.ts'
import { CaseFilter, CaseSort } from './case-views.ts'
import { ClientId } from './client-id.ts'
import { ExpectedKind, ExpectedState } from './expected.ts'
import { FundState } from './funding.ts'
import { GatewayName } from './gateways.ts'
import { JobName } from './jobs.ts'
import { AccountCode, BusinessDay, CurrencyCode, plainText } from './money.ts'
import { figureParameters } from './overview.ts'
import type { Permission } from './permission.ts'
import { ProposalState } from './proposals.ts'
import { ItemSide } from './reconciled-items.ts'
import { MatchState } from './reconciliation.ts'
import { StatementFilter } from './statements.ts'
import { DeliveryState } from './webhooks.ts'

const number = z.coerce.number().int().min(1)
const Day = z.iso.date()
const Account = { account: AccountCode.meta({ examples: ['omnibus:main'] }), currency: CurrencyCode.optional() }

/** Strict: a filter that is mistyped would export everything. */
export const exportParameters = {
  exceptions: CaseFilter.extend(CaseSort.shape),
  batches: z.strictObject({ ...BatchFilter.shape, ...BatchSort.partial().shape }),
  batch_rows: z.strictObject({
    batch: number,
    outcome: BatchRow.shape.outcome.optional(),
    code: z.string().max(40).optional(),
  }),
  clients: z.strictObject({ search: ClientId.optional() }),
  accounts: z.strictObject({
    kind: AccountKind.optional(),
    currency: CurrencyCode.optional(),
    search: AccountCode.optional(),
  }),
  postings: z.strictObject(PostingFilter.shape),
  transactions: z.strictObject({
    from: BusinessDay.optional(),
    to: BusinessDay.optional(),
    currency: CurrencyCode.optional(),
  }),
  trial_balance: z.strictObject({ at: z.iso.datetime({ offset: true }).optional() }),
  open_items: z.strictObject({
    ...Account,
    side: ItemSide,
    from: Day.optional(),
    to: Day.optional(),
    amount: z.coerce.number().int().optional(),
    way: z.enum(['in', 'out']).optional(),
    text: plainText(140).optional(),
  }),
  matches: z.strictObject({ ...Account, state: MatchState.optional(), rule: z.string().max(40).optional() }),
  statement_lines: z.strictObject({ statement: number }),
  proposals: z.strictObject({
    state: ProposalState.optional(),
    kind: z.string().max(40).optional(),
    proposedBy: z.string().max(64).optional(),
    client: ClientId.optional(),
  }),
  audit_records: z.strictObject({
    actor: z.string().max(64).optional(),
    action: z.string().max(64).optional(),
    subject: z.string().max(200).optional(),
  }),
  producers: z.strictObject({}),
  statements: z.strictObject(StatementFilter.shape),
  fund_requests: z.strictObject({
    state: FundState.optional(),
    client: ClientId.optional(),
    gateway: GatewayName.optional(),
    reference: plainText(140).optional(),
    from: BusinessDay.optional(),
    to: BusinessDay.optional(),
  }),
  expected_payments: z.strictObject({
    kind: ExpectedKind.optional(),
    state: ExpectedState.optional(),
    producer: number.optional(),
    client: ClientId.optional(),
    reference: plainText(140).optional(),
    overdue: z.boolean().optional(),
  }),
  webhook_deliveries: z.strictObject({
    endpoint: number.optional(),
    state: DeliveryState.optional(),
    type: plainText(60).optional(),
    subject: plainText(200).optional(),
  }),
  users: z.strictObject({}),
  callers: z.strictObject({}),
  job_runs: z.strictObject({ job: JobName }),
  ...figureParameters,
} as const

export type ExportSource = keyof typeof exportParameters
export const exportSources = Object.keys(exportParameters) as [ExportSource, ...ExportSource[]]
export const ExportSource = z.enum(exportSources)

export type ParametersOf<S extends ExportSource> = z.output<(typeof exportParameters)[S]>

export const exportPermissions: Readonly<Record<ExportSource, Permission>> = {
  exceptions: 'exceptions.read',
  batches: 'batches.read',
  batch_rows: 'batches.read',
  clients: 'clients.read',
  accounts: 'ledger.read',
  postings: 'ledger.read',
  transactions: 'ledger.read',
  trial_balance: 'ledger.read',
  open_items: 'reconciliation.read',
  matches: 'reconciliation.read',
  statement_lines: 'statements.read',
  proposals: 'proposals.read',
  audit_records: 'audit.read',
  producers: 'producers.read',
  statements: 'statements.read',
  fund_requests: 'ledger.read',
  expected_payments: 'ledger.read',
  webhook_deliveries: 'webhooks.read',
  users: 'users.read',
  callers: 'callers.read',
  job_runs: 'jobs.read',
  overview_volume: 'overview.read',
  overview_parts: 'overview.read',
  overview_matched: 'overview.read',
  overview_unmatched: 'overview.read',
  overview_gap: 'overview.read',
  overview_exceptions: 'overview.read',
  overview_open: 'overview.read',
  overview_pace: 'overview.read',
  overview_punctuality: 'overview.read',
  overview_health: 'overview.read',
}

/**
 * How days narrow a table: those that its rows are of, the instants at which they came up, or the instant at whose end it is
 * looked at. Null: days mean nothing to it.
 */
export const exportDays: Readonly<Record<ExportSource, 'days' | 'raised' | 'end' | null>> = {
  exceptions: 'raised',
  batches: 'days',
  batch_rows: null,
  clients: null,
  accounts: null,
  postings: 'days',
  transactions: 'days',
  trial_balance: 'end',
  open_items: 'days',
  matches: null,
  statement_lines: null,
  proposals: null,
  audit_records: null,
  producers: null,
  statements: 'days',
  fund_requests: 'days',
  expected_payments: null,
  webhook_deliveries: null,
  users: null,
  callers: null,
  job_runs: null,
  overview_volume: 'days',
  overview_parts: 'days',
  overview_matched: 'days',
  overview_unmatched: 'days',
  overview_gap: 'days',
  overview_exceptions: 'days',
  overview_open: 'days',
  overview_pace: 'days',
  overview_punctuality: 'days',
  overview_health: 'days',
}

export const exportFormats = ['csv', 'xlsx', 'json', 'pdf', 'hledger', 'beancount'] as const
export const ExportFormat = z.enum(exportFormats)
export type ExportFormat = z.infer<typeof ExportFormat>

/** Only what moved money can be written as a journal of an accounting program. */
export const journalFormats: ReadonlySet<ExportFormat> = new Set(['hledger', 'beancount'])
