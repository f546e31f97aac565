/** @jsxImportSource preact */
/** The end user's wallet: who is signed in, where they are, and the frame around each page. */
import { useCallback, useEffect, useState } from 'preact/hooks'
import type { Language } from '../../engine/contract/settings.ts'
import { assertNever } from '../assert-never.ts'
import { type Out, Refused, wallet } from './call.ts'
import { Frame } from './Frame.tsx'
import { ItemPage } from './ItemPage.tsx'
import { Loading, Problem } from './parts.tsx'
import { usePlace } from './place.ts'
import { RequestsPage } from './RequestsPage.tsx'
import { SettingsPage } from './SettingsPage.tsx'
import { SignInPage } from './SignInPage.tsx'
import { WalletPage } from './WalletPage.tsx'
import { firstLanguage, keepLanguage, useWords, type Words, WordsContext, wordsIn } from './words.ts'

type Standing =
  | Readonly<{ is: 'looking' }>
  | Readonly<{ is: 'refused'; refused: Refused }>
  | Readonly<{ is: 'stranger'; canSignIn: boolean; wasEnded: boolean }>
  | Readonly<{ is: 'owner'; me: Out['me'] }>

export function WalletApp({ first }: Readonly<{ first: Words }>) {
  const [words, setWords] = useState(first)
  const [name, setName] = useState('')
  const [standing, setStanding] = useState<Standing>({ is: 'looking' })
  // Who signed in, or was signed out, goes on at the heading of what came then.
  const [moved, setMoved] = useState(false)
  const speak = useCallback(async (language: Language) => setWords(await wordsIn(language)), [])
  const look = useCallback(
    async (wasEnded = false): Promise<void> => {
      try {
        const about = await wallet.about()
        setName(about.name)
        if (!about.isSignedIn) return setStanding({ is: 'stranger', canSignIn: about.canSignIn, wasEnded })
        const me = await wallet.me()
        const { language, isChosen } = firstLanguage()
        if (isChosen && me.language !== language) await wallet.setLanguage({ language })
        else if (me.language !== null) await speak(me.language)
        setStanding({ is: 'owner', me })
      } catch (error) {
        setStanding({ is: 'refused', refused: error instanceof Refused ? error : new Refused('internal', {}) })
      }
    },
    [speak],
  )
  useEffect(() => void look(), [look])
  useEffect(() => {
    // Whatever finds out that the session ended brings the page to where one signs in.
    const ended = (): void => {
      setMoved(true)
      void look(true)
    }
    window.addEventListener('wallet:ended', ended)
    return () => window.removeEventListener('wallet:ended', ended)
  }, [look])
  useTitle(words, name)
  const choose = (language: Language): void => {
    keepLanguage(language)
    void speak(language)
    if (standing.is === 'owner') void wallet.setLanguage({ language }).catch(() => undefined)
  }
  const signOut = async (everywhere: boolean): Promise<void> => {
    try {
      await wallet.signOut(everywhere)
    } catch (error) {
      const refused = error instanceof Refused ? error : new Refused('internal', {})
      // Who is signed in still has to know it.
      if (refused.code !== 'not_signed_in') return setStanding({ is: 'refused', refused })
    }
    history.replaceState(null, '', '/wallet')
    setMoved(true)
    await look()
  }
  return (
    <WordsContext.Provider value={words}>
      <Frame name={name} isOwner={standing.is === 'owner'} onLanguage={choose}>
        <Content
          standing={standing}
          moved={moved}
          onLook={look}
          onSignedIn={() => {
            setMoved(true)
            void look()
          }}
          onLanguage={choose}
          onSignOut={(all) => void signOut(all)}
        />
      </Frame>
    </WordsContext.Provider>
  )
}

function useTitle(words: Words, name: string): void {
  useEffect(() => {
    document.documentElement.lang = words.language
    document.title = name === '' ? words.say('title') : `${words.say('title')} – ${name}`
  }, [words, name])
}

type ContentProps = Readonly<{
  standing: Standing
  moved: boolean
  onLook: () => Promise<void>
  onSignedIn: () => void
  onLanguage: (language: Language) => void
  onSignOut: (everywhere: boolean) => void
}>

function Content({ standing, moved, onLook, onSignedIn, onLanguage, onSignOut }: ContentProps) {
  const again = useCallback(() => void onLook(), [onLook])
  switch (standing.is) {
    case 'looking':
      return <Loading />
    case 'refused':
      return <Problem refused={standing.refused} onAgain={again} />
    case 'stranger':
      return (
        <SignInPage canSignIn={standing.canSignIn} wasEnded={standing.wasEnded} moved={moved} onSignedIn={onSignedIn} />
      )
    case 'owner':
      return <Pages me={standing.me} acted={moved} onLanguage={onLanguage} onSignOut={onSignOut} />
    default:
      return assertNever(standing)
  }
}

type PagesProps = Pick<ContentProps, 'onLanguage' | 'onSignOut'> & Readonly<{ me: Out['me']; acted: boolean }>

function Pages({ me, acted, onLanguage, onSignOut }: PagesProps) {
  const { place, moved: went } = usePlace()
  const moved = acted || went
  const { language } = useWords()
  const { zone } = me
  switch (place.at) {
    case 'wallet':
      return <WalletPage zone={zone} moved={moved} />
    case 'item':
      return <ItemPage key={place.id} id={place.id} zone={zone} moved={moved} />
    case 'requests':
      return <RequestsPage zone={zone} moved={moved} />
    case 'settings':
      return <SettingsPage key={language} me={me} moved={moved} onLanguage={onLanguage} onSignOut={onSignOut} />
    default:
      return assertNever(place)
  }
}
