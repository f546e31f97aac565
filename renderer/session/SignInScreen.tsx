import { Text, Title } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { DesktopShell } from '../../engine/contract/shell.ts'
import { useConnection, useConnectionState } from '../engine/engine-context.ts'
import { useText } from '../messages/use-text.ts'
import { Waiting } from '../notice/Waiting.tsx'
import { EngineBanner } from '../shell/EngineBanner.tsx'
import { later } from '../shell/later.tsx'
import { RecoverForm } from './RecoverForm.tsx'
import { SignInForm } from './SignInForm.tsx'
import classes from './sign-in.module.css'

// A workspace is made once: nobody who signs in every day loads this.
const NewWorkspace = later(async () => (await import('../first-run/NewWorkspace.tsx')).NewWorkspace, <Waiting />)

type Way = 'passphrase' | 'recovery'

export function SignInScreen() {
  const text = useText()
  const [way, setWay] = useState<Way>('passphrase')
  const [user, setUser] = useState('')
  const name = useWorkspaceName()
  const connection = useConnection()
  const makes = useShellWithoutWorkspace()

  useEffect(() => {
    document.title = `${text('sign_in.title')} · ${text('app.name')}`
  }, [text])

  return (
    <>
      {makes === null ? <EngineBanner /> : null}
      <main className={classes.screen}>
        <div className={classes.sheet}>
          <Title order={1}>{name ?? text('app.name')}</Title>
          {makes === null ? (
            <>
              <Text c="dimmed" pb={16}>
                {way === 'passphrase' ? text('sign_in.lead') : text('recover.lead')}
              </Text>
              {way === 'passphrase' ? (
                <SignInForm user={user} onUser={setUser} onRecover={() => setWay('recovery')} />
              ) : (
                <RecoverForm user={user} onUser={setUser} onBack={() => setWay('passphrase')} />
              )}
            </>
          ) : (
            <NewWorkspace
              desktop={makes}
              onMade={(first) => {
                setUser(first)
                connection.retry()
              }}
            />
          )}
        </div>
      </main>
    </>
  )
}

/** The desktop shell, where it found no workspace to open: one can be made there. A browser can't, and says who can. */
function useShellWithoutWorkspace(): DesktopShell | null {
  const connection = useConnectionState()
  const isMissing = connection.state === 'stopped' && connection.reason === 'workspace_missing'
  return isMissing ? (window.desktop ?? null) : null
}

/** All that a stranger may know of the workspace is its name. */
function useWorkspaceName(): string | undefined {
  const connection = useConnectionState()
  const client = connection.state === 'ready' ? connection.client : null
  const [name, setName] = useState<string>()
  useEffect(() => {
    if (!client) return
    let wanted = true
    client.workspace.status().then(
      (status) => {
        if (wanted) setName(status.name)
      },
      // Without it the product's own name stands there, which is good enough to sign in by.
      () => undefined,
    )
    return () => {
      wanted = false
    }
  }, [client])
  return name
}
