import { Button, Group, Stack } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { Keys } from '../keys/KeyHint.tsx'
import { useConfirmKey } from '../keys/use-confirm-key.ts'
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
  const form = useConfirmKey(onConfirm)
  // A form that comes only after its dialog finds the focus on the dialog's own buttons.
  useEffect(() => {
    const first = form.current?.querySelector<HTMLElement>('[data-autofocus]')
    if (!form.current?.contains(document.activeElement)) first?.focus()
  }, [form])
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
