/** Why money was not moved and a wallet not changed: what stood in the way, by how much, and what to do. */
import { operationFaults } from '../../engine/contract/operations.ts'
import { assertNever } from '../assert-never.ts'
import type { Fault } from '../engine/fault.ts'
import type { Sentence, Shown } from './fault-sentence.ts'

const walletFaultCodes = ['wallet_exists', 'wallet_not_empty', 'virtual_account_exists', 'tier_unknown'] as const

export type OperationFault = Extract<Fault, { code: keyof typeof operationFaults | (typeof walletFaultCodes)[number] }>

const codes: ReadonlySet<string> = new Set([...Object.keys(operationFaults), ...walletFaultCodes])

export const isOperationFault = (fault: Fault): fault is OperationFault => codes.has(fault.code)

/** What a second person may do although one alone may not. */
export const mayBeProposed = (fault: Fault | undefined): boolean =>
  fault?.code === 'approval_needed' || fault?.code === 'limit_exceeded'

export function operationSentence(fault: OperationFault, shown: Shown): Sentence {
  switch (fault.code) {
    case 'key_reused_with_other_content':
      return { id: 'fault.key_reused_with_other_content' }
    case 'currency_unknown':
      return { id: 'fault.currency_unknown', values: { currency: fault.currency } }
    case 'wallet_unknown':
    case 'wallet_exists':
      return { id: `fault.${fault.code}`, values: { client: fault.client, currency: fault.currency } }
    case 'virtual_account_unknown':
    case 'virtual_account_exists':
      return { id: `fault.${fault.code}`, values: { virtualAccount: fault.virtualAccount } }
    case 'account_unknown':
    case 'account_not_meant_for_this':
    case 'balance_too_large':
      return { id: `fault.${fault.code}`, values: { account: fault.account } }
    case 'producer_unknown':
      return { id: 'fault.producer_unknown', values: { producer: String(fault.producer) } }
    case 'transaction_unknown':
    case 'bank_transaction_known':
      return { id: `fault.${fault.code}`, values: { transaction: String(fault.transaction) } }
    case 'hold_unknown':
      return { id: 'fault.hold_unknown', values: { hold: String(fault.hold) } }
    case 'same_wallet':
    case 'wallet_closed':
    case 'wallet_frozen':
    case 'version_moved':
      return { id: `fault.${fault.code}`, values: { client: fault.client } }
    case 'not_of_this_kind':
      return {
        id: 'fault.not_of_this_kind',
        values: { transaction: String(fault.transaction), kind: shown.kind(fault.kind) },
      }
    case 'hold_ended':
      return { id: 'fault.hold_ended', values: { hold: String(fault.hold), state: fault.state } }
    case 'tier_unknown':
      return { id: 'fault.tier_unknown', values: { tier: fault.tier } }
    case 'date_in_future':
      return { id: 'fault.date_in_future', values: { latest: shown.instant(fault.latest) } }
    case 'exceeds_left':
    case 'limit_exceeded':
    case 'approval_needed':
    case 'insufficient_funds':
    case 'wallet_not_empty':
      return amountSentence(fault, shown)
    default:
      return assertNever(fault)
  }
}

type AmountFault = Extract<
  OperationFault,
  { code: 'exceeds_left' | 'limit_exceeded' | 'approval_needed' | 'insufficient_funds' | 'wallet_not_empty' }
>

function amountSentence(fault: AmountFault, { money }: Shown): Sentence {
  switch (fault.code) {
    case 'exceeds_left':
      return { id: 'fault.exceeds_left', values: { none: fault.left === 0 ? 'yes' : 'no', left: money(fault.left) } }
    case 'limit_exceeded': {
      const { which, rule, limit, left } = fault
      return { id: 'fault.limit_exceeded', values: { which, rule, limit: money(limit), left: money(left) } }
    }
    case 'approval_needed':
      return { id: 'fault.approval_needed', values: { above: money(fault.above) } }
    case 'insufficient_funds': {
      const { client, available, shortfall } = fault
      const values = { client, available: money(available), shortfall: money(shortfall) }
      return { id: 'fault.insufficient_funds', values }
    }
    case 'wallet_not_empty': {
      const left = (minor: number): string => (minor === 0 ? 'none' : money(minor))
      const { balance, held, pending, receivable, heldRows } = fault
      return {
        id: 'fault.wallet_not_empty',
        values: {
          balance: left(balance),
          held: left(held),
          pending: left(pending),
          receivable: left(receivable),
          heldRows,
        },
      }
    }
    default:
      return assertNever(fault)
  }
}
