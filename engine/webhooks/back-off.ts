/** When a delivery that was not taken is tried again: soon at first, then ever more seldom, and after three days no more. */
const secondMs = 1_000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs

export const waits = [
  5 * secondMs,
  minuteMs,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  14 * hourMs,
  20 * hourMs,
  24 * hourMs,
] as const

/** A receiver may ask to be left alone, and not for so long that nobody would notice. */
export const restMaxMs = 6 * hourMs

/** An address that has taken nothing for so long is paused: somebody has to look at it. */
export const failingMaxMs = 5 * 24 * hourMs

const spread = 0.2

type Failed = Readonly<{
  failedAttempts: number
  at: number
  /** How long the receiver asked to be left alone; 0 where it said nothing. */
  restMs: number
  /** Between 0 and 1: what failed together is not tried again together. */
  random: number
}>

/** Null when it is given up. */
export function nextAttemptAt({ failedAttempts, at, restMs, random }: Failed): number | null {
  const wait = waits[failedAttempts - 1]
  if (wait === undefined) return null
  const spreadOut = Math.round(wait * (1 + spread * (2 * random - 1)))
  return at + Math.max(spreadOut, Math.min(restMs, restMaxMs))
}
