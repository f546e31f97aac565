import { useLocation } from 'wouter'
import { useKeyCommand } from '../keys/keys-context.ts'
import { type Screen, screens, screensFor } from '../route/screens.ts'
import { useSession } from '../session/session-context.ts'
import { focusPaneSection, focusRegion } from './regions.ts'

/** Going from screen to screen and from part to part by key. */
export function GoCommands() {
  const mine = screensFor(useSession().permissions)
  useKeyCommand('region.next', () => focusRegion(1))
  useKeyCommand('region.previous', () => focusRegion(-1))
  useKeyCommand('pane.next', () => focusPaneSection(1))
  useKeyCommand('pane.previous', () => focusPaneSection(-1))
  return screens.map((screen) => <Go key={screen.path} screen={screen} able={mine.includes(screen)} />)
}

function Go({ screen, able }: Readonly<{ screen: Screen; able: boolean }>) {
  const [, navigate] = useLocation()
  useKeyCommand(screen.command, () => navigate(screen.path), able)
  return null
}
