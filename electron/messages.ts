/** The shell's own words: menu and dialogs. The page has its own, and its own choice of language. */
import en from './messages/en.json' with { type: 'json' }
import zhHk from './messages/zh-HK.json' with { type: 'json' }

export type MessageId = keyof typeof en
type Facts = Readonly<Record<string, string | number>>
export type Words = (id: MessageId, facts?: Facts) => string

const languages: Readonly<Record<'en' | 'zh-HK', Readonly<Record<MessageId, string>>>> = { en, 'zh-HK': zhHk }

/**
 * A lookup with `{name}` places and nothing else: the shell has no plurals, and react-intl would bring React into the
 * main process.
 */
export function wordsFor(locale: string): Words {
  const messages = languages[/^zh\b/i.test(locale) ? 'zh-HK' : 'en']
  return (id, facts = {}) => messages[id].replace(/\{(\w+)\}/g, (place, name: string) => String(facts[name] ?? place))
}
