/** The console's words. English is always there; other languages are loaded when somebody wants them. */
import en from './en.json'

export type MessageId = keyof typeof en
export type Messages = Readonly<Record<MessageId, string>>

export const languages = ['en', 'zh-HK'] as const
export type Language = (typeof languages)[number]

export const english: Messages = en

/** Numbers and dates follow the language, with the conventions of Hong Kong in both. */
export const localeOf: Readonly<Record<Language, string>> = { en: 'en-HK', 'zh-HK': 'zh-HK' }

export async function loadMessages(language: Language): Promise<Messages> {
  if (language === 'en') return english
  const loaded = await import('./zh-HK.json')
  return loaded.default
}

export const isMessageId = (id: string): id is MessageId => Object.hasOwn(en, id)
