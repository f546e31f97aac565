/** How a producer is settled, as it is typed in the editor. Fees are in percent, with two digits behind the point. Pure. */
import { SettlementTerms } from '../../engine/contract/settlement-terms.ts'
import type { MessageId } from '../messages/messages.ts'
import { decimalString } from '../money/format.ts'
import { readAmount } from '../money/read.ts'
import { linesOf } from './draft.ts'

export type TypedSettlement = Readonly<{
  isOn: boolean
  every: SettlementTerms['every']
  how: SettlementTerms['how']
  bank: string
  dueDays: string
  topUpFee: string
  paymentFee: string
  knownAs: string
}>

export type SettlementProblems = Readonly<Partial<Record<keyof SettlementTerms, MessageId>>>

export function typedSettlement(terms: SettlementTerms | null): TypedSettlement {
  const { every, how, bank, dueDays, topUpFee, paymentFee, knownAs } = terms ?? SettlementTerms.parse({})
  return {
    isOn: terms !== null,
    every,
    how,
    bank,
    dueDays: String(dueDays),
    topUpFee: decimalString(topUpFee, 2),
    paymentFee: decimalString(paymentFee, 2),
    knownAs: knownAs.join('\n'),
  }
}

export type ReadSettlement = Readonly<{ terms: SettlementTerms | null; problems: SettlementProblems }>

export function readSettlement({ isOn, every, how, ...typed }: TypedSettlement): ReadSettlement {
  if (!isOn) return { terms: null, problems: {} }
  const said = {
    every,
    how,
    bank: typed.bank.trim(),
    dueDays: /^\d{1,3}$/.test(typed.dueDays.trim()) ? Number(typed.dueDays.trim()) : Number.NaN,
    topUpFee: hundredthsOf(typed.topUpFee),
    paymentFee: hundredthsOf(typed.paymentFee),
    knownAs: [...linesOf(typed.knownAs)],
  }
  const read = SettlementTerms.safeParse(said)
  if (read.success) return { terms: read.data, problems: {} }
  const wrong = new Set(read.error.issues.map(({ path: [field] }) => String(field)))
  return { terms: null, problems: Object.fromEntries(Object.entries(words).filter(([field]) => wrong.has(field))) }
}

const words = {
  bank: 'producer.settlement.bank.wrong',
  dueDays: 'producer.settlement.due_days.wrong',
  topUpFee: 'rules.matching.percent.wrong',
  paymentFee: 'rules.matching.percent.wrong',
  knownAs: 'producer.settlement.known_as.wrong',
} as const satisfies SettlementProblems

/** Nothing typed is nothing kept. */
function hundredthsOf(typed: string): number {
  const read = readAmount(typed.trim() === '' ? '0' : typed, 2)
  return read.ok ? read.minor : Number.NaN
}
