/** Why no money was asked for through a gateway, and no account number given out: what to do about it. */
import { fundingFaults } from '../../engine/contract/funding.ts'
import { assertNever } from '../assert-never.ts'
import type { Fault } from '../engine/fault.ts'
import type { Sentence } from './fault-sentence.ts'

type FundingFault = Extract<Fault, { code: keyof typeof fundingFaults | 'virtual_ibans_off' }>

const codes: ReadonlySet<string> = new Set([...Object.keys(fundingFaults), 'virtual_ibans_off'])

export const isFundingFault = (fault: Fault): fault is FundingFault => codes.has(fault.code)

export function fundingSentence(fault: FundingFault): Sentence {
  switch (fault.code) {
    case 'gateway_unknown':
      return { id: 'fault.gateway_unknown', values: { gateway: fault.gateway } }
    case 'gateway_in_other_currency':
      return { id: 'fault.gateway_in_other_currency', values: { gateway: fault.gateway, currency: fault.currency } }
    case 'fund_request_over':
      return { id: 'fault.fund_request_over', values: { state: fault.state } }
    case 'virtual_ibans_off':
      return { id: 'fault.virtual_ibans_off' }
    case 'virtual_ibans_used_up':
      return { id: 'fault.virtual_ibans_used_up', values: { last: fault.last } }
    default:
      return assertNever(fault)
  }
}
