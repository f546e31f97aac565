/** The wallet's own words. The English file loads with the page, the other when it is wanted: most people need one of them. */
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Language } from '../../engine/contract/settings.ts'
import english from './messages/en.json'

export type WordId = keyof typeof english
type Texts = Readonly<Record<WordId, string>>
type Values = Readonly<Record<string, string | number>>

export type Words = Readonly<{
  language: Language
  say: (id: WordId, values?: Values) => string
}>

const known = new Map<Language, Texts>([['en', english]])

export async function wordsIn(language: Language): Promise<Words> {
  if (language === 'zh-HK' && !known.has(language)) {
    // Telephones have the letters; what has not, loads those slices that stand on the page.
    void import('@fontsource-variable/noto-sans-hk/wght.css')
    // Without a connection the page is told in the language that came with it.
    const chinese = await import('./messages/zh-HK.json').catch(() => null)
    if (chinese === null) return wordsIn('en')
    known.set(language, chinese.default)
  }
  const texts = known.get(language) ?? english
  return { language, say: (id, values = {}) => filled(texts[id], values) }
}

const filled = (text: string, values: Values): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))

export const WordsContext = createContext<Words>({ language: 'en', say: (id) => english[id] })

export const useWords = (): Words => useContext(WordsContext)

const kept = 'wallet.language'

/** What was chosen on this device; else what the browser speaks. */
export function firstLanguage(): Readonly<{ language: Language; isChosen: boolean }> {
  const chosen = localStorage.getItem(kept)
  if (chosen === 'en' || chosen === 'zh-HK') return { language: chosen, isChosen: true }
  const isChinese = navigator.languages[0]?.toLowerCase().startsWith('zh') === true
  return { language: isChinese ? 'zh-HK' : 'en', isChosen: false }
}

export const keepLanguage = (language: Language): void => localStorage.setItem(kept, language)
