/** The texts of messages in each language, and how what is said in them is filled in. */
import { IntlMessageFormat } from 'intl-messageformat'
import enAnswerPage from '../../resources/templates/en/answer_page.json' with { type: 'json' }
import enAskClient from '../../resources/templates/en/ask_client.json' with { type: 'json' }
import enAskProducer from '../../resources/templates/en/ask_producer.json' with { type: 'json' }
import enPlain from '../../resources/templates/en/plain.json' with { type: 'json' }
import enRemindClient from '../../resources/templates/en/remind_client.json' with { type: 'json' }
import enRemindProducer from '../../resources/templates/en/remind_producer.json' with { type: 'json' }
import enTest from '../../resources/templates/en/test.json' with { type: 'json' }
import enWalletAddress from '../../resources/templates/en/wallet_address.json' with { type: 'json' }
import enWalletCode from '../../resources/templates/en/wallet_code.json' with { type: 'json' }
import enWalletNotice from '../../resources/templates/en/wallet_notice.json' with { type: 'json' }
import hkAnswerPage from '../../resources/templates/zh-HK/answer_page.json' with { type: 'json' }
import hkAskClient from '../../resources/templates/zh-HK/ask_client.json' with { type: 'json' }
import hkAskProducer from '../../resources/templates/zh-HK/ask_producer.json' with { type: 'json' }
import hkPlain from '../../resources/templates/zh-HK/plain.json' with { type: 'json' }
import hkRemindClient from '../../resources/templates/zh-HK/remind_client.json' with { type: 'json' }
import hkRemindProducer from '../../resources/templates/zh-HK/remind_producer.json' with { type: 'json' }
import hkTest from '../../resources/templates/zh-HK/test.json' with { type: 'json' }
import hkWalletAddress from '../../resources/templates/zh-HK/wallet_address.json' with { type: 'json' }
import hkWalletCode from '../../resources/templates/zh-HK/wallet_code.json' with { type: 'json' }
import hkWalletNotice from '../../resources/templates/zh-HK/wallet_notice.json' with { type: 'json' }
import type { MessageTemplate } from '../contract/messages.ts'
import type { Language } from '../contract/settings.ts'

type Letter = Readonly<{ subject: string; text: readonly string[] }>
export type LetterName = MessageTemplate | 'test' | 'wallet_code' | 'wallet_notice' | 'wallet_address'

export const letters: Readonly<Record<Language, Readonly<Record<LetterName, Letter>>>> = {
  en: {
    ask_client: enAskClient,
    ask_producer: enAskProducer,
    remind_client: enRemindClient,
    remind_producer: enRemindProducer,
    plain: enPlain,
    test: enTest,
    wallet_code: enWalletCode,
    wallet_notice: enWalletNotice,
    wallet_address: enWalletAddress,
  },
  'zh-HK': {
    ask_client: hkAskClient,
    ask_producer: hkAskProducer,
    remind_client: hkRemindClient,
    remind_producer: hkRemindProducer,
    plain: hkPlain,
    test: hkTest,
    wallet_code: hkWalletCode,
    wallet_notice: hkWalletNotice,
    wallet_address: hkWalletAddress,
  },
}

export type PageWord = keyof typeof enAnswerPage
export const pageWords: Readonly<Record<Language, Readonly<Record<PageWord, string>>>> = {
  en: enAnswerPage,
  'zh-HK': hkAnswerPage,
}

export type Values = Readonly<Record<string, string | number>>
export type Written = Readonly<{ subject: string; text: string }>

export function writeLetter(name: LetterName, language: Language, values: Values): Written {
  const { subject, text } = letters[language][name]
  const lines = text.map((line) => fill(line, language, values)).join('\n')
  // What a letter leaves out must leave no hole in it.
  return { subject: fill(subject, language, values), text: lines.replace(/\n{3,}/g, '\n\n').trim() }
}

export function fill(text: string, language: Language, values: Values): string {
  if (text === '') return ''
  const key = `${language} ${text}`
  const format = compiled.get(key) ?? new IntlMessageFormat(text, language, undefined, { ignoreTag: true })
  compiled.set(key, format)
  return String(format.format({ ...values }))
}

/** There are as many as the templates have lines. */
const compiled = new Map<string, IntlMessageFormat>()
