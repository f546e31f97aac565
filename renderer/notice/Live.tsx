import type { ReactNode } from 'react'

/** A place whose changes are read out when the reader has a moment. It must be there before its content is. */
export function Live({ children }: Readonly<{ children: ReactNode }>) {
  return (
    <div aria-live="polite" aria-atomic="true">
      {children}
    </div>
  )
}
