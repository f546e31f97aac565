/** Where in the wallet somebody is: the address, so that Back and a reload mean what they mean everywhere. */
import { useEffect, useState } from 'preact/hooks'

export type Place =
  | Readonly<{ at: 'wallet' }>
  | Readonly<{ at: 'item'; id: string }>
  | Readonly<{ at: 'requests' }>
  | Readonly<{ at: 'settings' }>

const root = '/wallet'

export function readPlace(pathname: string): Place {
  const [part = '', id = ''] = pathname.slice(root.length + 1).split('/')
  switch (part) {
    case 'transactions':
      return /%(?![0-9A-Fa-f]{2})|%[89A-Fa-f]/.test(id) ? { at: 'wallet' } : { at: 'item', id: decodeURIComponent(id) }
    case 'requests':
      return { at: 'requests' }
    case 'settings':
      return { at: 'settings' }
    default:
      return { at: 'wallet' }
  }
}

export const addressOf = {
  wallet: root,
  requests: `${root}/requests`,
  settings: `${root}/settings`,
} as const

/** What is not posted has moved nothing yet: it is held, or on its way. */
export const isPosted = (id: string): boolean => id.startsWith('t')

export const addressOfItem = (id: string): string => `${root}/transactions/${encodeURIComponent(id)}`

/** The place, and whether somebody went there, so that a first page takes no focus from the browser. */
export function usePlace(): Readonly<{ place: Place; moved: boolean }> {
  const [now, setNow] = useState(() => ({ place: readPlace(location.pathname), moved: false }))
  useEffect(() => {
    const follow = (): void => setNow({ place: readPlace(location.pathname), moved: true })
    const take = (event: MouseEvent): void => {
      const link = event.target instanceof Element ? event.target.closest('a') : null
      const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
      if (link === null || !isPlain || link.origin !== location.origin) return
      if (!/^\/wallet(\/|$)/.test(link.pathname) || link.hash !== '') return
      event.preventDefault()
      if (link.pathname !== location.pathname) history.pushState(null, '', link.pathname)
      window.scrollTo(0, 0)
      follow()
    }
    window.addEventListener('popstate', follow)
    document.addEventListener('click', take)
    return () => {
      window.removeEventListener('popstate', follow)
      document.removeEventListener('click', take)
    }
  }, [])
  return now
}
