import type { Severity } from '../contract/exceptions.ts'

const hourMs = 3_600_000

/** By when somebody should have decided, from when it was raised. */
export const dueInMs: Readonly<Record<Severity, number>> = {
  critical: 4 * hourMs,
  high: 24 * hourMs,
  medium: 3 * 24 * hourMs,
  low: 7 * 24 * hourMs,
}
