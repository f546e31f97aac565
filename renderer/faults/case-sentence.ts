/** Why nothing was done about a case, or nothing sent because of it, and what to do instead. */
import { assertNever } from '../assert-never.ts'
import type { Fault } from '../engine/fault.ts'
import type { Sentence, Shown } from './fault-sentence.ts'

const codes = [
  'case_moved',
  'case_barred',
  'snooze_unusable',
  'exception_unknown',
  'exception_resolved',
  'batch_undecided',
  'nothing_left',
  'row_not_in_exception',
  'rows_too_many',
  'tx_id_taken',
  'row_unusable',
  'row_client_unknown',
  'rows_lack_money',
  'only_payments',
  'count_differs',
] as const

export type CaseFault = Extract<Fault, { code: (typeof codes)[number] }>

const known: ReadonlySet<string> = new Set(codes)

export const isCaseFault = (fault: Fault): fault is CaseFault => known.has(fault.code)

export function caseSentence(fault: CaseFault, shown: Shown): Sentence {
  switch (fault.code) {
    case 'case_moved':
      return { id: 'fault.case_moved', values: { by: fault.by, at: shown.instant(fault.at) } }
    case 'case_barred':
      return { id: `case.bar.${fault.bar}` }
    case 'snooze_unusable': {
      const { earliest, latest } = fault
      return {
        id: 'fault.snooze_unusable',
        values: { earliest: shown.instant(earliest), latest: shown.instant(latest) },
      }
    }
    case 'exception_unknown':
    case 'exception_resolved':
    case 'nothing_left':
      return { id: `fault.${fault.code}`, values: { exception: String(fault.exception) } }
    case 'batch_undecided':
      return { id: 'fault.batch_undecided', values: { batch: String(fault.batch), state: fault.state } }
    case 'row_not_in_exception':
    case 'only_payments':
      return { id: `fault.${fault.code}`, values: { line: fault.line } }
    case 'count_differs':
      return { id: 'fault.count_differs', values: { cases: fault.cases } }
    case 'rows_too_many':
      return { id: 'fault.rows_too_many', values: { rows: fault.rows, rowsMax: fault.rowsMax } }
    case 'tx_id_taken': {
      const { line, txId, batch, otherLine } = fault
      return { id: 'fault.tx_id_taken', values: { line, txId, batch: String(batch), otherLine } }
    }
    case 'row_unusable':
      return { id: 'fault.row_unusable', values: { line: fault.line, field: fault.field, problem: fault.problem } }
    case 'row_client_unknown':
      return { id: 'fault.row_client_unknown', values: { line: fault.line, client: fault.client } }
    case 'rows_lack_money': {
      const { line, client, rows, available, amount } = fault
      const values = { line, client, rows, available: shown.money(available), amount: shown.money(amount) }
      return { id: 'fault.rows_lack_money', values }
    }
    default:
      return assertNever(fault)
  }
}
