import { Text, Title } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useConnectionState } from '../engine/engine-context.ts'
import { useText } from '../messages/use-text.ts'
import { EngineBanner } from '../shell/EngineBanner.tsx'
import { RecoverForm } from './RecoverForm.tsx'
import { SignInForm } from './SignInForm.tsx'
import classes from './sign-in.module.css'

type Way = 'passphrase' | 'recovery'

export function SignInScreen() {
  const text = useText()
  const [way, setWay] = useState<Way>('passphrase')
  const [user, setUser] = useState('')
  const name = useWorkspaceName()

  useEffect(() => {
    document.title = `${text('sign_in.title')} · ${text('app.name')}`
  }, [text])

  return (
    <>
      <EngineBanner />
      <main className={classes.screen}>
        <div className={classes.sheet}>
          <Title order={1}>{name ?? text('app.name')}</Title>
          <Text c="dimmed" pb={16}>
            {way === 'passphrase' ? text('sign_in.lead') : text('recover.lead')}
          </Text>
          {way === 'passphrase' ? (
            <SignInForm user={user} onUser={setUser} onRecover={() => setWay('recovery')} />
          ) : (
            <RecoverForm user={user} onUser={setUser} onBack={() => setWay('passphrase')} />
          )}
        </div>
      </main>
    </>
  )
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
