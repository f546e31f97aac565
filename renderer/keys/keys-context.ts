import { createContext, useContext, useLayoutEffect, useRef } from 'react'
import type { CommandId } from './commands.ts'
import { KeyRegistry } from './registry.ts'

export const KeysContext = createContext<KeyRegistry>(new KeyRegistry())

export const useKeyRegistry = (): KeyRegistry => useContext(KeysContext)

/** Does the command while the calling part is on the page and `enabled`. */
export function useKeyCommand(id: CommandId, handler: () => void, enabled = true): void {
  const registry = useKeyRegistry()
  const latest = useRef(handler)
  // Before anything is drawn: a key means what stands on the page when it is pressed.
  useLayoutEffect(() => {
    latest.current = handler
  })
  useLayoutEffect(() => (enabled ? registry.register(id, () => latest.current()) : undefined), [registry, id, enabled])
}

export const onMac = (): boolean => /mac/i.test(navigator.platform)
