/**
 * How far a running batch is, how fast it goes and when it may be through: plain values from two looks at what the engine
 * says of it, so that no clock is needed to test it.
 */
import type { IngestStatus } from '../../engine/contract/ingest.ts'

export type Running = IngestStatus['running'][number]
export type Step = Running['step']

export type Track = Readonly<{
  firstAt: number
  first: Running
  last: Running
  /** When it last moved. */
  movedAt: number
  /** When it was first seen, at whichever step. */
  seenAt: number
}>

export type Pace =
  /** Too early to say anything that would still be true in a second. */
  | Readonly<{ type: 'unknown' }>
  | Readonly<{ type: 'moving'; rowsPerSecond: number; secondsLeft: number }>
  | Readonly<{ type: 'still'; sinceMs: number }>

export type Live = Readonly<{
  step: Step
  /** From 0 to 1: of the file's bytes while it is read, of its rows once their number is known. */
  share: number
  rows: number | null
  rowsDone: number
  pace: Pace
  /** Whether it has run for long enough to be worth a look: what is through at once would only flicker by. */
  lasts: boolean
}>

export const sayAfterMs = 3_000
const lastsAfterMs = 1_000
const stillAfterMs = 10_000

export function shareOf({ bytes, bytesDone, rows, rowsDone }: Running): number {
  if (rows !== null) return rows === 0 ? 1 : Math.min(rowsDone / rows, 1)
  return bytes === 0 ? 0 : Math.min(bytesDone / bytes, 1)
}

/** Another step begins anew: reading and posting have nothing to say about each other's speed. */
export function follow(before: Track | undefined, running: Running, nowMs: number): Track {
  if (!before || before.last.step !== running.step) {
    return { firstAt: nowMs, first: running, last: running, movedAt: nowMs, seenAt: before?.seenAt ?? nowMs }
  }
  const { bytesDone, rowsDone } = before.last
  const moved = running.bytesDone !== bytesDone || running.rowsDone !== rowsDone
  return moved ? { ...before, last: running, movedAt: nowMs } : before
}

export function liveOf(track: Track, nowMs: number): Live {
  const { step, rows, rowsDone } = track.last
  const lasts = nowMs - track.seenAt >= lastsAfterMs
  return { step, rows, rowsDone, share: shareOf(track.last), pace: paceOf(track, nowMs), lasts }
}

export function paceOf({ firstAt, first, last, movedAt }: Track, nowMs: number): Pace {
  if (nowMs - movedAt >= stillAfterMs) return { type: 'still', sinceMs: movedAt }
  const seconds = (movedAt - firstAt) / 1_000
  const [from, to] = [shareOf(first), shareOf(last)]
  if (nowMs - firstAt < sayAfterMs || seconds <= 0 || to <= from) return { type: 'unknown' }
  return {
    type: 'moving',
    rowsPerSecond: twoFigures((last.rowsDone - first.rowsDone) / seconds),
    secondsLeft: rounded(((1 - to) * seconds) / (to - from)),
  }
}

/** "183,274 rows/s" would be another number at each look and none of them true for long. */
function twoFigures(rate: number): number {
  const step = 10 ** Math.max(Math.floor(Math.log10(Math.max(rate, 1))) - 1, 0)
  return Math.round(rate / step) * step
}

/** A time left that jumps by a second at a time reads as if it were exact; it is not. */
function rounded(seconds: number): number {
  const step = seconds < 10 ? 1 : seconds < 60 ? 5 : 60
  return Math.max(step, Math.ceil(seconds / step) * step)
}
