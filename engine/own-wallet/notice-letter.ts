/** The lines of a letter that tells a client what happened in their wallet: sums, and no history. */
import type { Database } from 'better-sqlite3'
import enLines from '../../resources/templates/en/wallet_notice_lines.json' with { type: 'json' }
import hkLines from '../../resources/templates/zh-HK/wallet_notice_lines.json' with { type: 'json' }
import { moneyText } from '../contact/figures.ts'
import { fill } from '../contact/words.ts'
import type { Language } from '../contract/settings.ts'

export type News = Readonly<{
  what: keyof typeof enLines
  currency: string
  count: number
  /** What came in together, the largest payment, or the balance. */
  amount: number
  limit?: number
}>

export const noticeLines: Readonly<Record<Language, Readonly<Record<News['what'], string>>>> = {
  en: enLines,
  'zh-HK': hkLines,
}

export const newsText = (raw: Database, language: Language, news: readonly News[]): string =>
  news
    .map(({ what, currency, count, amount, limit = 0 }) => {
      const money = (minor: number): string =>
        `${minor < 0 ? '\u2212' : ''}${moneyText(raw, language, Math.abs(minor), currency)}`
      return `- ${fill(noticeLines[language][what], language, { count, money: money(amount), limit: money(limit) })}`
    })
    .join('\n')
