/** Why a program was not agreed on, got no key or was not stopped, and what to do instead. */
import { callerFaults } from '../../engine/contract/callers.ts'
import { assertNever } from '../assert-never.ts'
import type { Fault } from '../engine/fault.ts'
import type { Sentence, Shown } from './fault-sentence.ts'

export type CallerFault = Extract<
  Fault,
  { code: keyof typeof callerFaults | 'caller_expired' | 'caller_agreed_by_oneself' }
>

export const isCallerFault = (fault: Fault): fault is CallerFault =>
  fault.code === 'caller_expired' ||
  fault.code === 'caller_agreed_by_oneself' ||
  Object.hasOwn(callerFaults, fault.code)

export function callerSentence(fault: CallerFault, shown: Shown): Sentence {
  switch (fault.code) {
    case 'caller_unknown':
      return { id: 'fault.caller_unknown', values: { caller: String(fault.caller) } }
    case 'caller_name_taken':
      return { id: 'fault.caller_name_taken', values: { name: fault.name } }
    case 'caller_stopped':
    case 'caller_unchanged':
    case 'caller_needs_producer':
      return { id: `fault.${fault.code}` }
    case 'caller_expiry_unusable':
      return { id: 'fault.caller_expiry_unusable', values: { latest: shown.instant(fault.latest) } }
    case 'caller_agreed_by_oneself':
      return { id: 'fault.caller_agreed_by_oneself' }
    case 'caller_expired':
      return { id: 'fault.caller_expired', values: { at: shown.instant(fault.expiredAt) } }
    default:
      return assertNever(fault)
  }
}
