/** Why lines and postings were not put together, or a match not taken apart, and what to do instead. */
import { matchFaults } from '../../engine/contract/match-faults.ts'
import { assertNever } from '../assert-never.ts'
import type { Fault } from '../engine/fault.ts'
import type { Sentence, Shown } from './fault-sentence.ts'

export type MatchFault = Extract<Fault, { code: keyof typeof matchFaults }>

export const isMatchFault = (fault: Fault): fault is MatchFault => Object.hasOwn(matchFaults, fault.code)

export function matchSentence(fault: MatchFault, shown: Shown): Sentence {
  switch (fault.code) {
    case 'account_not_reconciled':
      return { id: 'fault.account_not_reconciled', values: { account: fault.account } }
    case 'item_unknown':
      return { id: 'fault.item_unknown', values: { side: fault.side, item: String(fault.item) } }
    case 'item_matched':
      return {
        id: 'fault.item_matched',
        values: { side: fault.side, item: String(fault.item), match: String(fault.match) },
      }
    case 'item_split':
    case 'item_not_split':
      return { id: `fault.${fault.code}`, values: { side: fault.side, item: String(fault.item) } }
    case 'no_opening_balance':
      return { id: 'fault.no_opening_balance', values: { account: fault.account } }
    case 'item_after_opening':
      return { id: 'fault.item_after_opening', values: { item: String(fault.item), day: fault.firstDay } }
    case 'item_not_in_opening':
      return { id: 'fault.item_not_in_opening', values: { item: String(fault.item) } }
    case 'parts_differ':
      return { id: 'fault.parts_differ', values: { amount: shown.money(fault.amount), sum: shown.money(fault.sum) } }
    case 'part_of_other_sign':
      return {
        id: 'fault.part_of_other_sign',
        values: { amount: shown.money(fault.amount), part: shown.money(fault.part) },
      }
    case 'sums_differ':
      return { id: 'fault.sums_differ', values: { residue: shown.money(fault.residue) } }
    case 'match_unknown':
    case 'match_undone':
      return { id: `fault.${fault.code}`, values: { match: String(fault.match) } }
    case 'line_not_of_a_payer':
      return { id: 'fault.line_not_of_a_payer', values: { line: String(fault.line) } }
    case 'line_posted_before': {
      const values = { line: String(fault.line), posting: String(fault.posting), amount: shown.money(fault.amount) }
      return fault.match === null
        ? { id: 'fault.line_posted_before', values }
        : { id: 'fault.line_posted_before.matched', values: { ...values, match: String(fault.match) } }
    }
    case 'residue_posted':
      return {
        id: 'fault.residue_posted',
        values: { match: String(fault.match), residue: shown.money(fault.residue) },
      }
    default:
      return assertNever(fault)
  }
}
