/** Days and money as they are read. Both arrive in words of the zone and of the currency, and nothing is reckoned here. */
import type { Language } from '../../engine/contract/settings.ts'
import { formatMoney, formatSignedMoney, usualDigits } from '../money/format.ts'

const locale = (language: Language): string => (language === 'en' ? 'en-HK' : 'zh-HK')

type Money = Readonly<{ currency: string; language: Language; digits?: number | undefined }>

export const moneyText = (amount: number, { currency, language, digits }: Money): string =>
  `${currency} ${formatMoney(amount, { digits: digits ?? usualDigits(currency), locale: locale(language) })}`

/** Without its currency, for lists in one currency. */
export const figureText = (amount: number, { currency, language, digits }: Money): string =>
  formatSignedMoney(amount, { digits: digits ?? usualDigits(currency), locale: locale(language) })

/** `2026-11-20` as a day in words; it is a day of the wallet's zone already. */
export function dayText(day: string, language: Language): string {
  const isThisYear = day.slice(0, 4) === new Date().toISOString().slice(0, 4)
  const year = isThisYear ? {} : ({ year: 'numeric' } as const)
  const format = new Intl.DateTimeFormat(locale(language), {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    ...year,
  })
  return format.format(new Date(`${day}T00:00:00Z`))
}

/** An instant in the wallet's zone, wherever the telephone is. */
export const dayOfInstant = (at: string, { zone, language }: Readonly<{ zone: string; language: Language }>): string =>
  new Intl.DateTimeFormat(locale(language), { timeZone: zone, dateStyle: 'long' }).format(new Date(at))
