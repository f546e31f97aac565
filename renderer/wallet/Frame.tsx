/** @jsxImportSource preact */
/** What stands around every page: whose wallets these are, the language, the parts, and whether there is a connection. */
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Language } from '../../engine/contract/settings.ts'
import { addressOf, usePlace } from './place.ts'
import { useWords } from './words.ts'

type Props = Readonly<{
  name: string
  isOwner: boolean
  onLanguage: (language: Language) => void
  children: ComponentChildren
}>

export function Frame({ name, isOwner, onLanguage, children }: Props) {
  const { say, language } = useWords()
  const isOnline = useOnline()
  const other = language === 'en' ? 'zh-HK' : 'en'
  return (
    <>
      <a class="skip" href="#content">
        {say('skip')}
      </a>
      <header>
        <span class="brand">{name === '' ? say('title') : name}</span>
        {isOwner && <Parts />}
        <button type="button" class="quiet" lang={other} onClick={() => onLanguage(other)}>
          {say('language.other')}
        </button>
      </header>
      <output>{!isOnline && <span class="note offline">{say('offline')}</span>}</output>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </>
  )
}

function Parts() {
  const { say } = useWords()
  const { place } = usePlace()
  const at = place.at === 'item' ? 'wallet' : place.at
  return (
    <nav aria-label={say('nav')}>
      <ul class="plain">
        {(['wallet', 'requests', 'settings'] as const).map((part) => (
          <li key={part}>
            <a href={addressOf[part]} {...(at === part ? { 'aria-current': 'page' as const } : {})}>
              <PartIcon part={part} />
              {say(`nav.${part}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const shapes = {
  wallet: 'M4 7.5A2.5 2.5 0 0 1 6.500 5H17v3M4 7.500V17a2 2 0 0 0 2 2h13V8H6.500M15.500 13.500h.01',
  requests: 'M5 5h14v11H11l-4 3.500V16H5zM8.500 9h7M8.500 12h5',
  settings: 'M5 8h8m4 0h2M5 16h2m4 0h8M15 6v4M9 14v4',
} as const

const PartIcon = ({ part }: Readonly<{ part: keyof typeof shapes }>) => (
  <svg class="part" viewBox="0 0 24 24" aria-hidden="true">
    <path d={shapes[part]} />
  </svg>
)

function useOnline(): boolean {
  const [isOnline, setOnline] = useState(navigator.onLine)
  useEffect(() => {
    const look = (): void => setOnline(navigator.onLine)
    window.addEventListener('online', look)
    window.addEventListener('offline', look)
    return () => {
      window.removeEventListener('online', look)
      window.removeEventListener('offline', look)
    }
  }, [])
  return isOnline
}
