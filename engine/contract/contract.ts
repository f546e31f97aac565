/**
 * Every procedure that any client may call, whatever carries the call: a MessagePort in the desktop shell, a WebSocket
 * in a browser, REST elsewhere. The one door between engine and clients; nothing else of the engine is for them.
 */
import type { ContractRouterClient, InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract'
import { accounts } from './accounts.ts'
import { audit } from './audit.ts'
import { batches } from './batches.ts'
import { bulk } from './bulk.ts'
import { callers } from './callers.ts'
import { casePicks } from './case-picks.ts'
import { caseViews } from './case-views.ts'
import { cases } from './cases.ts'
import { changes } from './changes.ts'
import { clientStatements } from './client-statements.ts'
import { clients, ledger } from './clients.ts'
import { closePacks } from './close-packs.ts'
import { configuration } from './configuration.ts'
import { clientContacts, contact } from './contact.ts'
import { exceptions } from './exceptions.ts'
import { expected } from './expected.ts'
import { tableExports } from './exports.ts'
import { funding } from './funding.ts'
import { ingest } from './ingest.ts'
import { jobs } from './jobs.ts'
import { live } from './live.ts'
import { notifications } from './notifications.ts'
import { holds, operations } from './operations.ts'
import { overview } from './overview.ts'
import { ownWallet } from './own-wallet.ts'
import { periods } from './periods.ts'
import { plainOperations } from './plain-operations.ts'
import type { ContractTree } from './procedure.ts'
import { producerPrograms } from './producer-programs.ts'
import { producers } from './producers.ts'
import { proposals } from './proposals.ts'
import { proposalsBulk } from './proposals-bulk.ts'
import { receipts } from './receipts.ts'
import { reconciliation } from './reconciliation.ts'
import { reports } from './reports.ts'
import { search } from './search.ts'
import { session } from './session.ts'
import { settings } from './settings.ts'
import { statements } from './statements.ts'
import { trace } from './trace.ts'
import { users } from './users.ts'
import { wallets } from './wallets.ts'
import { webhooks } from './webhooks.ts'
import { keys, workspace } from './workspace.ts'

/** Written out by name, because what the compiler infers of so many procedures is longer than it can write down. */
export type Contract = {
  readonly session: typeof session
  readonly workspace: typeof workspace
  readonly keys: typeof keys
  readonly users: typeof users
  readonly callers: typeof callers
  readonly audit: typeof audit
  readonly jobs: typeof jobs
  readonly producers: typeof producers
  readonly producerPrograms: typeof producerPrograms
  readonly ingest: typeof ingest
  readonly batches: typeof batches
  readonly exceptions: typeof exceptions &
    typeof caseViews &
    typeof casePicks &
    typeof cases & { readonly bulk: typeof bulk }
  readonly clients: typeof clients & typeof clientContacts & typeof clientStatements
  readonly contact: typeof contact
  readonly wallets: typeof wallets
  readonly accounts: typeof accounts
  readonly ledger: typeof ledger
  readonly operations: typeof operations
  readonly plainOperations: typeof plainOperations
  readonly holds: typeof holds
  readonly expected: typeof expected
  readonly funding: typeof funding
  readonly proposals: typeof proposals & { readonly bulk: typeof proposalsBulk }
  readonly receipts: typeof receipts
  readonly periods: typeof periods
  readonly reconciliation: typeof reconciliation
  readonly closePacks: typeof closePacks
  readonly settings: typeof settings
  readonly configuration: typeof configuration
  readonly statements: typeof statements
  readonly notifications: typeof notifications
  readonly search: typeof search
  readonly overview: typeof overview
  readonly live: typeof live
  readonly trace: typeof trace
  readonly ownWallet: typeof ownWallet
  readonly webhooks: typeof webhooks
  readonly exports: typeof tableExports
  readonly reports: typeof reports
  readonly changes: typeof changes
}

export const contract: Contract = {
  session,
  workspace,
  keys,
  users,
  callers,
  audit,
  jobs,
  producers,
  producerPrograms,
  ingest,
  batches,
  exceptions: { ...exceptions, ...caseViews, ...casePicks, ...cases, bulk },
  clients: { ...clients, ...clientContacts, ...clientStatements },
  contact,
  wallets,
  accounts,
  ledger,
  operations,
  plainOperations,
  holds,
  expected,
  funding,
  proposals: { ...proposals, bulk: proposalsBulk },
  periods,
  reconciliation,
  closePacks,
  receipts,
  settings,
  configuration,
  statements,
  notifications,
  overview,
  live,
  ownWallet,
  search,
  trace,
  webhooks,
  exports: tableExports,
  reports,
  changes,
} satisfies ContractTree

export type EngineClient = ContractRouterClient<Contract>
export type Inputs = InferContractRouterInputs<Contract>
export type Outputs = InferContractRouterOutputs<Contract>
