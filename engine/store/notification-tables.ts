/** The tables of notifications as Kysely sees them: a part of `Tables`. */
import type { Generated } from 'kysely'
import type { NotificationKind } from '../contract/notifications.ts'
import type { Language } from '../contract/settings.ts'
import type { Once } from './tables.ts'

export type NotificationTables = {
  notification: {
    id: Generated<number>
    user_id: Once<number>
    kind: Once<NotificationKind>
    subject: Once<string>
    facts: string
    count: Generated<number>
    in_app: number
    by_desktop: number
    by_email: number
    at: number
    read_at: number | null
  }
  notification_choice: {
    user_id: number
    email: string | null
    digest_at: number | null
    next_digest_at: number | null
    language: Language | null
    choices: Generated<string>
  }
  notification_mark: { id: number; soon: number; overdue: number }
}
