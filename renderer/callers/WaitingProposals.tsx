import { Anchor } from '@mantine/core'
import { Link } from 'wouter'
import { proposalAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import classes from './callers.module.css'
import type { OpenProposal } from './use-open-proposals.ts'

/** A program that is only proposed is in no list yet, so what waits stands above it. */
export function WaitingProposals({ open }: Readonly<{ open: readonly OpenProposal[] }>) {
  const text = useText()
  if (open.length === 0) return <span />
  return (
    <ul className={classes.waiting}>
      {open.map(({ id, change: { caller, name } }) => (
        <li key={id}>
          {text(caller === undefined ? 'callers.waits.new' : 'callers.waits.change', { name })} <ProposalLink id={id} />
        </li>
      ))}
    </ul>
  )
}

export function ProposalLink({ id }: Readonly<{ id: number }>) {
  const text = useText()
  return (
    <Anchor component={Link} href={proposalAddress(id)} underline="always" inherit>
      {text('proposal.title', { id })}
    </Anchor>
  )
}
