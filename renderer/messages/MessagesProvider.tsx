import { type ReactNode, useEffect, useState } from 'react'
import { IntlProvider } from 'react-intl'
import { english, type Language, loadMessages, localeOf, type Messages } from './messages.ts'

type Loaded = Readonly<{ language: Language; messages: Messages }>

/** The old language stays until the new one is there, so a switch never shows an empty page. */
export function MessagesProvider({ language, children }: Readonly<{ language: Language; children: ReactNode }>) {
  const [loaded, setLoaded] = useState<Loaded>({ language: 'en', messages: english })

  useEffect(() => {
    let wanted = true
    void loadMessages(language).then((messages) => {
      if (wanted) setLoaded({ language, messages })
    })
    return () => {
      wanted = false
    }
  }, [language])

  useEffect(() => {
    // Han shapes differ between languages: without it a Hong Kong reader sees Japanese forms.
    document.documentElement.lang = loaded.language
  }, [loaded.language])

  return (
    <IntlProvider locale={localeOf[loaded.language]} messages={loaded.messages} defaultLocale="en">
      {children}
    </IntlProvider>
  )
}
