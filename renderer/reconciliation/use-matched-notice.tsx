import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useCallback } from 'react'
import type { ReconciliationMatch } from '../../engine/contract/reconciliation.ts'
import { KeyHint } from '../keys/KeyHint.tsx'
import { useText } from '../messages/use-text.ts'
import { useFormats } from '../workspace/workspace-context.ts'

/** Says what was matched, with the way back. It stays a while, because a button has to be reached. */
export function useMatchedNotice(onUndo: (match: ReconciliationMatch) => void): (match: ReconciliationMatch) => void {
  const text = useText()
  const { money } = useFormats()
  return useCallback(
    (match) => {
      const { id, lines, postings, lineSum, currency } = match
      const notice = `match ${id}`
      const undo = (): void => {
        notifications.hide(notice)
        onUndo(match)
      }
      notifications.show({
        id: notice,
        message: (
          <>
            {text('match.done', { lines, postings, amount: `${currency} ${money(lineSum, currency)}` })}{' '}
            <Button variant="default" size="compact-xs" onClick={undo} rightSection={<KeyHint command="case.undo" />}>
              {text('match.undo')}
            </Button>
          </>
        ),
        role: 'status',
        autoClose: 15_000,
        closeButtonProps: { 'aria-label': text('action.close') },
      })
    },
    [text, money, onUndo],
  )
}
