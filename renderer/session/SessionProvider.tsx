import { type ReactNode, useCallback, useEffect, useMemo, useReducer, useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { ChangeFeed } from '../engine/change-feed.ts'
import { ChangeFeedContext, LineContext, useConnectionState } from '../engine/engine-context.ts'
import { type Fault, readFault } from '../engine/fault.ts'
import { SessionContext, type SessionControl } from './session-context.ts'
import { nextSession, type SessionEvent } from './session-state.ts'
import { sessionToken } from './session-token.ts'

export type SessionGone = Readonly<{ watch: (listener: () => void) => () => void }>

/** Keeps the session, and gives a line to the engine to what is inside only while somebody is signed in. */
export function SessionProvider({ gone, children }: Readonly<{ gone: SessionGone; children: ReactNode }>) {
  const connection = useConnectionState()
  const client = connection.state === 'ready' ? connection.client : null
  const [state, dispatch] = useReducer(nextSession, null, () =>
    sessionToken.get() === null ? { phase: 'out' as const } : { phase: 'resuming' as const },
  )
  const [feed] = useState(() => new ChangeFeed())

  useEffect(() => gone.watch(() => endSession(dispatch, 'ended')), [gone])
  useResume(client, dispatch)

  const signedIn = state.phase === 'in' && !state.session.mustChangePassphrase
  const line = useMemo(() => (client && signedIn ? { client } : null), [client, signedIn])
  useEffect(() => {
    if (!line) return
    const stop = new AbortController()
    void feed.follow(line.client, stop.signal)
    return () => stop.abort()
  }, [line, feed])

  const actions = useSessionActions(client, dispatch)
  const control = useMemo<SessionControl>(() => ({ state, ...actions }), [state, actions])
  return (
    <SessionContext value={control}>
      <ChangeFeedContext value={feed}>
        <LineContext value={line}>{children}</LineContext>
      </ChangeFeedContext>
    </SessionContext>
  )
}

type Dispatch = (event: SessionEvent) => void

function endSession(dispatch: Dispatch, reason: 'idle' | 'ended'): void {
  sessionToken.clear()
  dispatch({ type: 'gone', reason })
}

/** Each new line, after a reload or a restart of the engine, is first asked whether the token still holds. */
function useResume(client: EngineClient | null, dispatch: Dispatch): void {
  useEffect(() => {
    if (!client || sessionToken.get() === null) return
    client.session.get().then(
      (session) => dispatch({ type: 'signed_in', session }),
      (error: unknown) => {
        // A line that broke again says nothing about the session; any answer of the engine but a session ends it.
        if (readFault(error).code !== 'engine_lost') endSession(dispatch, 'ended')
      },
    )
  }, [client, dispatch])
}

function useSessionActions(client: EngineClient | null, dispatch: Dispatch): Omit<SessionControl, 'state'> {
  const signIn = useCallback<SessionControl['signIn']>(
    (credentials) =>
      attempt(client, async (engine) => {
        const { token, ...session } = await engine.session.signIn(credentials)
        sessionToken.set(token)
        dispatch({ type: 'signed_in', session })
      }),
    [client, dispatch],
  )
  const recover = useCallback<SessionControl['recover']>(
    (recovery) =>
      attempt(client, async (engine) => {
        await engine.session.recover(recovery)
      }),
    [client],
  )
  const hangOnWall = useCallback<SessionControl['hangOnWall']>(
    () =>
      attempt(client, async (engine) => dispatch({ type: 'signed_in', session: await engine.session.hangOnWall() })),
    [client, dispatch],
  )
  return useMemo(() => {
    // The token is forgotten here whatever the engine says: a sign-out that fails must still sign out.
    const leave = (): void => {
      if (client) client.session.signOut().catch(() => undefined)
    }
    return {
      signIn,
      recover,
      hangOnWall,
      signOut: () => {
        leave()
        sessionToken.clear()
        // Whoever comes next begins at their own first screen, not in what this person had open.
        navigate('/', { replace: true })
        dispatch({ type: 'signed_out' })
      },
      lock: () => {
        leave()
        endSession(dispatch, 'idle')
      },
      passphraseChanged: () => dispatch({ type: 'passphrase_changed' }),
    }
  }, [client, dispatch, signIn, recover, hangOnWall])
}

async function attempt(
  client: EngineClient | null,
  call: (client: EngineClient) => Promise<void>,
): Promise<Fault | undefined> {
  if (!client) return { code: 'engine_lost' }
  try {
    await call(client)
    return undefined
  } catch (error) {
    return readFault(error)
  }
}
