/** Every query there is, by name. The reader threads run them. */
import { readPreferences } from './access/preferences.ts'
import { findUserQuery, listUsers } from './access/users.ts'
import { anyToExpire, findProposal, listProposals } from './approvals/list.ts'
import { readHead } from './audit/anchor.ts'
import { auditFacets, listAudit } from './audit/list.ts'
import { verifyChain } from './audit/verify.ts'
import { findException, listExceptions, summariseExceptions } from './exceptions/exceptions.ts'
import { anyHeldDue } from './exceptions/expire-held.ts'
import { listExceptionRows } from './exceptions/rows.ts'
import { anyDue } from './holds/expire.ts'
import { listHolds } from './holds/list.ts'
import { mergeWaits } from './identities/merge.ts'
import {
  archivedBatch,
  archivesInUse,
  batchesByIds,
  batchViewIds,
  leftInDrop,
  listBatches,
  unsealedBatches,
} from './ingest/batch-queries.ts'
import { countBatchRows, listBatchRows } from './ingest/batch-rows.ts'
import { unfinishedReversals } from './ingest/decide/reversal.ts'
import { fileOfBatch } from './ingest/file-of-batch.ts'
import { findRun, listJobs, listRuns } from './jobs/job-commands.ts'
import { findAccountQuery, listAccounts } from './ledger/accounts-list.ts'
import { findBalance } from './ledger/balance.ts'
import { findClient, listClients } from './ledger/clients.ts'
import { listHistory } from './ledger/history.ts'
import { searchPostings } from './ledger/postings.ts'
import { readStatement } from './ledger/statement.ts'
import { readTransaction } from './ledger/transaction.ts'
import { readTrialBalance } from './ledger/trial-balance.ts'
import { closingPeriods } from './periods/finish.ts'
import { listPeriods } from './periods/list.ts'
import { reckonPeriod } from './periods/root.ts'
import { verifyPeriod } from './periods/verify.ts'
import { agreementInForce, findAgreement, listAgreements } from './producers/agreements.ts'
import { anyExpectationDue } from './producers/expectations.ts'
import { previewFile } from './producers/preview-query.ts'
import { findProducer, listProducers, producerCodes } from './producers/registry.ts'
import { producersToRetry } from './producers/retry-held.ts'
import { producerVolumes } from './producers/volumes.ts'
import { listCurrencies, listSettings, settingHistory } from './settings/list.ts'
import { listWallets } from './wallets/list.ts'
import { copyStore } from './workspace/backup-queries.ts'
import { checkWorkspace } from './workspace/check.ts'
import { readWorkspace } from './workspace/workspace-commands.ts'

export const queries = {
  'workspace.get': readWorkspace,
  'workspace.check': checkWorkspace,
  'workspace.copyStore': copyStore,
  'users.list': listUsers,
  'users.find': findUserQuery,
  'preferences.read': readPreferences,
  'audit.head': readHead,
  'audit.list': listAudit,
  'audit.facets': auditFacets,
  'audit.verify': verifyChain,
  'jobs.list': listJobs,
  'jobs.runs': listRuns,
  'jobs.findRun': findRun,
  'producers.list': listProducers,
  'producers.codes': producerCodes,
  'producers.find': findProducer,
  'producers.agreementInForce': agreementInForce,
  'producers.agreements': listAgreements,
  'producers.agreement': findAgreement,
  'producers.preview': previewFile,
  'producers.anyDue': anyExpectationDue,
  'producers.toRetry': producersToRetry,
  'producers.volumes': producerVolumes,
  'batches.list': listBatches,
  'batches.byIds': batchesByIds,
  'batches.viewIds': batchViewIds,
  'batches.rows': listBatchRows,
  'batches.counts': countBatchRows,
  'batches.unsealed': unsealedBatches,
  'batches.leftInDrop': leftInDrop,
  'batches.archives': archivesInUse,
  'batches.archived': archivedBatch,
  'batches.toUndo': unfinishedReversals,
  'batches.file': fileOfBatch,
  'identities.mergeWaits': mergeWaits,
  'exceptions.list': listExceptions,
  'exceptions.find': findException,
  'exceptions.rows': listExceptionRows,
  'exceptions.summary': summariseExceptions,
  'exceptions.anyHeldDue': anyHeldDue,
  'clients.list': listClients,
  'clients.find': findClient,
  'ledger.balance': findBalance,
  'ledger.history': listHistory,
  'accounts.list': listAccounts,
  'accounts.find': findAccountQuery,
  'accounts.statement': readStatement,
  'accounts.postings': searchPostings,
  'accounts.transaction': readTransaction,
  'accounts.trialBalance': readTrialBalance,
  'wallets.list': listWallets,
  'proposals.list': listProposals,
  'proposals.find': findProposal,
  'proposals.anyToExpire': anyToExpire,
  'holds.list': listHolds,
  'holds.anyDue': anyDue,
  'periods.list': listPeriods,
  'periods.closing': closingPeriods,
  'periods.reckon': reckonPeriod,
  'periods.verify': verifyPeriod,
  'settings.list': listSettings,
  'settings.history': settingHistory,
  'settings.currencies': listCurrencies,
}
export type Queries = typeof queries
