/** Every query there is, by name. The reader threads run them. */
import { readPreferences } from './access/preferences.ts'
import { findUserQuery, listUsers } from './access/users.ts'
import { readHead } from './audit/anchor.ts'
import { auditFacets, listAudit } from './audit/list.ts'
import { verifyChain } from './audit/verify.ts'
import {
  archivesInUse,
  batchesByIds,
  batchViewIds,
  leftInDrop,
  listBatches,
  listBatchRows,
  unsealedBatches,
} from './ingest/batch-queries.ts'
import { findRun, listJobs, listRuns } from './jobs/job-commands.ts'
import { findBalance, findClient, listClients, listHistory } from './ledger/read.ts'
import { findProducer, listProducers, producerCodes } from './producers/producers.ts'
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
  'batches.list': listBatches,
  'batches.byIds': batchesByIds,
  'batches.viewIds': batchViewIds,
  'batches.rows': listBatchRows,
  'batches.unsealed': unsealedBatches,
  'batches.leftInDrop': leftInDrop,
  'batches.archives': archivesInUse,
  'clients.list': listClients,
  'clients.find': findClient,
  'ledger.balance': findBalance,
  'ledger.history': listHistory,
}
export type Queries = typeof queries
