/** Why nothing was proposed, approved, declined or withdrawn, and what to do instead. */
import { assertNever } from '../assert-never.ts'
import type { Fault } from '../engine/fault.ts'
import type { Sentence, Shown } from './fault-sentence.ts'

const codes = [
  'own_proposal',
  'not_own_proposal',
  'above_own_bound',
  'effect_moved',
  'kinds_differ',
  'proposal_decided',
  'proposal_expired',
  'account_too_small',
  'setting_managed',
  'policy_unusable',
  'founded_otherwise',
  'configuration_moved',
  'setting_unusable',
  'setting_unchanged',
  'currency_exists',
  'overdraft_in_use',
  'period_not_over',
  'period_closed',
  'earlier_days_open',
  'agreement_unchanged',
  'agreement_unusable',
  'producer_not_suspended',
  'batch_unknown',
  'batch_not_held',
  'batch_not_sealed',
  'batch_not_posted',
  'batch_partly_posted',
] as const

export type DecisionFault = Extract<Fault, { code: (typeof codes)[number] }>

const known: ReadonlySet<string> = new Set(codes)

export const isDecisionFault = (fault: Fault): fault is DecisionFault => known.has(fault.code)

export function decisionSentence(fault: DecisionFault, { money, instant }: Shown): Sentence {
  switch (fault.code) {
    case 'effect_moved':
      return { id: 'fault.effect_moved' }
    case 'kinds_differ':
      return { id: 'fault.kinds_differ' }
    case 'own_proposal':
    case 'not_own_proposal':
      return { id: `fault.${fault.code}`, values: { proposedBy: fault.proposedBy } }
    case 'above_own_bound':
      return { id: 'fault.above_own_bound', values: { upTo: money(fault.upTo) } }
    case 'proposal_decided':
      return { id: 'fault.proposal_decided', values: { state: fault.state } }
    case 'proposal_expired':
      return { id: 'fault.proposal_expired', values: { expiredAt: instant(fault.expiredAt) } }
    case 'account_too_small':
      return { id: 'fault.account_too_small', values: { account: fault.account, left: money(fault.left) } }
    case 'agreement_unusable':
    case 'setting_unusable': {
      const problems = fault.issues.map(({ path, problem }) => (path === '' ? problem : `${path}: ${problem}`))
      return { id: `fault.${fault.code}`, values: { problems: problems.join('; ') } }
    }
    case 'policy_unusable':
      return { id: 'fault.policy_unusable', values: { file: fault.file, problem: fault.problem } }
    case 'setting_managed':
      return { id: 'fault.setting_managed', values: { fields: fault.fields.join(', ') } }
    case 'setting_unchanged':
    case 'agreement_unchanged':
    case 'founded_otherwise':
    case 'configuration_moved':
    case 'producer_not_suspended':
      return { id: `fault.${fault.code}` }
    case 'batch_unknown':
      return { id: 'fault.batch_unknown', values: { batch: String(fault.batch) } }
    case 'batch_not_held':
    case 'batch_not_sealed':
    case 'batch_not_posted':
      return { id: `fault.${fault.code}`, values: { batch: String(fault.batch), state: fault.state } }
    case 'batch_partly_posted':
      return { id: 'fault.batch_partly_posted', values: { batch: String(fault.batch), posted: fault.posted } }
    case 'currency_exists':
      return { id: 'fault.currency_exists', values: { currency: fault.currency } }
    case 'overdraft_in_use':
      return { id: 'fault.overdraft_in_use', values: { used: money(fault.used) } }
    case 'period_not_over':
    case 'period_closed':
      return { id: `fault.${fault.code}`, values: { period: fault.period } }
    case 'earlier_days_open':
      return { id: 'fault.earlier_days_open', values: { firstOpenDay: fault.firstOpenDay } }
    default:
      return assertNever(fault)
  }
}
