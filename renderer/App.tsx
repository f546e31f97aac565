import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { type ReactNode, useEffect } from 'react'
import { assertNever } from './assert-never.ts'
import { useOpenFromDesktop } from './desktop/use-open-from-desktop.ts'
import type { Connection } from './engine/connection.ts'
import { ConnectionContext } from './engine/engine-context.ts'
import { KeysProvider } from './keys/KeysProvider.tsx'
import { MessagesProvider } from './messages/MessagesProvider.tsx'
import { Waiting } from './notice/Waiting.tsx'
import { PreferencesProvider } from './preferences/PreferencesProvider.tsx'
import { usePreferences } from './preferences/preferences-context.ts'
import { LockOverlay } from './session/LockOverlay.tsx'
import { MustChangePassphrase } from './session/MustChangePassphrase.tsx'
import { type SessionGone, SessionProvider } from './session/SessionProvider.tsx'
import { SignInScreen } from './session/SignInScreen.tsx'
import { useSessionControl } from './session/session-context.ts'
import { ErrorBoundary } from './shell/ErrorBoundary.tsx'
import { Frame } from './shell/Frame.tsx'
import { loadAhead } from './shell/screen-parts.tsx'
import { cssVariablesResolver, theme } from './theme/mantine-theme.ts'

type Props = Readonly<{ connection: Connection; gone: SessionGone }>

export function App({ connection, gone }: Props) {
  return (
    <ConnectionContext value={connection}>
      <SessionProvider gone={gone}>
        <PreferencesProvider>
          <Appearance>
            <KeysProvider>
              <Notifications position="bottom-right" limit={4} transitionDuration={100} />
              <ErrorBoundary>
                <Person />
              </ErrorBoundary>
            </KeysProvider>
          </Appearance>
        </PreferencesProvider>
      </SessionProvider>
    </ConnectionContext>
  )
}

// The scheme is the person's and is kept in the workspace; Mantine must not keep one of its own in the browser.
const unkept = {
  get: () => 'auto' as const,
  set: () => undefined,
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => undefined,
}

function Appearance({ children }: Readonly<{ children: ReactNode }>) {
  const { preferences } = usePreferences()
  const forced = preferences.theme === 'auto' ? {} : { forceColorScheme: preferences.theme }
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      colorSchemeManager={unkept}
      defaultColorScheme="auto"
      {...forced}
    >
      <MessagesProvider language={preferences.language}>{children}</MessagesProvider>
    </MantineProvider>
  )
}

function Person() {
  const { state } = useSessionControl()
  useOpenFromDesktop()
  const isOut = state.phase === 'out'
  useEffect(() => {
    // While a passphrase is typed.
    if (isOut) loadAhead()
  }, [isOut])
  switch (state.phase) {
    case 'resuming':
      return <Waiting />
    case 'out':
      return <SignInScreen />
    case 'in':
    case 'locked': {
      const { user, mustChangePassphrase } = state.session
      if (mustChangePassphrase && state.phase === 'in') return <MustChangePassphrase />
      // Another person gets a page of their own: nothing typed or opened by the one before stays in it.
      return (
        <LockOverlay key={user.id}>
          <Frame />
        </LockOverlay>
      )
    }
    default:
      return assertNever(state)
  }
}
