import { Link } from 'wouter'
import { type Live, type LiveQueues, queueCountMax } from '../../engine/contract/live.ts'
import type { Permission } from '../../engine/contract/permission.ts'
import type { MessageId } from '../messages/messages.ts'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { useSession } from '../session/session-context.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './live.module.css'

type Queue = Readonly<{
  queue: keyof LiveQueues
  name: MessageId
  /** Where what is counted stands, for whoever may look there. */
  opens?: readonly [address: string, permission: Permission]
}>

const queues: readonly Queue[] = [
  { queue: 'filesWaiting', name: 'live.queue.files' },
  { queue: 'batchesUnderWay', name: 'live.queue.under_way', opens: ['/batches', 'batches.read'] },
  { queue: 'batchesHeld', name: 'live.queue.held', opens: ['/batches?state=held', 'batches.read'] },
  { queue: 'proposalsWaiting', name: 'live.queue.proposals', opens: ['/approvals', 'proposals.read'] },
  { queue: 'jobsRunning', name: 'live.queue.jobs', opens: ['/jobs', 'jobs.read'] },
  { queue: 'exportsWaiting', name: 'live.queue.exports' },
  { queue: 'messagesWaiting', name: 'live.queue.messages' },
  { queue: 'webhooksWaiting', name: 'live.queue.webhooks', opens: ['/settings/webhooks', 'webhooks.read'] },
]

/** How fast it goes, and what waits where. */
export function Queues({ live }: Readonly<{ live: Live }>) {
  const text = useText()
  const { locale } = useFormats()
  const { permissions } = useSession()
  const { rowsPerSecond, filesLastMinute } = live.throughput
  return (
    <dl className={classes.figures} aria-label={text('live.queues')}>
      <Figure name={text('live.rate')} value={formatCount(rowsPerSecond, locale)} />
      <Figure name={text('live.files_minute')} value={formatCount(filesLastMinute, locale)} />
      {queues.map(({ queue, name, opens }) => {
        const count = live.queues[queue]
        const value = count >= queueCountMax ? text('live.or_more', { count }) : formatCount(count, locale)
        const may = opens !== undefined && permissions.includes(opens[1])
        return <Figure key={queue} name={text(name)} value={value} {...(may ? { address: opens[0] } : {})} />
      })}
    </dl>
  )
}

function Figure({ name, value, address }: Readonly<{ name: string; value: string; address?: string }>) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{address === undefined ? value : <Link href={address}>{value}</Link>}</dd>
    </div>
  )
}
