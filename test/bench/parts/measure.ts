/** Callers that call again as soon as they are answered: how many calls end in a second, and how long each of them took. */
import { performance } from 'node:perf_hooks'

export type Figures = Readonly<{ perSecond: number; p50: number; p99: number }>

export type Load = Readonly<{
  callers: number
  seconds: number
  /** One call; it is told which caller makes it. */
  call: (caller: number) => Promise<void> | void
}>

export async function measure({ callers, seconds, call }: Load): Promise<Figures> {
  const latencies: number[] = []
  const began = performance.now()
  const until = began + seconds * 1_000
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let before = performance.now(); before < until; ) {
        await call(caller)
        const after = performance.now()
        latencies.push(after - before)
        before = after
      }
    }),
  )
  const took = (performance.now() - began) / 1_000
  latencies.sort((a, b) => a - b)
  return { perSecond: latencies.length / took, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) }
}

/** Of several rounds the middle one, because the machine has other things to do now and then. */
export function middleOf(rounds: readonly Figures[]): Figures {
  const sorted = rounds.toSorted((a, b) => a.perSecond - b.perSecond)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (middle === undefined) throw new Error('no round was measured')
  return middle
}

export const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
