import { Anchor, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { useText } from '../messages/use-text.ts'
import { EngineBanner } from '../shell/EngineBanner.tsx'
import { SignInForm } from './SignInForm.tsx'
import { useSession, useSessionControl } from './session-context.ts'
import type { LockReason } from './session-state.ts'
import classes from './sign-in.module.css'
import { useIdleLock } from './use-idle-lock.ts'

/** Covers the page when the session is gone. What is under it stays, with all that was typed, and can't be reached. */
export function LockOverlay({ children }: Readonly<{ children: ReactNode }>) {
  const { state, lock } = useSessionControl()
  const { idleSeconds, isOnWall } = useSession()
  const idle = useIdleLock(isOnWall ? null : idleSeconds, lock)
  return (
    <>
      <div inert={state.phase === 'locked'}>{children}</div>
      {state.phase === 'in' && idle.phase === 'warning' ? <IdleWarning secondsLeft={idle.secondsLeft} /> : null}
      {state.phase === 'locked' ? <Locked reason={state.reason} /> : null}
    </>
  )
}

function IdleWarning({ secondsLeft }: Readonly<{ secondsLeft: number }>) {
  const text = useText()
  return (
    <div className={classes.warning} role="alert">
      <Text fw={600}>{text('idle.warning.title')}</Text>
      {/* The seconds run for the eye only; read aloud once a second they would drown everything else. */}
      <Text aria-hidden className="ch-figure">
        {text('idle.warning.text', { seconds: secondsLeft })}
      </Text>
    </div>
  )
}

/** A modal dialog of the browser's own: it lies above open dialogs and toasts too, and none of them can be reached. */
function Locked({ reason }: Readonly<{ reason: LockReason }>) {
  const text = useText()
  const { user } = useSession()
  const { signOut } = useSessionControl()
  const cover = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = cover.current
    if (!dialog) return
    // Escape must not open what a passphrase has to open.
    dialog.setAttribute('closedby', 'none')
    const stay = (): void => dialog.showModal()
    dialog.addEventListener('close', stay)
    dialog.showModal()
    // Opening takes the focus to the first field, which is the user's name and can't be changed here.
    dialog.querySelector<HTMLElement>('input:not([readonly])')?.focus()
    return () => dialog.removeEventListener('close', stay)
  }, [])
  return (
    <dialog ref={cover} className={classes.cover} aria-labelledby="locked-title">
      <EngineBanner />
      <div className={classes.screen}>
        <div className={classes.sheet}>
          <Title order={1} id="locked-title">
            {text(`locked.${reason}.title`)}
          </Title>
          <Text c="dimmed" pb={16}>
            {text(`locked.${reason}.text`)}
          </Text>
          <SignInForm user={user.name} />
          <Anchor component="button" type="button" mt={16} onClick={signOut} underline="always">
            {text('locked.someone_else')}
          </Anchor>
        </div>
      </div>
    </dialog>
  )
}
