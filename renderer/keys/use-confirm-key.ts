import { type RefObject, useLayoutEffect, useRef } from 'react'

/**
 * The key that confirms in any dialog, on the form itself: one that is pressed in the lock above it is not meant for what
 * lies underneath. Enter alone never moves money.
 */
export function useConfirmKey(onConfirm: () => void): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null)
  const latest = useRef(onConfirm)
  useLayoutEffect(() => {
    latest.current = onConfirm
  })
  useLayoutEffect(() => {
    const confirm = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey) || event.isComposing) return
      event.preventDefault()
      latest.current()
    }
    const element = form.current
    element?.addEventListener('keydown', confirm)
    return () => element?.removeEventListener('keydown', confirm)
  }, [])
  return form
}
