/** Rows that were picked one by one, as the ranges that the engine is told. Pure. */
import type { LineRanges } from '../../engine/contract/row-fields.ts'

export function rangesOf(lines: Iterable<number>): LineRanges {
  const ranges: [number, number][] = []
  for (const line of [...lines].toSorted((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last && line <= last[1] + 1) last[1] = Math.max(last[1], line)
    else ranges.push([line, line])
  }
  return ranges
}
