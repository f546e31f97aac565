/**
 * What a person is told of without having to look: in the app, by the desktop's own notifications, and once a day by
 * e-mail. Each person has their own and chooses what comes by which way; nobody is told of what they may not read.
 */
import { z } from 'zod'
import { pageInput, pageOf } from './page.ts'
import type { Permission } from './permission.ts'
import { procedure } from './procedure.ts'
import { Language } from './settings.ts'

/** In the order in which people choose about them. */
export const notificationKinds = [
  'assigned',
  'answered',
  'due_soon',
  'overdue',
  'unowned_overdue',
  'case_critical',
  'proposal_open',
  'proposal_ended',
  'bulk_done',
  'export_done',
  'report_done',
  'producer_late',
  'producer_suspended',
  'message_failed',
  'job_failed',
  'check_failed',
  'digest_failed',
] as const
export const NotificationKind = z.enum(notificationKinds)
export type NotificationKind = z.infer<typeof NotificationKind>

export const notificationChannels = ['app', 'desktop', 'email'] as const
export const NotificationChannel = z.enum(notificationChannels)
export type NotificationChannel = z.infer<typeof NotificationChannel>

/** What somebody must hold to be told of it: what it is about can be read with these, and something done about it. */
export const neededFor: Readonly<Record<NotificationKind, readonly Permission[]>> = {
  assigned: ['exceptions.read', 'exceptions.work'],
  answered: ['exceptions.read', 'exceptions.work'],
  due_soon: ['exceptions.read', 'exceptions.work'],
  overdue: ['exceptions.read', 'exceptions.work'],
  unowned_overdue: ['exceptions.read', 'exceptions.work'],
  case_critical: ['exceptions.read', 'exceptions.work'],
  proposal_open: ['proposals.read', 'proposals.decide'],
  proposal_ended: ['proposals.read'],
  bulk_done: ['exceptions.read'],
  export_done: [],
  report_done: [],
  producer_late: ['exceptions.read', 'producers.suspend'],
  producer_suspended: ['producers.read', 'producers.suspend'],
  message_failed: ['exceptions.read', 'contact.send'],
  job_failed: ['exceptions.read', 'jobs.read'],
  check_failed: ['exceptions.read', 'jobs.read'],
  digest_failed: [],
}

export const mayBeTold = (kind: NotificationKind, held: ReadonlySet<Permission>): boolean =>
  neededFor[kind].every((permission) => held.has(permission))

/** More of a kind than these are told of as one. */
export const notedAloneMax = 5
export const furtherOnes = 'further'

export const Notification = z.object({
  id: z.int(),
  kind: NotificationKind,
  /**
   * `exception:12`, `proposal:8`, `producer:7`, `bulk:3`, `job:audit.anchor`; `further` for as many as `count` says beside
   * those that are told of by themselves.
   */
  subject: z.string(),
  /** How often it happened since it was read last. */
  count: z.int(),
  facts: z.record(z.string(), z.json()),
  at: z.iso.datetime(),
  readAt: z.iso.datetime().nullable(),
})
export type Notification = z.infer<typeof Notification>

/** A time on the clock of the workspace's zone. */
export const ClockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)

const Choices = z.partialRecord(NotificationKind, z.array(NotificationChannel).max(notificationChannels.length))

export const NotificationPreferences = z.object({
  /** The person's own address; nothing is sent without one. */
  email: z.email().max(254).nullable(),
  /** When the day's e-mail goes out; null for none. */
  digestAt: ClockTime.nullable(),
  /** What the e-mail is written in; as the workspace's other messages when null. */
  language: Language.nullable(),
  /** By which ways each kind comes; of a kind that is not named, as it is by default. */
  choices: Choices,
})
export type NotificationPreferences = z.infer<typeof NotificationPreferences>

export const ShownPreferences = NotificationPreferences.extend({
  choices: z.record(NotificationKind, z.array(NotificationChannel)),
  zone: z.string(),
  /** Whether there is a mail server that could send it. */
  mailServer: z.boolean(),
  nextDigestAt: z.iso.datetime().nullable(),
})
export type ShownPreferences = z.infer<typeof ShownPreferences>

const Unread = z.object({ unread: z.int() })

export const notifications = {
  list: procedure({
    method: 'GET',
    path: '/notifications',
    summary: 'What the signed-in person was told of, newest first',
    access: 'signed_in',
  })
    .input(
      z.object({
        /** Those that are shown in the app, or those that the desktop tells of. */
        channel: z.enum(['app', 'desktop']).default('app'),
        ...pageInput,
      }),
    )
    .output(pageOf(Notification)),
  unread: procedure({
    method: 'GET',
    path: '/notifications/unread',
    summary: 'How many of them the person has not read',
    access: 'signed_in',
  }).output(Unread),
  markRead: procedure({
    method: 'POST',
    path: '/notifications/read',
    summary: 'Mark some as read, or all; what came after they were looked at stays unread',
    access: 'signed_in',
  })
    .input(z.object({ ids: z.array(z.int()).min(1).max(1_000).optional(), asOf: z.iso.datetime().optional() }))
    .output(Unread),
  preferences: procedure({
    method: 'GET',
    path: '/notifications/preferences',
    summary: 'What the person wants to be told of, and by which ways',
    access: 'signed_in',
  }).output(ShownPreferences),
  setPreferences: procedure({
    method: 'PUT',
    path: '/notifications/preferences',
    summary: 'Choose what one is told of, and by which ways',
    access: 'signed_in',
  })
    .input(NotificationPreferences)
    .output(ShownPreferences),
}
