import type { CaseMeasure } from '../../contract/case-views.ts'

/** Of all that took a time, in how long half of them and nine in ten were done: each a time that one of them took. */
export function spreadOf(tookMs: readonly number[]): CaseMeasure['toResolution'] {
  const sorted = Float64Array.from(tookMs).sort()
  const within = (tenths: number): number | null => sorted[Math.ceil((sorted.length * tenths) / 10) - 1] ?? null
  return { count: sorted.length, p50Ms: within(5), p90Ms: within(9) }
}
