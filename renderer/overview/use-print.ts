import { useCallback, useEffect } from 'react'

const attribute = 'data-mantine-color-scheme'

/**
 * The page on paper, or as a PDF of the browser's own: all figures, light whatever the screen is, without what one can only
 * click on. Charts do the same for themselves.
 */
export function usePrint(): () => void {
  useEffect(() => {
    const root = document.documentElement
    let before: string | null = null
    const begin = (): void => {
      before ??= root.getAttribute(attribute)
      root.setAttribute(attribute, 'light')
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
  return useCallback(() => window.print(), [])
}
