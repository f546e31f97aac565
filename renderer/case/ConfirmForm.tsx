import { Button, Group, Stack } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { Keys } from '../keys/KeyHint.tsx'
import { useText } from '../messages/use-text.ts'
import { ActionButton } from '../shell/ActionButton.tsx'

type Props = Readonly<{
  /** The verb and its number, the same as on the button that led here. */
  action: string
  /** Why it can't be confirmed; null when it can. */
  reason?: string | null
  busy?: boolean
  danger?: boolean
  onConfirm: () => void
  onClose: () => void
  children: ReactNode
}>

/** Enter alone never confirms: it takes the button, or Enter with the key that confirms in every dialog. */
export function ConfirmForm({
  action,
  reason = null,
  busy = false,
  danger = false,
  onConfirm,
  onClose,
  children,
}: Props) {
  const text = useText()
  const form = useRef<HTMLFormElement>(null)
  const latest = useRef(onConfirm)
  useEffect(() => {
    latest.current = onConfirm
  })
  // On the form itself: a key that is pressed in the lock above it is not meant for what lies underneath.
  useEffect(() => {
    const confirm = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey) || event.isComposing) return
      event.preventDefault()
      latest.current()
    }
    const element = form.current
    element?.addEventListener('keydown', confirm)
    return () => element?.removeEventListener('keydown', confirm)
  }, [])
  // A form that comes only after its dialog finds the focus on the dialog's own buttons.
  useEffect(() => {
    const first = form.current?.querySelector<HTMLElement>('[data-autofocus]')
    if (!form.current?.contains(document.activeElement)) first?.focus()
  }, [])
  return (
    <form ref={form} onSubmit={(event) => event.preventDefault()} noValidate>
      <Stack gap={12}>
        {children}
        <Group gap={8}>
          <ActionButton
            {...(danger ? { color: 'danger' } : {})}
            reason={reason}
            loading={busy}
            onClick={onConfirm}
            rightSection={<Keys keys="Mod+Enter" />}
          >
            {action}
          </ActionButton>
          <Button variant="default" onClick={onClose}>
            {text('action.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
