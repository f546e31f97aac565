/** Why a close pack is not made of the days that were asked for, and what to ask for instead. */
import { packRefusals } from '../../engine/contract/close-packs.ts'
import { assertNever } from '../assert-never.ts'
import type { Fault } from '../engine/fault.ts'
import type { Sentence } from './fault-sentence.ts'

export type PackFault = Extract<Fault, { code: keyof typeof packRefusals }>

export const isPackFault = (fault: Fault): fault is PackFault => Object.hasOwn(packRefusals, fault.code)

export function packSentence(fault: PackFault): Sentence {
  switch (fault.code) {
    case 'days_reversed':
      return { id: 'fault.days_reversed', values: { from: fault.from, to: fault.to } }
    case 'days_too_many':
      return { id: 'fault.days_too_many', values: { days: fault.days, daysMax: fault.daysMax } }
    case 'days_in_future':
      return { id: 'fault.days_in_future', values: { to: fault.to, today: fault.today } }
    default:
      return assertNever(fault)
  }
}
