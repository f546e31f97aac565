import { createContext, useContext, useEffect, useRef } from 'react'
import type { CommandId } from './commands.ts'
import { KeyRegistry } from './registry.ts'

export const KeysContext = createContext<KeyRegistry>(new KeyRegistry())

export const useKeyRegistry = (): KeyRegistry => useContext(KeysContext)

/** Does the command while the calling part is on the page and `enabled`. */
export function useKeyCommand(id: CommandId, handler: () => void, enabled = true): void {
  const registry = useKeyRegistry()
  const latest = useRef(handler)
  useEffect(() => {
    latest.current = handler
  })
  useEffect(() => (enabled ? registry.register(id, () => latest.current()) : undefined), [registry, id, enabled])
}

export const onMac = (): boolean => /mac/i.test(navigator.platform)
