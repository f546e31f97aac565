/** The table of commands. Usage, help and parsing all come from it. */
import { accountCommands } from './accounts.ts'
import { auditCommands } from './audit.ts'
import { backupCommands } from './backup.ts'
import { batchCommands } from './batches.ts'
import { callerCommands } from './callers.ts'
import { checkCommands } from './check.ts'
import { clientCommands } from './clients.ts'
import { closePackCommands } from './close-pack.ts'
import type { Command } from './command.ts'
import { configurationCommands } from './configuration.ts'
import { exceptionCommands } from './exceptions.ts'
import { expectedCommands } from './expected.ts'
import { exportCommands } from './exports.ts'
import { fundingCommands } from './funding.ts'
import { gatewayCommands } from './gateways.ts'
import { holdCommands } from './holds.ts'
import { ingestCommands } from './ingest.ts'
import { initCommands } from './init.ts'
import { jobCommands } from './jobs.ts'
import { keyCommands } from './keys.ts'
import { ledgerCommands } from './ledger.ts'
import { matchCommands } from './matches.ts'
import { messageCommands } from './messages.ts'
import { operationCommands } from './operations.ts'
import { periodCommands } from './periods.ts'
import { producerCommands } from './producers.ts'
import { proposalCommands } from './proposals.ts'
import { receiptCommands } from './receipts.ts'
import { reportCommands } from './reports.ts'
import { serveCommands } from './serve.ts'
import { settingCommands } from './settings.ts'
import { statementCommands } from './statements.ts'
import { userCommands } from './users.ts'
import { walletCommands } from './wallets.ts'
import { watchCommands } from './watch.ts'
import { webhookCommands } from './webhooks.ts'

export const commands: readonly Command[] = [
  ...initCommands,
  ...userCommands,
  ...callerCommands,
  ...keyCommands,
  ...producerCommands,
  ...ingestCommands,
  ...watchCommands,
  ...batchCommands,
  ...statementCommands,
  ...matchCommands,
  ...exceptionCommands,
  ...messageCommands,
  ...clientCommands,
  ...walletCommands,
  ...ledgerCommands,
  ...operationCommands,
  ...accountCommands,
  ...holdCommands,
  ...expectedCommands,
  ...fundingCommands,
  ...gatewayCommands,
  ...proposalCommands,
  ...settingCommands,
  ...configurationCommands,
  ...periodCommands,
  ...closePackCommands,
  ...exportCommands,
  ...reportCommands,
  ...receiptCommands,
  ...checkCommands,
  ...jobCommands,
  ...webhookCommands,
  ...auditCommands,
  ...backupCommands,
  ...serveCommands,
]
