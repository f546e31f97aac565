/**
 * When a producer's batches are expected, in the local time of the workspace's zone. Without a schedule nothing is expected
 * and nothing is ever missing.
 */
import { z } from 'zod'

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export const Weekday = z.enum(weekdays)
export type Weekday = z.infer<typeof Weekday>

/** A time of the day, from 00:00 to 23:59. */
export const LocalTime = z.string().regex(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/)

const common = {
  /** The days on which it holds; a window over midnight belongs to the day on which it begins. */
  weekdays: z
    .array(Weekday)
    .min(1)
    .max(7)
    .default([...weekdays]),
  /** How long after the expected time a batch still is on time. */
  graceMinutes: z.int().min(0).max(1_440).default(60),
  /** How long before it a batch may come and be the expected one; never more than half way to the expectation before. */
  leadMinutes: z.int().min(0).max(1_440).default(120),
}

export const Schedule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('daily'), times: z.array(LocalTime).min(1).max(24), ...common }),
  z.strictObject({
    kind: z.literal('every'),
    minutes: z.int().min(5).max(1_440),
    /** The first is expected when the window opens, then every so often up to its end. */
    from: LocalTime.default('00:00'),
    /** Not later than `from` it is on the next day; the same as `from`, the window is the whole day. */
    to: LocalTime.default('00:00'),
    ...common,
  }),
])
export type Schedule = z.infer<typeof Schedule>
