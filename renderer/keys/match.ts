/** From a stroke to a command: plain values, so that sequences and scopes are tested without a page. */
import { type CommandId, commandIds, commands, type Scope } from './commands.ts'

export type Place = Readonly<{
  /** The focus is where text is typed. */
  typing: boolean
  work: boolean
  grid: boolean
  /** A dialog covers the page: its keys are its own. */
  covered: boolean
  /** The person keeps single keys switched on. */
  singleKeys: boolean
}>

export type Match =
  | Readonly<{ type: 'command'; id: CommandId }>
  /** The beginning of a sequence: the next stroke decides. */
  | Readonly<{ type: 'begun'; prefix: string }>
  | Readonly<{ type: 'none' }>

const none: Match = { type: 'none' }

export function matchStroke(prefix: string, stroke: string, place: Place, isActive: (id: CommandId) => boolean): Match {
  if (place.covered) return none
  const pressed = prefix === '' ? stroke : `${prefix} ${stroke}`
  const able = commandIds.filter((id) => reaches(commands[id].scope, place) && isActive(id))
  const whole = able.find((id) => commands[id].keys.some((keys) => keys === pressed && allowed(keys, place)))
  if (whole) return { type: 'command', id: whole }
  const begun = able.some((id) =>
    commands[id].keys.some((keys) => keys.startsWith(`${pressed} `) && allowed(keys, place)),
  )
  if (begun) return { type: 'begun', prefix: pressed }
  // A sequence that goes nowhere does not swallow the key that broke it.
  return prefix === '' ? none : matchStroke('', stroke, place, isActive)
}

function reaches(scope: Scope, place: Place): boolean {
  switch (scope) {
    case 'anywhere':
      return true
    case 'page':
      return !place.typing
    case 'work':
      return place.work && !place.typing
    case 'grid':
      return place.grid && !place.typing
  }
}

/** WCAG 2.1.4: keys that are one character, sequences of them included, can be switched off. */
const allowed = (keys: string, place: Place): boolean =>
  (place.singleKeys || !isSingle(keys)) && (keys !== pressing || place.grid)

/** Outside of a grid it presses the button that has the focus, or scrolls. */
const pressing = 'Space'

// A capital is one character as well.
const isSingle = (keys: string): boolean =>
  keys.split(' ').every((stroke) => [...stroke.replace(/^Shift\+/, '')].length === 1)
