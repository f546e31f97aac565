/** Where in the console it is what a notification is about: the same path in a browser, on the desktop and in an e-mail. */
import type { Notification, NotificationKind } from './notifications.ts'

type About = Pick<Notification, 'kind' | 'subject'>

export function pathOf({ kind, subject }: About): string {
  const [noun = '', ...rest] = subject.split(':')
  const name = encodeURIComponent(rest.join(':'))
  switch (noun) {
    case 'exception':
      return `/exceptions?open=${name}`
    case 'proposal':
      // One that is decided is not among those that wait.
      return kind === 'proposal_ended' ? `/approvals?state=any&proposal=${name}` : `/approvals?proposal=${name}`
    case 'bulk':
      // What became of each, over the queue.
      return `/exceptions?bulk=${name}`
    case 'producer':
      return `/producers?open=${name}`
    case 'export':
      return `/reports?tab=exports&open=${name}`
    case 'report':
      return `/reports?open=${name}`
    case 'job':
      return `/jobs?open=${name}`
    default:
      // As many as there are, and what has no page of its own.
      return pathOfAll[kind]
  }
}

/** Where all of a kind are. */
const pathOfAll: Readonly<Record<NotificationKind, string>> = {
  assigned: '/exceptions?owner=@me',
  answered: '/exceptions?owner=@me',
  due_soon: '/exceptions?owner=@me&due=today',
  overdue: '/exceptions?owner=@me&due=late',
  unowned_overdue: '/exceptions?owner=@nobody&due=late',
  case_critical: '/exceptions?severity=critical',
  proposal_open: '/approvals',
  proposal_ended: '/approvals?state=any&mine=yes',
  bulk_done: '/exceptions',
  export_done: '/reports?tab=exports',
  report_done: '/reports',
  producer_late: '/exceptions?code=BATCH_MISSING',
  producer_suspended: '/producers',
  message_failed: '/exceptions?code=MESSAGE_FAILED',
  job_failed: '/jobs',
  check_failed: '/exceptions?code=CHECK_FAILED',
  digest_failed: '/settings/notifications',
}
