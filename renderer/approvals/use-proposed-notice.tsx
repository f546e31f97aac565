import { Anchor } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useCallback } from 'react'
import { Link } from 'wouter'
import type { Proposal } from '../../engine/contract/proposals.ts'
import { proposalAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'

/** Says that a proposal is made, with the way to it. It stays a while, because a link has to be reached. */
export function useProposedNotice(): (proposal: Proposal) => void {
  const text = useText()
  return useCallback(
    ({ id }) => {
      notifications.show({
        message: (
          <>
            {text('propose.done')}{' '}
            <Anchor component={Link} href={proposalAddress(id)} underline="always" inherit>
              {text('proposal.title', { id })}
            </Anchor>
          </>
        ),
        role: 'status',
        autoClose: 15_000,
        closeButtonProps: { 'aria-label': text('action.close') },
      })
    },
    [text],
  )
}
