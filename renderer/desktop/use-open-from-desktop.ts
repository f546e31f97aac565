import { useEffect } from 'react'
import { navigate } from 'wouter/use-browser-location'

/** Goes where a notification or a link of the operating system leads; whoever has to sign in first is there afterwards. */
export function useOpenFromDesktop(): void {
  useEffect(() => window.desktop?.onOpen((path) => navigate(path)), [])
}
