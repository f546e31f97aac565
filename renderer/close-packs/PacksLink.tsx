import { useLocation } from 'wouter'
import { useText } from '../messages/use-text.ts'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { packsPath } from './address.ts'

/** The way to the packs from where days are closed and proven. */
export function PacksLink() {
  const text = useText()
  const [, navigate] = useLocation()
  if (!useMay('close_packs.read')) return null
  return (
    <ActionButton variant="default" onClick={() => navigate(packsPath)}>
      {text('nav.packs')}
    </ActionButton>
  )
}
