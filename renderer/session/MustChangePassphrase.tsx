import { Anchor, Text, Title } from '@mantine/core'
import { useEffect } from 'react'
import { useText } from '../messages/use-text.ts'
import { EngineBanner } from '../shell/EngineBanner.tsx'
import { ChangePassphraseForm } from './ChangePassphraseForm.tsx'
import { useSessionControl } from './session-context.ts'
import classes from './sign-in.module.css'

/** Somebody else chose this passphrase, so it opens nothing but the way to one's own. */
export function MustChangePassphrase() {
  const text = useText()
  const { passphraseChanged, signOut } = useSessionControl()
  useEffect(() => {
    document.title = `${text('passphrase.change')} · ${text('app.name')}`
  }, [text])
  return (
    <>
      <EngineBanner />
      <main className={classes.screen}>
        <div className={classes.sheet}>
          <Title order={1}>{text('passphrase.must_change.title')}</Title>
          <Text c="dimmed" pb={16}>
            {text('passphrase.must_change.text')}
          </Text>
          <ChangePassphraseForm onChanged={passphraseChanged} />
          <Anchor component="button" type="button" mt={16} onClick={signOut} underline="always">
            {text('session.sign_out')}
          </Anchor>
        </div>
      </main>
    </>
  )
}
