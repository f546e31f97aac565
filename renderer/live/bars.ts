/** The last hour as bars. Pure. */
import type { LiveThroughput } from '../../engine/contract/live.ts'

type Minute = LiveThroughput['minutes'][number]
export type Bar = Readonly<{ at: string; x: number; height: number }>

export const chartHeight = 48
/** A minute in which anything came is seen, however little it is beside the busiest. */
const least = 2

export function barsOf(minutes: readonly Minute[]): Readonly<{ bars: readonly Bar[]; most: number }> {
  const most = minutes.reduce((found, { rows }) => Math.max(found, rows), 0)
  const bars = minutes.flatMap(({ at, rows, files }, x): readonly Bar[] => {
    if (files === 0) return []
    const share = most === 0 ? 0 : rows / most
    return [{ at, x, height: Math.max(least, Math.round(share * chartHeight)) }]
  })
  return { bars, most }
}
