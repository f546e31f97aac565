import { notifications } from '@mantine/notifications'
import { useMemo } from 'react'
import { useText } from '../messages/use-text.ts'

export type Toast = Readonly<{
  /** In passing: read politely, and gone by itself. */
  say: (message: string) => void
  /** A failure interrupts, and stays until somebody has dismissed it. */
  sayFailed: (message: string) => void
}>

export function useToast(): Toast {
  const text = useText()
  return useMemo(() => {
    const closeButtonProps = { 'aria-label': text('action.close') }
    return {
      say: (message) => {
        notifications.show({ message, role: 'status', autoClose: 5_000, closeButtonProps })
      },
      sayFailed: (message) => {
        notifications.show({ message, role: 'alert', color: 'danger', autoClose: false, closeButtonProps })
      },
    }
  }, [text])
}
