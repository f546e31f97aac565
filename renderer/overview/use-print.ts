import { useCallback, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'

const attribute = 'data-mantine-color-scheme'

/**
 * The page on paper, or as a PDF of the browser's own: all figures, light whatever the screen is, without what one can only
 * click on. Charts do the same for themselves.
 */
export function usePrint(): Readonly<{ print: () => void; madeAt: string }> {
  const [madeAt, setMadeAt] = useState(() => new Date().toISOString())
  useEffect(() => {
    const root = document.documentElement
    let before: string | null = null
    const begin = (): void => {
      before ??= root.getAttribute(attribute)
      root.setAttribute(attribute, 'light')
      // Drawn before the browser takes the page as it stands.
      flushSync(() => setMadeAt(new Date().toISOString()))
    }
    const end = (): void => {
      if (before !== null) root.setAttribute(attribute, before)
      before = null
    }
    window.addEventListener('beforeprint', begin)
    window.addEventListener('afterprint', end)
    return () => {
      end()
      window.removeEventListener('beforeprint', begin)
      window.removeEventListener('afterprint', end)
    }
  }, [])
  const print = useCallback(() => window.print(), [])
  return { print, madeAt }
}
