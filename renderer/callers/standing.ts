/** How it stands with a program, with the last days of its terms said apart: a key that ends unnoticed stops a program. */
import type { Caller, CallerState } from '../../engine/contract/callers.ts'
import { assertNever } from '../assert-never.ts'
import type { Tone } from '../notice/Mark.tsx'
import type { Words } from '../settings/setting-lines.ts'

export type CallerStanding = CallerState | 'expiring'

const dayMs = 86_400_000
const soonDays = 14

const toneOf: Readonly<Record<CallerStanding, Tone>> = {
  without_key: 'progress',
  active: 'ok',
  expiring: 'medium',
  expired: 'critical',
  stopped: 'low',
}

export type Stands = Readonly<{ standing: CallerStanding; tone: Tone; word: string }>

/** `at`: when it was read. Terms that ended since then have ended, whatever was read. */
export function standingOf(
  { state, expiresAt }: Pick<Caller, 'state' | 'expiresAt'>,
  at: string,
  text: Words['text'],
): Stands {
  const leftMs = Date.parse(expiresAt) - Date.parse(at)
  const days = Math.ceil(leftMs / dayMs)
  const soon = state === 'active' && days <= soonDays ? 'expiring' : state
  const standing = state !== 'stopped' && leftMs <= 0 ? 'expired' : soon
  const word = standing === 'expiring' ? text('caller.state.expiring', { days }) : text(`caller.state.${standing}`)
  return { standing, tone: toneOf[standing], word }
}

/** What to do next, where there is something. */
export function nextOf(caller: Caller, standing: CallerStanding, { text, formats }: Words): string | null {
  const at = formats.instant(caller.expiresAt)
  switch (standing) {
    case 'active':
      return null
    case 'without_key':
      return text('caller.next.without_key')
    case 'expiring':
    case 'expired':
      return text(`caller.next.${standing}`, { at })
    case 'stopped':
      return text('caller.next.stopped', {
        by: caller.stoppedBy ?? '',
        at: caller.stoppedAt === null ? '' : formats.instant(caller.stoppedAt),
      })
    default:
      return assertNever(standing)
  }
}
