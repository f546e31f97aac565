/** @jsxImportSource preact */
/** Who is signed in, the language, of what to be told, and signing out. */
import type { Language } from '../../engine/contract/settings.ts'
import { type Out, wallet } from './call.ts'
import { NoticesForm } from './NoticesForm.tsx'
import { Heading, Problem } from './parts.tsx'
import { useLoaded } from './use-loaded.ts'
import { useWords } from './words.ts'

type Props = Readonly<{
  me: Out['me']
  moved: boolean
  onLanguage: (language: Language) => void
  onSignOut: (everywhere: boolean) => void
}>

export function SettingsPage({ me, moved, onLanguage, onSignOut }: Props) {
  const { say, language } = useWords()
  const { value, refused, reload } = useLoaded(wallet.notices)
  return (
    <>
      <Heading moved={moved}>{say('nav.settings')}</Heading>
      <section class="card" aria-labelledby="you-title">
        <h2 id="you-title">{say('settings.you')}</h2>
        <dl class="facts">
          {me.name !== null && (
            <div>
              <dt>{say('settings.name')}</dt>
              <dd>{me.name}</dd>
            </div>
          )}
          <div>
            <dt>{say('settings.client')}</dt>
            <dd>{me.client}</dd>
          </div>
          <div>
            <dt>{say('settings.email')}</dt>
            <dd>{me.email ?? say('settings.email.none')}</dd>
          </div>
        </dl>
      </section>
      <Languages chosen={language} onChosen={onLanguage} />
      {refused !== null && <Problem refused={refused} onAgain={reload} />}
      {value?.items.map((notices) => (
        <NoticesForm key={notices.currency} notices={notices} />
      ))}
      <section class="card stack" aria-labelledby="out-title">
        <h2 id="out-title">{say('settings.signOut.title')}</h2>
        <button type="button" class="wide" onClick={() => onSignOut(false)}>
          {say('settings.signOut')}
        </button>
        <button type="button" class="quiet" onClick={() => onSignOut(true)}>
          {say('settings.signOutEverywhere')}
        </button>
      </section>
    </>
  )
}

// In its own language each, so that whoever is lost finds theirs.
const names: Readonly<Record<Language, string>> = { en: 'English', 'zh-HK': '繁體中文' }

function Languages({ chosen, onChosen }: Readonly<{ chosen: Language; onChosen: (language: Language) => void }>) {
  const { say } = useWords()
  return (
    <section class="card">
      <fieldset class="segments">
        <legend>{say('settings.language')}</legend>
        {(Object.keys(names) as Language[]).map((language) => (
          <label key={language}>
            <input type="radio" name="language" checked={language === chosen} onChange={() => onChosen(language)} />
            <span lang={language}>{names[language]}</span>
          </label>
        ))}
      </fieldset>
    </section>
  )
}
