import { type RefObject, useEffect, useRef } from 'react'

/** The field a form begins with: typing can start as soon as the form is there. */
export function useFirstFocus(): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  return field
}
