/** The periods that a statement is asked for by name, as days of the wallet's zone. */
import { assertNever } from '../assert-never.ts'
import type { WordId } from './words.ts'

export const periodNames = ['this_month', 'last_month', 'this_year', 'days'] as const
export type PeriodName = (typeof periodNames)[number]
export type Days = Readonly<{ from: string; to: string }>

/** What has not ended yet goes up to today. */
export function daysOf(name: Exclude<PeriodName, 'days'>, today: string): Days {
  const month = today.slice(0, 7)
  switch (name) {
    case 'this_month':
      return { from: `${month}-01`, to: today }
    case 'last_month': {
      const to = dayBefore(`${month}-01`)
      return { from: `${to.slice(0, 7)}-01`, to }
    }
    case 'this_year':
      return { from: `${today.slice(0, 4)}-01-01`, to: today }
    default:
      return assertNever(name)
  }
}

/** As the contract has it, which brings more along than a telephone should load for one number. */
export const daysMax = 366

/** What is said of chosen days before anything is asked; null when there is nothing wrong with them. */
export function problemOfDays({ from, to }: Days): WordId | null {
  if (from === '' || to === '') return 'statement.no_days'
  if (to < from) return 'period.reversed'
  return numberOf(to) - numberOf(from) >= daysMax ? 'statement.too_many' : null
}

/** Today where the wallet is, wherever the telephone is. */
export const todayIn = (zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(new Date())

const dayMs = 86_400_000
const numberOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / dayMs
const dayBefore = (day: string): string => new Date((numberOf(day) - 1) * dayMs).toISOString().slice(0, 10)
