import { useEffect, useState } from 'react'
import type { ShellState } from '../../engine/contract/shell.ts'

/** What the desktop shell says of itself; null in a browser. */
export function useShellState(): ShellState | null {
  const [state, setState] = useState<ShellState | null>(null)
  useEffect(() => {
    const { desktop } = window
    if (!desktop) return
    void desktop.getState().then(setState)
    return desktop.onState(setState)
  }, [])
  return state
}
