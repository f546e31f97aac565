/**
 * The one place where a refusal becomes words: what happened, to what, and what to do. A code without a case does not
 * compile.
 */
import { assertNever } from '../assert-never.ts'
import type { Fault } from '../engine/fault.ts'
import type { MessageId } from '../messages/messages.ts'
import type { TextValues } from '../messages/use-text.ts'
import { callerSentence, isCallerFault } from './caller-sentence.ts'
import { caseSentence, isCaseFault } from './case-sentence.ts'
import { contactSentence, isContactFault } from './contact-sentence.ts'
import { decisionSentence, isDecisionFault } from './decision-sentence.ts'
import { expectedSentence, isExpectedFault } from './expected-sentence.ts'
import { fundingSentence, isFundingFault } from './funding-sentence.ts'
import { isMadeFault, madeSentence } from './made-sentence.ts'
import { isMatchFault, matchSentence } from './match-sentence.ts'
import { isOperationFault, operationSentence } from './operation-sentence.ts'
import { isWebhookFault, webhookSentence } from './webhook-sentence.ts'

export type Sentence = Readonly<{ id: MessageId; values?: TextValues }>

/** How the facts of a refusal are written: an amount in the currency that it was about, a time in the workspace's zone. */
export type Shown = Readonly<{
  money: (minor: number) => string
  instant: (at: string) => string
  /** A kind of transaction, in words. */
  kind: (kind: string) => string
}>

export function faultSentence(fault: Fault, shown: Shown): Sentence {
  if (isOperationFault(fault)) return operationSentence(fault, shown)
  if (isDecisionFault(fault)) return decisionSentence(fault, shown)
  if (isCaseFault(fault)) return caseSentence(fault, shown)
  if (isContactFault(fault)) return contactSentence(fault)
  if (isExpectedFault(fault)) return expectedSentence(fault)
  if (isFundingFault(fault)) return fundingSentence(fault)
  if (isMatchFault(fault)) return matchSentence(fault, shown)
  if (isMadeFault(fault)) return madeSentence(fault)
  if (isCallerFault(fault)) return callerSentence(fault, shown)
  if (isWebhookFault(fault)) return webhookSentence(fault, shown)
  switch (fault.code) {
    case 'bad_input':
      return { id: 'fault.bad_input', values: { fields: fault.issues.map((issue) => issue.path).join(', ') } }
    case 'not_signed_in':
    case 'workspace_sealed':
    case 'engine_stopping':
    case 'engine_lost':
    case 'internal':
    case 'store_damaged':
    case 'disk_full':
      return { id: `fault.${fault.code}` }
    case 'not_permitted':
      return { id: 'fault.not_permitted', values: { permission: fault.permission } }
    case 'address_not_listed':
      return { id: 'fault.address_not_listed', values: { address: fault.address } }
    case 'too_many_requests':
    case 'too_many_attempts':
    case 'wrong_credentials':
      return { id: `fault.${fault.code}`, values: { seconds: fault.retryAfterSeconds } }
    case 'store_newer':
      return { id: 'fault.store_newer', values: { found: fault.found, known: fault.known } }
    case 'not_found':
      return { id: 'fault.not_found', values: { noun: fault.noun, id: fault.id } }
    case 'recovery_key_mistyped':
      return { id: 'fault.recovery_key_mistyped' }
    case 'view_expired':
      return { id: 'fault.view_expired' }
    case 'user_unknown':
    case 'user_exists':
    case 'last_admin':
    case 'own_account':
      return { id: `fault.${fault.code}`, values: { user: fault.user } }
    case 'job_running':
      return { id: 'fault.job_running', values: { job: fault.job } }
    case 'producer_exists':
      return { id: `fault.producer_exists.${fault.field}`, values: { value: fault.value } }
    case 'producer_moved':
      return { id: 'fault.producer_moved' }
    case 'producer_suspended':
      return { id: 'fault.producer_suspended', values: { by: fault.by, at: shown.instant(fault.at) } }
    case 'file_too_large':
      return { id: 'fault.file_too_large', values: { bytes: fault.bytes, bytesMax: fault.bytesMax } }
    case 'account_exists':
      return { id: 'fault.account_exists', values: { account: fault.account } }
    case 'period_closing':
      return { id: 'fault.period_closing', values: { period: fault.period } }
    case 'backup_directory_unusable':
      return {
        id: 'fault.backup_directory_unusable',
        values: { directory: fault.directory, reason: fault.reason },
      }
    case 'keeper_unavailable':
      return { id: `keeper.${fault.reason}` }
    case 'unknown':
      return { id: 'fault.unknown', values: { code: fault.found } }
    default:
      return assertNever(fault)
  }
}

/** What support asks for; only failures of ours have one. */
export function incidentOf(fault: Fault): string | null {
  switch (fault.code) {
    case 'internal':
    case 'store_damaged':
    case 'disk_full':
      return fault.incident
    default:
      return null
  }
}

/** How long to wait before the same thing may be asked again. */
export function retryAfterOf(fault: Fault | undefined): number {
  switch (fault?.code) {
    case 'too_many_requests':
    case 'too_many_attempts':
    case 'wrong_credentials':
      return fault.retryAfterSeconds
    default:
      return 0
  }
}
