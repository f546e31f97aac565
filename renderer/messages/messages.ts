/** The console's words. Those of one language are loaded, beside the code and before the first picture. */
import { assertNever } from '../assert-never.ts'
import type en from './en.json'

export type MessageId = keyof typeof en
export type Messages = Readonly<Record<MessageId, string>>

export const languages = ['en', 'zh-HK'] as const
export type Language = (typeof languages)[number]

/** Numbers and dates follow the language, with the conventions of Hong Kong in both. */
export const localeOf: Readonly<Record<Language, string>> = { en: 'en-HK', 'zh-HK': 'zh-HK' }

// Every language has the same words, so that whichever came last says which there are.
let known: Messages | undefined

export async function loadMessages(language: Language): Promise<Messages> {
  known = await messagesOf(language)
  return known
}

async function messagesOf(language: Language): Promise<Messages> {
  switch (language) {
    case 'en':
      return (await import('./en.json')).default
    case 'zh-HK':
      return (await import('./zh-HK.json')).default
    default:
      return assertNever(language)
  }
}

export const isMessageId = (id: string): id is MessageId => known !== undefined && Object.hasOwn(known, id)
