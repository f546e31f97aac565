import { type ReactNode, useEffect, useState } from 'react'
import { usePreferences } from '../preferences/preferences-context.ts'
import { KeysContext, onMac } from './keys-context.ts'
import { matchStroke, type Place } from './match.ts'
import { KeyRegistry } from './registry.ts'
import { strokeOf } from './stroke.ts'

const sequenceMs = 1_500

/** The one listener for keys. Mantine's hooks would fire under open dialogs and know no sequences. */
export function KeysProvider({ children }: Readonly<{ children: ReactNode }>) {
  const [registry] = useState(() => new KeyRegistry())
  const { singleKeys } = usePreferences().preferences

  useEffect(() => listen(registry, singleKeys), [registry, singleKeys])
  useEffect(() => followShell(registry), [registry])

  return <KeysContext value={registry}>{children}</KeysContext>
}

function listen(registry: KeyRegistry, singleKeys: boolean): () => void {
  const mac = onMac()
  let prefix = ''
  let forget: ReturnType<typeof setTimeout> | undefined
  const onKeyDown = (event: KeyboardEvent): void => {
    const stroke = event.defaultPrevented ? null : strokeOf(event, mac)
    if (stroke === null) return
    const match = matchStroke(prefix, stroke, placeOf(event.target, singleKeys), registry.isActive)
    clearTimeout(forget)
    prefix = match.type === 'begun' ? match.prefix : ''
    if (match.type === 'none') return
    event.preventDefault()
    if (match.type === 'command') registry.run(match.id)
    else
      forget = setTimeout(() => {
        prefix = ''
      }, sequenceMs)
  }
  document.addEventListener('keydown', onKeyDown)
  return () => {
    clearTimeout(forget)
    document.removeEventListener('keydown', onKeyDown)
  }
}

/** The menu of the desktop shell gives the same commands as keys do. */
function followShell(registry: KeyRegistry): (() => void) | undefined {
  return window.desktop?.onCommand((command) => {
    switch (command) {
      case 'palette':
        return registry.run('palette.open')
      case 'keys':
        return registry.run('keys.show')
      case 'sign-out':
        return registry.run('session.sign-out')
      case 'settings':
        return registry.run('go.appearance')
      case 'connect':
        return registry.run('desktop.connect')
      case 'serve':
        return registry.run('desktop.serve')
      case 'backup':
        return registry.run('workspace.backup')
    }
  })
}

function placeOf(target: EventTarget | null, singleKeys: boolean): Place {
  const element = target instanceof Element ? target : document.body
  return {
    typing: isTextField(element),
    work: element.closest('[data-keys="work"]') !== null,
    grid: element.closest('[role="grid"], [role="treegrid"]') !== null,
    covered:
      document.querySelector('[aria-modal="true"], dialog[open]') !== null || element.closest('[role="menu"]') !== null,
    singleKeys,
  }
}

// Checkboxes and radio buttons are inputs too, but nobody types into them: keys go on working after a click on one.
const untyped = ['checkbox', 'radio', 'button', 'submit', 'reset', 'range', 'color', 'file', 'image']

function isTextField(element: Element): boolean {
  if (element instanceof HTMLInputElement) return !untyped.includes(element.type)
  return element.closest('textarea, select, [contenteditable="true"], [role="listbox"]') !== null
}
