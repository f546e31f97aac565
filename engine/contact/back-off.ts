/** When a message that a mail server did not take is tried again: soon at first, then ever more seldom, then not any more. */
const minuteMs = 60_000

const waits = [1, 5, 15, 60, 240].map((minutes) => minutes * minuteMs)

/** So long a new message waits, for whoever thinks better of it. */
export const undoMs = 10_000

/** After so many tries that failed; null when it is given up. */
export function nextAttemptAt(failedAttempts: number, at: number): number | null {
  const wait = waits[failedAttempts - 1]
  return wait === undefined ? null : at + wait
}
