/** Every table that can be exported. A new one is a file in `sources/`, a line here, and its parameters in the contract. */
import type { ExportSource } from '../contract/export-sources.ts'
import type { Source } from './source.ts'
import { accounts } from './sources/accounts.ts'
import { auditRecords } from './sources/audit-records.ts'
import { batchRows } from './sources/batch-rows.ts'
import { batches } from './sources/batches.ts'
import { callers } from './sources/callers.ts'
import { clients } from './sources/clients.ts'
import { exceptions } from './sources/exceptions.ts'
import { expectedPayments } from './sources/expected-payments.ts'
import { fundRequests } from './sources/fund-requests.ts'
import { jobRuns } from './sources/job-runs.ts'
import { matches } from './sources/matches.ts'
import { openItems } from './sources/open-items.ts'
import { overviewExceptions, overviewOpen, overviewPace } from './sources/overview-exceptions.ts'
import { overviewHealth, overviewPunctuality } from './sources/overview-health.ts'
import { overviewGap, overviewMatched, overviewUnmatched } from './sources/overview-reconciliation.ts'
import { overviewParts, overviewVolume } from './sources/overview-volume.ts'
import { postings } from './sources/postings.ts'
import { producers } from './sources/producers.ts'
import { proposals } from './sources/proposals.ts'
import { statementLines } from './sources/statement-lines.ts'
import { statements } from './sources/statements.ts'
import { transactions } from './sources/transactions.ts'
import { trialBalance } from './sources/trial-balance.ts'
import { users } from './sources/users.ts'
import { webhookDeliveries } from './sources/webhook-deliveries.ts'

export const sources: Readonly<Record<ExportSource, Source>> = {
  exceptions,
  batches,
  batch_rows: batchRows,
  clients,
  accounts,
  postings,
  transactions,
  trial_balance: trialBalance,
  open_items: openItems,
  matches,
  statement_lines: statementLines,
  proposals,
  audit_records: auditRecords,
  producers,
  statements,
  fund_requests: fundRequests,
  expected_payments: expectedPayments,
  webhook_deliveries: webhookDeliveries,
  users,
  callers,
  job_runs: jobRuns,
  overview_volume: overviewVolume,
  overview_parts: overviewParts,
  overview_matched: overviewMatched,
  overview_unmatched: overviewUnmatched,
  overview_gap: overviewGap,
  overview_exceptions: overviewExceptions,
  overview_open: overviewOpen,
  overview_pace: overviewPace,
  overview_punctuality: overviewPunctuality,
  overview_health: overviewHealth,
}
