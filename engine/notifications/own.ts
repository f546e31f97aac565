/** What a person was told of, as they see it; held against what they may read now, and not against what they might then. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import { mayBeTold, type Notification, notificationKinds } from '../contract/notifications.ts'
import type { Permission } from '../contract/permission.ts'
import { command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'

type Own = Readonly<{ user: number; held: readonly Permission[] }>
export type OwnPage = Own &
  Readonly<{ channel: 'app' | 'desktop'; before: Readonly<{ at: number; id: number }> | null; limit: number }>

export function listNotifications(
  { raw }: Pick<QueryContext, 'raw'>,
  { user, held, channel, before, limit }: OwnPage,
): Readonly<{ items: Notification[]; next: Readonly<{ at: number; id: number }> | null }> {
  const { at, id } = before ?? { at: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER }
  const asked = { user, kinds: kindsFor(held), byDesktop: Number(channel === 'desktop'), at, id, limit: limit + 1 }
  const rows = statementsOf(raw).page.all(asked) as Row[]
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(notificationOf),
    next: rows.length > limit && last !== undefined ? { at: last.at, id: last.id } : null,
  }
}

export const countUnread = ({ raw }: Pick<QueryContext, 'raw'>, { user, held }: Own): number =>
  unreadOf(raw, { user, held })

type Reading = Own &
  Readonly<{
    /** All when left out. */
    ids?: readonly number[] | undefined
    /** When they were looked at; what came since stays unread. */
    asOf?: string | undefined
  }>

export const markRead = command({
  topics: ['notifications'],
  // That somebody looked at what they were told proves nothing, so it has no audit record.
  record: null,
  run: ({ raw, at }, { user, held, ids, asOf }: Reading): number => {
    const upTo = asOf === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(asOf)
    statementsOf(raw).read.run({ user, ids: ids === undefined ? null : JSON.stringify(ids), upTo, at })
    return unreadOf(raw, { user, held })
  },
})

const unreadOf = (raw: Database, { user, held }: Own): number =>
  statementsOf(raw).unread.get({ user, kinds: kindsFor(held) }) as number

function kindsFor(held: readonly Permission[]): string {
  const holds = new Set(held)
  return JSON.stringify(notificationKinds.filter((kind) => mayBeTold(kind, holds)))
}

type Row = Omit<Notification, 'at' | 'readAt' | 'facts'> &
  Readonly<{ at: number; readAt: number | null; facts: string }>

const notificationOf = ({ at, readAt, facts, ...row }: Row): Notification => ({
  ...row,
  facts: JSON.parse(facts) as Notification['facts'],
  at: isoOf(at),
  readAt: readAt === null ? null : isoOf(readAt),
})

const statementsOf = perConnection((raw) => ({
  page: raw.prepare(`
    SELECT id, kind, subject, count, facts, at, read_at AS readAt FROM notification
    WHERE user_id = @user AND (at, id) < (@at, @id) AND iif(@byDesktop, by_desktop, in_app)
      AND kind IN (SELECT value FROM json_each(@kinds))
    ORDER BY at DESC, id DESC LIMIT @limit`),
  unread: raw
    .prepare(`
      SELECT count(*) FROM notification
      WHERE user_id = @user AND read_at IS NULL AND in_app AND kind IN (SELECT value FROM json_each(@kinds))`)
    .pluck(),
  read: raw.prepare(`
    UPDATE notification SET read_at = @at
    WHERE user_id = @user AND read_at IS NULL AND at <= @upTo
      AND (@ids IS NULL OR id IN (SELECT value FROM json_each(@ids)))`),
}))
