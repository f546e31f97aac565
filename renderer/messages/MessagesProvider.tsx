import { type ReactNode, useEffect, useState } from 'react'
import { IntlProvider } from 'react-intl'
import { type Language, loadMessages, localeOf, type Messages } from './messages.ts'

type Loaded = Readonly<{ language: Language; messages: Messages }>

const againMs = 2_000

/** Nothing is said before there are words; then the old language stays until the new one is there. */
export function MessagesProvider({ language, children }: Readonly<{ language: Language; children: ReactNode }>) {
  const [loaded, setLoaded] = useState<Loaded>()

  useEffect(() => {
    let wanted = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const load = (): Promise<void> =>
      loadMessages(language).then(
        (messages) => {
          if (wanted) setLoaded({ language, messages })
        },
        () => {
          // The host is away for a moment. There are no words yet to say so with, and nothing to be done but ask again.
          if (wanted) timer = setTimeout(() => void load(), againMs)
        },
      )
    void load()
    return () => {
      wanted = false
      clearTimeout(timer)
    }
  }, [language])

  useEffect(() => {
    // Han shapes differ between languages: without it a Hong Kong reader sees Japanese forms.
    if (loaded) document.documentElement.lang = loaded.language
  }, [loaded])

  if (!loaded) return null

  return (
    <IntlProvider locale={localeOf[loaded.language]} messages={loaded.messages} defaultLocale="en">
      {children}
    </IntlProvider>
  )
}
