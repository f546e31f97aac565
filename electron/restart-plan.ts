/** How often and how soon what crashed is started again: a crash that comes back at once is not worth a busy loop. */

export const attemptsMax = 5
const windowMs = 60_000
const firstDelayMs = 250

export type RestartPlan = Readonly<{ restart: true; attempt: number; delayMs: number }> | Readonly<{ restart: false }>

/** `crashes` are instants in ms, the newest included. */
export function planRestart(crashes: readonly number[], now: number): RestartPlan {
  const attempt = crashes.filter((at) => now - at < windowMs).length
  if (attempt > attemptsMax) return { restart: false }
  return { restart: true, attempt, delayMs: firstDelayMs * 2 ** (attempt - 1) }
}
