/** Why something is not made as it was asked for, a close pack, a file of a table or figures, and what to ask for instead. */
import { packRefusals } from '../../engine/contract/close-packs.ts'
import { exportRefusals } from '../../engine/contract/exports.ts'
import { overviewRefusals } from '../../engine/contract/overview.ts'
import { reportFaults } from '../../engine/contract/reports.ts'
import { assertNever } from '../assert-never.ts'
import type { Fault } from '../engine/fault.ts'
import type { Sentence } from './fault-sentence.ts'

const all = { ...packRefusals, ...exportRefusals, ...overviewRefusals, ...reportFaults }
export type MadeFault = Extract<Fault, { code: keyof typeof all }>

export const isMadeFault = (fault: Fault): fault is MadeFault => Object.hasOwn(all, fault.code)

export function madeSentence(fault: MadeFault): Sentence {
  switch (fault.code) {
    case 'days_reversed':
      return { id: 'fault.days_reversed', values: { from: fault.from, to: fault.to } }
    case 'days_too_many':
      return { id: 'fault.days_too_many', values: { days: fault.days, daysMax: fault.daysMax } }
    case 'days_in_future':
      return { id: 'fault.days_in_future', values: { to: fault.to, today: fault.today } }
    case 'format_unsuitable':
      return { id: 'fault.format_unsuitable', values: { format: fault.format } }
    case 'column_unknown':
      return { id: 'fault.column_unknown', values: { column: fault.column, known: fault.known.join(', ') } }
    case 'too_many_columns':
      return { id: 'fault.too_many_columns', values: { columns: fault.columns, columnsMax: fault.columnsMax } }
    case 'too_many_exports':
      return { id: 'fault.too_many_exports', values: { waiting: fault.waiting } }
    case 'report_name_taken':
      return { id: 'fault.report_name_taken', values: { name: fault.name } }
    case 'range_unsuitable':
    case 'report_changed':
      return { id: `fault.${fault.code}` }
    case 'too_many_reports':
      return { id: 'fault.too_many_reports', values: { reportsMax: fault.reportsMax } }
    case 'not_report_owner':
      return { id: 'fault.not_report_owner', values: { owner: fault.owner } }
    case 'range_too_long':
      return { id: 'fault.range_too_long', values: { buckets: fault.buckets, bucketsMax: fault.bucketsMax } }
    default:
      return assertNever(fault)
  }
}
