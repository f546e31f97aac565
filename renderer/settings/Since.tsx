import { Anchor } from '@mantine/core'
import { Link } from 'wouter'
import type { Setting } from '../../engine/contract/settings.ts'
import { proposalAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './rules.module.css'

/** Since when it is in force, and by which proposal. */
export function Since({ setting }: Readonly<{ setting: Setting }>) {
  const text = useText()
  const { instant, zone } = useFormats()
  const { at, proposal } = setting
  if (at === null || proposal === null) return <span className={classes.since}>{text('rules.since.start')}</span>
  return (
    <span className={classes.since} title={zone}>
      {text('rules.since', { at: instant(at) })}{' '}
      <Anchor component={Link} href={proposalAddress(proposal)} underline="always" inherit>
        {text('proposal.title', { id: proposal })}
      </Anchor>
    </span>
  )
}
