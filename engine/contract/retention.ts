/**
 * How long is kept what may go at all, in days. The books, the files as they came, statements, exceptions with their
 * letters, proposals and the audit chain are not named here: they are kept for ever, and nothing removes them.
 */
import { z } from 'zod'

/**
 * The least is what something still needs: a webhook is tried for three days and its address paused after five, limits on
 * sign-in codes look back a day. The migration that brought the setting holds the same bounds in the database.
 */
export const retentionBounds = {
  /** Files that somebody exported. That there was one, by whom and with which hash, stays. */
  exportDays: { min: 1, max: 366 },
  /** Notifications, from when they were read. */
  notificationDays: { min: 7, max: 3_660 },
  /** What webhooks told, with each attempt. */
  webhookDays: { min: 7, max: 366 },
  /** Codes that clients asked for to sign in to their wallets, and sessions that ended. */
  walletSignInDays: { min: 2, max: 90 },
} as const
export type RetentionField = keyof typeof retentionBounds

const days = ({ min, max }: Readonly<{ min: number; max: number }>) => z.int().min(min).max(max)

export const retention = z.object({
  exportDays: days(retentionBounds.exportDays),
  notificationDays: days(retentionBounds.notificationDays),
  webhookDays: days(retentionBounds.webhookDays),
  walletSignInDays: days(retentionBounds.walletSignInDays),
})
