/**
 * Every procedure that any client may call, whatever carries the call: a MessagePort in the desktop shell, a WebSocket
 * in a browser, REST elsewhere. The one door between engine and clients; nothing else of the engine is for them.
 */
import type { ContractRouterClient, InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract'
import { accounts } from './accounts.ts'
import { audit } from './audit.ts'
import { batches } from './batches.ts'
import { bulk } from './bulk.ts'
import { casePicks } from './case-picks.ts'
import { caseViews } from './case-views.ts'
import { cases } from './cases.ts'
import { changes } from './changes.ts'
import { clients, ledger } from './clients.ts'
import { closePacks } from './close-packs.ts'
import { clientContacts, contact } from './contact.ts'
import { exceptions } from './exceptions.ts'
import { expected } from './expected.ts'
import { funding } from './funding.ts'
import { ingest } from './ingest.ts'
import { jobs } from './jobs.ts'
import { notifications } from './notifications.ts'
import { holds, operations } from './operations.ts'
import { ownWallet } from './own-wallet.ts'
import { periods } from './periods.ts'
import type { ContractTree } from './procedure.ts'
import { producers } from './producers.ts'
import { proposals } from './proposals.ts'
import { proposalsBulk } from './proposals-bulk.ts'
import { reconciliation } from './reconciliation.ts'
import { session } from './session.ts'
import { settings } from './settings.ts'
import { statements } from './statements.ts'
import { trace } from './trace.ts'
import { users } from './users.ts'
import { wallets } from './wallets.ts'
import { keys, workspace } from './workspace.ts'

export const contract = {
  session,
  workspace,
  keys,
  users,
  audit,
  jobs,
  producers,
  ingest,
  batches,
  exceptions: { ...exceptions, ...caseViews, ...casePicks, ...cases, bulk },
  clients: { ...clients, ...clientContacts },
  contact,
  wallets,
  accounts,
  ledger,
  operations,
  holds,
  expected,
  funding,
  proposals: { ...proposals, bulk: proposalsBulk },
  periods,
  reconciliation,
  closePacks,
  settings,
  statements,
  notifications,
  ownWallet,
  trace,
  changes,
} satisfies ContractTree

export type Contract = typeof contract
export type EngineClient = ContractRouterClient<Contract>
export type Inputs = InferContractRouterInputs<Contract>
export type Outputs = InferContractRouterOutputs<Contract>
