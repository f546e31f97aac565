/** Every migration in order. A new one is a new file with the next number; a released one is never edited. */
import type { Migration } from '../migrate.ts'
import { workspace } from './0001-workspace.ts'
import { access } from './0002-access.ts'
import { audit } from './0003-audit.ts'
import { jobs } from './0004-jobs.ts'
import { producers } from './0005-producers.ts'
import { ledger } from './0006-ledger.ts'
import { batches } from './0007-batches.ts'
import { books } from './0008-books.ts'
import { operations } from './0009-operations.ts'
import { approvals } from './0010-approvals.ts'
import { periods } from './0011-periods.ts'
import { movements } from './0012-movements.ts'
import { agreements } from './0013-producers.ts'
import { exceptions } from './0014-exceptions.ts'
import { batches as batchesInBulk } from './0015-batches.ts'
import { decisions } from './0016-decisions.ts'
import { wallets } from './0017-wallets.ts'
import { cases } from './0018-cases.ts'
import { contact } from './0019-contact.ts'
import { notifications } from './0020-notifications.ts'
import { knownFaults } from './0021-known-faults.ts'
import { bulk } from './0022-bulk.ts'
import { queueOrders } from './0023-queue-orders.ts'
import { statements } from './0024-statements.ts'
import { funding } from './0025-funding.ts'
import { reconciliation } from './0026-reconciliation.ts'
import { batchVerification } from './0027-batch-verification.ts'
import { closePacks } from './0028-close-packs.ts'
import { itemParts } from './0029-item-parts.ts'
import { statementNumbers } from './0030-statement-numbers.ts'
import { expectedPayments } from './0031-expected-payments.ts'
import { lineDays } from './0032-line-days.ts'
import { callers } from './0033-callers.ts'
import { webhooks } from './0034-webhooks.ts'
import { ownWallet } from './0035-own-wallet.ts'
import { walletSignIn } from './0036-wallet-sign-in.ts'
import { addresses } from './0037-addresses.ts'
import { search } from './0038-search.ts'
import { overview } from './0039-overview.ts'
import { tableExports } from './0040-exports.ts'
import { policy } from './0041-policy.ts'
import { reports } from './0042-reports.ts'
import { reportRuns } from './0043-report-runs.ts'
import { paces } from './0044-paces.ts'
import { locations } from './0045-locations.ts'

export const migrations: readonly Migration[] = [
  workspace,
  access,
  audit,
  jobs,
  producers,
  ledger,
  batches,
  books,
  operations,
  approvals,
  periods,
  movements,
  agreements,
  exceptions,
  batchesInBulk,
  decisions,
  wallets,
  cases,
  contact,
  notifications,
  knownFaults,
  bulk,
  queueOrders,
  statements,
  funding,
  reconciliation,
  batchVerification,
  closePacks,
  itemParts,
  statementNumbers,
  expectedPayments,
  lineDays,
  callers,
  webhooks,
  ownWallet,
  walletSignIn,
  addresses,
  search,
  overview,
  tableExports,
  policy,
  reports,
  reportRuns,
  paces,
  locations,
]
