import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../messages/use-text.ts'
import { useSessionControl } from '../session/session-context.ts'

type Props = Readonly<{
  opened: boolean
  onClose: () => void
  title: string
  width?: number
  /** False for what must be answered: neither Escape nor a click beside it closes it, and it has no cross. */
  dismissible?: boolean
  children: ReactNode
}>

/**
 * A dialog over the page. What is in it begins anew each time it opens, so what is typed must not be lost by an Escape
 * that was meant for the lock above it.
 */
export function Dialog({ opened, onClose, title, width = 440, dismissible = true, children }: Props) {
  const text = useText()
  const locked = useSessionControl().state.phase === 'locked'
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={width}
      withCloseButton={dismissible}
      closeOnEscape={dismissible && !locked}
      closeOnClickOutside={dismissible}
      closeButtonProps={{ 'aria-label': text('action.close') }}
    >
      {children}
    </Modal>
  )
}
