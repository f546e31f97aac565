/** When a quiet console locks. Pure, so that the minute before it can be tested without waiting for it. */
const warnSeconds = 60

export type IdlePhase =
  | Readonly<{ phase: 'active' }>
  | Readonly<{ phase: 'warning'; secondsLeft: number }>
  | Readonly<{ phase: 'over' }>

export function idlePhase(quietMs: number, idleSeconds: number): IdlePhase {
  const secondsLeft = idleSeconds - Math.floor(quietMs / 1_000)
  if (secondsLeft <= 0) return { phase: 'over' }
  return secondsLeft <= Math.min(warnSeconds, idleSeconds / 2) ? { phase: 'warning', secondsLeft } : { phase: 'active' }
}
