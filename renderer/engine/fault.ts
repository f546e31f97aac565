/**
 * Every way a call can fail, as one closed union. Contract errors are codes with facts; each code's facts are read with
 * the contract's own schema, and an answer that does not keep to the contract is `unknown`, never half trusted.
 */
import { ORPCError } from '@orpc/client'
import { z } from 'zod'
import { batchFaults, batchNotSealed, fileTooLarge } from '../../engine/contract/batches.ts'
import { caseFaults } from '../../engine/contract/cases.ts'
import { packRefusals } from '../../engine/contract/close-packs.ts'
import { configurationFaults } from '../../engine/contract/configuration.ts'
import { contactFaults } from '../../engine/contract/contact.ts'
import { expectedFaults } from '../../engine/contract/expected.ts'
import { exportRefusals } from '../../engine/contract/exports.ts'
import { commonFaults } from '../../engine/contract/fault.ts'
import { fundingFaults } from '../../engine/contract/funding.ts'
import { messageStates, questionStates } from '../../engine/contract/messages.ts'
import { operationFaults } from '../../engine/contract/operations.ts'
import { overviewRefusals } from '../../engine/contract/overview.ts'
import { viewExpired } from '../../engine/contract/page.ts'
import { changeFaults, Effect, ProposalState } from '../../engine/contract/proposals.ts'
import { reportFaults } from '../../engine/contract/reports.ts'
import { signInFaults } from '../../engine/contract/session.ts'
import { webhookRefusals } from '../../engine/contract/webhooks.ts'
import { UnattendedKeeper } from '../../engine/contract/workspace.ts'

const noFacts = z.unknown().transform(() => ({}))
const aUser = z.object({ user: z.string() })

type Declared = Readonly<Record<string, Readonly<{ data: z.ZodType }>>>

/** The schemas of a whole table of the contract's errors. */
const factsOf = <F extends Declared>(faults: F) =>
  Object.fromEntries(Object.entries(faults).map(([code, { data }]) => [code, data])) as {
    readonly [C in keyof F]: F[C]['data']
  }

const facts = {
  bad_input: commonFaults.bad_input.data,
  not_signed_in: noFacts,
  not_permitted: commonFaults.not_permitted.data,
  workspace_sealed: noFacts,
  too_many_requests: commonFaults.too_many_requests.data,
  internal: commonFaults.internal.data,
  store_damaged: commonFaults.store_damaged.data,
  engine_stopping: noFacts,
  disk_full: commonFaults.disk_full.data,
  address_not_listed: commonFaults.address_not_listed.data,
  view_expired: viewExpired.data,
  wrong_credentials: signInFaults.wrong_credentials.data,
  too_many_attempts: signInFaults.too_many_attempts.data,
  store_newer: signInFaults.store_newer.data,
  ...factsOf(configurationFaults),
  policy_unusable: signInFaults.policy_unusable.data,
  recovery_key_mistyped: noFacts,
  user_exists: aUser,
  last_admin: aUser,
  own_account: aUser,
  job_running: z.object({ job: z.string() }),
  producer_exists: z.object({ field: z.enum(['id', 'code']), value: z.string() }),
  producer_moved: z.object({ expected: z.int(), found: z.int() }),
  backup_directory_unusable: z.object({ directory: z.string(), reason: z.string() }),
  keeper_unavailable: z.object({ reason: UnattendedKeeper }),
  ...factsOf(changeFaults),
  ...factsOf(packRefusals),
  ...factsOf(reportFaults),
  ...factsOf(exportRefusals),
  range_too_long: overviewRefusals.range_too_long.data,
  caller_agreed_by_oneself: z.object({ caller: z.int() }),
  caller_expired: z.object({ expiredAt: z.iso.datetime() }),
  ...factsOf(webhookRefusals),
  wallet_exists: operationFaults.wallet_unknown.data,
  wallet_not_empty: z.object({
    balance: z.int(),
    held: z.int(),
    pending: z.int(),
    receivable: z.int(),
    heldRows: z.int(),
  }),
  virtual_account_exists: operationFaults.virtual_account_unknown.data,
  tier_unknown: z.object({ tier: z.string() }),
  account_exists: operationFaults.account_unknown.data,
  period_closing: z.object({ period: z.string() }),
  proposal_decided: z.object({ state: ProposalState }),
  proposal_expired: z.object({ expiredAt: z.iso.datetime() }),
  own_proposal: z.object({ proposedBy: z.string() }),
  not_own_proposal: z.object({ proposedBy: z.string() }),
  above_own_bound: z.object({ upTo: z.int() }),
  batch_partly_posted: batchFaults.batch_partly_posted.data,
  batch_not_sealed: batchNotSealed.data,
  file_too_large: fileTooLarge.data,
  effect_moved: z.object({ effect: Effect, effectHash: z.string() }),
  kinds_differ: z.object({ kinds: z.array(z.string()) }),
  ...factsOf(caseFaults),
  ...factsOf(contactFaults),
  ...factsOf(fundingFaults),
  virtual_ibans_off: noFacts,
  expected_over: expectedFaults.expected_over.data,
  reverse_instead: expectedFaults.reverse_instead.data,
  line_does_not_pay: expectedFaults.line_does_not_pay.data,
  contact_moved: z.object({ expected: z.int(), found: z.int() }),
  question_over: z.object({ state: z.enum(questionStates) }),
  answer_unusable: z.object({ of: z.enum(['client', 'producer']) }),
  message_not_waiting: z.object({ state: z.enum(messageStates) }),
  message_not_failed: z.object({ state: z.enum(messageStates) }),
  client_needed: z.object({ clients: z.array(z.string()) }),
  no_mail_server: noFacts,
  count_differs: z.object({ cases: z.int() }),
} as const

type Facts = typeof facts
type ContractFault = { [C in keyof Facts]: Readonly<{ code: C }> & Readonly<z.infer<Facts[C]>> }[keyof Facts]

export type Fault =
  | ContractFault
  /** The line to the engine broke, or was never there, while the call was under way. */
  | Readonly<{ code: 'engine_lost' }>
  | Readonly<{ code: 'unknown'; found: string }>

export const faultCodes = Object.keys(facts) as readonly (keyof Facts)[]

export function readFault(error: unknown): Fault {
  if (error instanceof ORPCError) return readContractFault(error.code, error.data)
  // Whatever is not an answer of the engine means that none came: the socket closed, the port died.
  return { code: 'engine_lost' }
}

/** A refusal that came as part of an answer: a code and its facts, which the contract's own schema reads here too. */
export function readContractFault(code: string, data: unknown): Fault {
  if (!isFaultCode(code)) return { code: 'unknown', found: code }
  const read = facts[code].safeParse(data ?? {})
  // The schema that read the facts is the one of this code, which the compiler can't see through the index.
  return read.success ? ({ code, ...read.data } as ContractFault) : { code: 'unknown', found: code }
}

const isFaultCode = (code: string): code is keyof Facts => Object.hasOwn(facts, code)
