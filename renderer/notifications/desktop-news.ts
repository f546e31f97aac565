/** What of the newest notifications the operating system has not told yet. Pure. */
import { pathOf } from '../../engine/contract/notification-paths.ts'
import type { Notification } from '../../engine/contract/notifications.ts'
import type { ShellNews } from '../../engine/contract/shell.ts'
import type { Text } from '../messages/use-text.ts'
import type { Formats } from '../workspace/workspace-context.ts'
import { notificationWords } from './notification-words.ts'

/** Newest first; `since` is null before the first look, which tells of nothing. */
type Seen = Readonly<{ items: readonly Notification[]; unread: number; since: string | null }>

/** What comes at once beyond these is only counted. */
const atOnceMax = 3
/** So much of a sentence is room for. */
const bodyMax = 300

export function newsOf(
  { items, unread, since }: Seen,
  text: Text,
  formats: Pick<Formats, 'money' | 'instant'>,
): Readonly<{ news: ShellNews; upTo: string }> {
  const newest = items[0]?.at ?? ''
  const upTo = since === null || newest > since ? newest : since
  const fresh = since === null ? [] : items.filter(({ at, readAt }) => readAt === null && at > since)
  const notices = fresh
    .slice(0, atOnceMax)
    .toReversed()
    .map((each) => {
      const { title, body } = notificationWords(each, text, formats)
      return { title, body: body.slice(0, bodyMax), path: pathOf(each) }
    })
  return { news: { unread, notices }, upTo }
}
