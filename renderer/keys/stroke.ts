/** A key press as text (`J`, `Shift+F6`, `Mod+K`, `?`), the same text the table of commands is written in. */
export type KeyPress = Readonly<{
  key: string
  code: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
  isComposing: boolean
}>

/** Null for what can't be a command: modifiers alone, AltGr characters, and keys that compose a character. */
export function strokeOf(press: KeyPress, mac: boolean): string | null {
  if (press.isComposing) return null
  const key = keyOf(press)
  if (key === null) return null
  const mod = mac ? press.metaKey : press.ctrlKey
  const otherMod = mac ? press.ctrlKey : press.metaKey
  if (otherMod || press.altKey) return null
  // Of a symbol like "?" Shift is a part already; of a letter or a named key it is a choice.
  const shift = press.shiftKey && (isLetter(key) || key.length > 1) ? 'Shift+' : ''
  return (mod ? 'Mod+' : '') + shift + key
}

const isLetter = (key: string): boolean => /^[A-Z]$/.test(key)

function keyOf(press: KeyPress): string | null {
  // With a Chinese input method on, Windows hides the character outside of text fields too; the key itself remains.
  if (press.key === 'Process') return /^Key[A-Z]$/.test(press.code) ? press.code.slice(3) : null
  if (['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'Dead', 'CapsLock'].includes(press.key)) return null
  // A sequence is written with spaces between its strokes, so the bar itself goes by its name.
  if (press.key === ' ') return 'Space'
  return /^[a-z]$/.test(press.key) ? press.key.toUpperCase() : press.key
}

/** How a person reads it: `⌘K` on macOS, `Ctrl K` elsewhere, `G then B` as two keys. */
export function strokeParts(stroke: string, mac: boolean): readonly string[] {
  return stroke.split('+').map((part) => {
    if (part === 'Mod') return mac ? '⌘' : 'Ctrl'
    if (part === 'Shift') return mac ? '⇧' : 'Shift'
    return partNames[part] ?? part
  })
}

const partNames: Readonly<Record<string, string>> = {
  Escape: 'Esc',
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
}

/** The same for one line of text, as tooltips and the palette want it. */
export function keysText(keys: string, mac: boolean): string {
  return keys
    .split(' ')
    .map((stroke) => strokeParts(stroke, mac).join(mac ? '' : '+'))
    .join(' ')
}
