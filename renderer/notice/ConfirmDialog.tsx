import { Button, Group, Stack, Text } from '@mantine/core'
import type { Fault } from '../engine/fault.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Dialog } from './Dialog.tsx'

type Props = Readonly<{
  opened: boolean
  onClose: () => void
  title: string
  /** What will have changed afterwards. */
  body: string
  /** The verb and its object, the same as on the button that led here. */
  action: string
  busy: boolean
  fault: Fault | undefined
  danger?: boolean
  onConfirm: () => void
}>

/** Says the effect before it happens. The way out has the focus, so Enter alone never confirms. */
export function ConfirmDialog({ opened, onClose, title, body, action, busy, fault, danger = false, onConfirm }: Props) {
  const text = useText()
  return (
    <Dialog opened={opened} onClose={onClose} title={title}>
      <Stack gap={16}>
        <Text>{body}</Text>
        <FaultLine fault={fault} />
        <Group gap={8}>
          <Button variant="default" onClick={onClose} data-autofocus>
            {text('action.cancel')}
          </Button>
          <ActionButton {...(danger ? { color: 'danger' } : {})} loading={busy} onClick={onConfirm}>
            {action}
          </ActionButton>
        </Group>
      </Stack>
    </Dialog>
  )
}
