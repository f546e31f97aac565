/** The screens and what is drawn on them, made once: a part that is made anew at each drawing would lose what it holds. */
import { Waiting } from '../notice/Waiting.tsx'
import { type Screen, screenAhead, screens } from '../route/screens.ts'
import { type LaterPart, later } from './later.tsx'

export const screenParts: readonly Readonly<{ screen: Screen; Part: LaterPart<object> }>[] = screens.map((screen) => ({
  screen,
  Part: later(async () => (await screen.load()).Screen, <Waiting />),
}))

/** What somebody is on the way to; whoever can't be given it now is told when they go there. */
export function loadAhead(): void {
  const ahead = screenAhead()
  screenParts
    .find(({ screen }) => screen === ahead)
    ?.Part.load()
    .catch(() => undefined)
}
