import { notifications } from '@mantine/notifications'
import { useCallback } from 'react'
import type { Message } from '../../engine/contract/messages.ts'
import { useText } from '../messages/use-text.ts'
import { useToast } from '../notice/use-toast.ts'
import { secondsToUndo } from './message-trouble.ts'
import { SendsIn } from './SendsIn.tsx'

const noticeOf = ({ id }: Message): string => `message ${id}`

/** Taken back from elsewhere: nothing must go on counting down to what no longer happens. */
export const endSentNotice = (message: Message): void => void notifications.hide(noticeOf(message))

/** Says that a message is on its way: while it can be taken back with the way to do so, else in the words that are given. */
export function useSentNotice(): (message: Message, otherwise: string) => void {
  const text = useText()
  const { say } = useToast()
  return useCallback(
    (message, otherwise) => {
      const seconds = secondsToUndo(message)
      if (message.state !== 'waiting' || seconds === 0) return say(otherwise)
      const id = noticeOf(message)
      notifications.show({
        id,
        message: <SendsIn message={message} seconds={seconds} onOver={() => notifications.hide(id)} />,
        role: 'status',
        // It ends by itself, when it has said how it went.
        autoClose: false,
        closeButtonProps: { 'aria-label': text('action.close') },
      })
    },
    [text, say],
  )
}
