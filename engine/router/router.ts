/** Every procedure with its handler: one that is missing does not compile. */
import type { Router } from '@orpc/server'
import { sessionHandlers } from '../access/session-handlers.ts'
import { userHandlers } from '../access/user-handlers.ts'
import { proposalsBulkHandlers } from '../approvals/bulk-handlers.ts'
import { proposalHandlers } from '../approvals/proposal-handlers.ts'
import { auditHandlers } from '../audit/audit-handlers.ts'
import { callerHandlers } from '../callers/caller-handlers.ts'
import { bulkHandlers } from '../cases/bulk/bulk-handlers.ts'
import { caseHandlers } from '../cases/case-handlers.ts'
import { peopleHandlers } from '../cases/people-handlers.ts'
import { pickedHandlers } from '../cases/picked-handlers.ts'
import { changeHandlers } from '../changes/change-handlers.ts'
import { clientStatementHandlers } from '../client-statements/statement-handlers.ts'
import { closePackHandlers } from '../close-pack/close-pack-handlers.ts'
import { configurationHandlers } from '../configuration/configuration-handlers.ts'
import { clientContactHandlers, contactHandlers } from '../contact/contact-handlers.ts'
import type { Contract } from '../contract/contract.ts'
import { exceptionHandlers } from '../exceptions/exception-handlers.ts'
import { originalHandlers } from '../exceptions/original-handler.ts'
import { queueHandlers } from '../exceptions/queue/queue-handlers.ts'
import { expectedHandlers } from '../expected/expected-handlers.ts'
import { exportHandlers } from '../exports/export-handlers.ts'
import { fundingHandlers } from '../funding/funding-handlers.ts'
import { holdHandlers } from '../holds/hold-handlers.ts'
import { batchHandlers, ingestHandlers } from '../ingest/batch-handlers.ts'
import { jobHandlers } from '../jobs/job-handlers.ts'
import { keyHandlers } from '../keys/key-handlers.ts'
import { accountHandlers } from '../ledger/account-handlers.ts'
import { checkHandlers } from '../ledger/check-handlers.ts'
import { clientHandlers, ledgerHandlers } from '../ledger/ledger-handlers.ts'
import { liveHandlers } from '../live/live-handlers.ts'
import { notificationHandlers } from '../notifications/notification-handlers.ts'
import { operationHandlers } from '../operations/operation-handlers.ts'
import { plainHandlers } from '../operations/plain-handlers.ts'
import { overviewHandlers } from '../overview/overview-handlers.ts'
import { ownWalletHandlers } from '../own-wallet/own-wallet-handlers.ts'
import { periodHandlers } from '../periods/period-handlers.ts'
import { producerHandlers } from '../producers/producer-handlers.ts'
import { programHandlers } from '../producers/program-handlers.ts'
import { receiptHandlers } from '../receipts/receipt-handlers.ts'
import { reconciliationHandlers } from '../reconcile/reconciliation-handlers.ts'
import { reportHandlers } from '../reports/report-handlers.ts'
import { searchHandlers } from '../search/search-handlers.ts'
import { settingHandlers } from '../settings/setting-handlers.ts'
import { statementHandlers } from '../statements/statement-handlers.ts'
import { traceHandlers } from '../trace/trace-handlers.ts'
import { walletHandlers } from '../wallets/wallet-handlers.ts'
import { webhookHandlers } from '../webhooks/webhook-handlers.ts'
import { workspaceHandlers } from '../workspace/workspace-handlers.ts'
import { api } from './api.ts'
import type { CallContext } from './call-context.ts'

/** Its type is the contract's: what the compiler infers of so many handlers is longer than it can write down. */
export const router: Router<Contract, CallContext> = api.router({
  session: sessionHandlers,
  workspace: workspaceHandlers,
  keys: keyHandlers,
  users: userHandlers,
  callers: callerHandlers,
  audit: auditHandlers,
  jobs: jobHandlers,
  producers: producerHandlers,
  producerPrograms: programHandlers,
  ingest: ingestHandlers,
  batches: batchHandlers,
  exceptions: {
    ...exceptionHandlers,
    ...queueHandlers,
    ...pickedHandlers,
    ...originalHandlers,
    ...caseHandlers,
    ...peopleHandlers,
    bulk: bulkHandlers,
  },
  clients: { ...clientHandlers, ...clientContactHandlers, ...clientStatementHandlers },
  contact: contactHandlers,
  ledger: { ...ledgerHandlers, ...checkHandlers },
  wallets: walletHandlers,
  accounts: accountHandlers,
  operations: operationHandlers,
  plainOperations: plainHandlers,
  holds: holdHandlers,
  expected: expectedHandlers,
  funding: fundingHandlers,
  proposals: { ...proposalHandlers, bulk: proposalsBulkHandlers },
  periods: periodHandlers,
  reconciliation: reconciliationHandlers,
  closePacks: closePackHandlers,
  receipts: receiptHandlers,
  settings: settingHandlers,
  configuration: configurationHandlers,
  statements: statementHandlers,
  notifications: notificationHandlers,
  overview: overviewHandlers,
  live: liveHandlers,
  ownWallet: ownWalletHandlers,
  search: searchHandlers,
  trace: traceHandlers,
  webhooks: webhookHandlers,
  exports: exportHandlers,
  reports: reportHandlers,
  changes: changeHandlers,
})
