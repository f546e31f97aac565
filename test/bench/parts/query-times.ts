/** How long one question takes, asked again and again by nobody else. */
import { performance } from 'node:perf_hooks'

/** Of so many askings, after one that warms up: the time that a share of them stayed below, in milliseconds. */
export function queryTimes(query: () => unknown, times: number): (share: number) => number {
  query()
  const took = Array.from({ length: times }, () => {
    const before = performance.now()
    query()
    return performance.now() - before
  }).toSorted((a, b) => a - b)
  return (share) => took[Math.floor((took.length - 1) * share)] ?? 0
}
