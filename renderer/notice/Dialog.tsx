import { Modal } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
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
  useFocusBack(opened)
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

/** What led to the dialog, or to the first of several that followed one another: the others began in what is gone. */
let origin: Element | null = null

/** A dialog that is there only while it is open is taken away whole, and so has to give the focus back by itself. */
function useFocusBack(opened: boolean): void {
  const [from] = useState(() => (opened ? document.activeElement : null))
  useEffect(() => {
    if (from === null) return
    if (from.closest('[role="dialog"]') === null) origin = from
    return () => {
      // Once the page is drawn: where another dialog took over, or somebody went on, the focus is theirs.
      setTimeout(() => {
        const back = from.isConnected ? from : origin
        if (!(back instanceof HTMLElement) || document.activeElement !== document.body) return
        back.focus({ preventScroll: true })
      })
    }
  }, [from])
}
