/** Who sits here, as one value: the moves between its phases are pure, so they can be tested without a page. */
import type { Session } from '../../engine/contract/session.ts'

export type LockReason = 'idle' | 'ended'

export type SessionState =
  /** There is a token from before a reload; whether it still opens anything is being asked. */
  | Readonly<{ phase: 'resuming' }>
  | Readonly<{ phase: 'out' }>
  | Readonly<{ phase: 'in'; session: Session }>
  /** The page and what was typed stay where they are, covered, until the same person is back. */
  | Readonly<{ phase: 'locked'; session: Session; reason: LockReason }>

export type SessionEvent =
  | Readonly<{ type: 'signed_in'; session: Session }>
  | Readonly<{ type: 'gone'; reason: LockReason }>
  | Readonly<{ type: 'signed_out' }>
  | Readonly<{ type: 'passphrase_changed' }>

export function nextSession(state: SessionState, event: SessionEvent): SessionState {
  switch (event.type) {
    case 'signed_in':
      return { phase: 'in', session: event.session }
    case 'gone':
      if (state.phase === 'in') return { phase: 'locked', session: state.session, reason: event.reason }
      return state.phase === 'locked' ? state : { phase: 'out' }
    case 'signed_out':
      return { phase: 'out' }
    case 'passphrase_changed':
      if (state.phase !== 'in') return state
      return { phase: 'in', session: { ...state.session, mustChangePassphrase: false } }
  }
}
