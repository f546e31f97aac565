/** How fast a batch goes and when it may be through: plain values from two looks at it, so that no clock is needed to test it. */
import type { Batch } from '../../engine/contract/batches.ts'

type Measured = Pick<Batch, 'state' | 'rows' | 'bytes' | 'bytesDone'>

export type Track = Readonly<{
  state: Batch['state']
  firstAt: number
  first: Measured
  last: Measured
  /** When it last moved. */
  movedAt: number
}>

export type Pace =
  /** Too early to say anything that would still be true in a second. */
  | Readonly<{ type: 'unknown' }>
  | Readonly<{ type: 'moving'; rowsPerSecond: number; secondsLeft: number }>
  | Readonly<{ type: 'still'; sinceMs: number }>

const sayAfterMs = 3_000
const stillAfterMs = 10_000

/** By bytes of the file: how many rows it has is known only when all of it is read. */
export const shareOf = ({ bytes, bytesDone }: Pick<Measured, 'bytes' | 'bytesDone'>): number =>
  bytes === 0 ? 0 : Math.min(bytesDone / bytes, 1)

export function follow(before: Track | undefined, batch: Measured, nowMs: number): Track {
  if (!before || before.state !== batch.state) {
    return { state: batch.state, firstAt: nowMs, first: batch, last: batch, movedAt: nowMs }
  }
  return batch.bytesDone === before.last.bytesDone ? before : { ...before, last: batch, movedAt: nowMs }
}

export function paceOf({ firstAt, first, last, movedAt }: Track, nowMs: number): Pace {
  if (nowMs - movedAt >= stillAfterMs) return { type: 'still', sinceMs: movedAt }
  const seconds = (movedAt - firstAt) / 1_000
  const moved = last.bytesDone - first.bytesDone
  if (nowMs - firstAt < sayAfterMs || seconds <= 0 || moved <= 0) return { type: 'unknown' }
  return {
    type: 'moving',
    rowsPerSecond: Math.round((last.rows - first.rows) / seconds),
    secondsLeft: rounded(((last.bytes - last.bytesDone) * seconds) / moved),
  }
}

/** A time left that jumps by a second at a time reads as if it were exact; it is not. */
function rounded(seconds: number): number {
  const step = seconds < 10 ? 1 : seconds < 60 ? 5 : 60
  return Math.max(step, Math.ceil(seconds / step) * step)
}
