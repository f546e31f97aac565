import { createContext, useContext } from 'react'
import type { Permission } from '../../engine/contract/permission.ts'
import type { Session } from '../../engine/contract/session.ts'
import type { Fault } from '../engine/fault.ts'
import type { SessionState } from './session-state.ts'

type Credentials = Readonly<{ user: string; passphrase: string }>
type Recovery = Readonly<{ user: string; recoveryKey: string; newPassphrase: string }>

export type SessionControl = Readonly<{
  state: SessionState
  /** Answers the refusal, or nothing when the person is in. */
  signIn: (credentials: Credentials) => Promise<Fault | undefined>
  recover: (recovery: Recovery) => Promise<Fault | undefined>
  signOut: () => void
  lock: () => void
  /** Turns this session into a display that stays on and does nothing. Answers the refusal, or nothing. */
  hangOnWall: () => Promise<Fault | undefined>
  passphraseChanged: () => void
}>

export const SessionContext = createContext<SessionControl | null>(null)

export function useSessionControl(): SessionControl {
  const control = useContext(SessionContext)
  if (!control) throw new Error('the session is used outside of its provider')
  return control
}

/** The signed-in (or just locked) person. Screens exist only while there is one. */
export function useSession(): Session {
  const { state } = useSessionControl()
  if (state.phase !== 'in' && state.phase !== 'locked') throw new Error('a screen was shown with nobody signed in')
  return state.session
}

/** A courtesy only: it hides what the engine would refuse. */
export function useMay(permission: Permission): boolean {
  return useSession().permissions.includes(permission)
}
