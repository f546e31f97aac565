/**
 * What a screen reader hears of running batches: that one begins, each quarter of a step, and its end. Batches that are
 * through within seconds are not spoken of: a thousand small files would never stop talking.
 */
import type { Text } from '../messages/use-text.ts'
import { liveOf, type Running, sayAfterMs, type Track } from './live.ts'

/** By batch, what was last said of it. */
export type Said = ReadonlyMap<number, Readonly<{ file: string; milestone: string }>>

const quarters = 4

export function nextSaid(said: Said, tracks: ReadonlyMap<number, Track>, nowMs: number): Said {
  const next = new Map<number, Readonly<{ file: string; milestone: string }>>()
  for (const [batch, track] of tracks) {
    const spokenOf = said.has(batch)
    if (!spokenOf && nowMs - track.firstAt < sayAfterMs) continue
    next.set(batch, { file: track.last.file, milestone: milestoneOf(track, nowMs) })
  }
  return next
}

const milestoneOf = (track: Track, nowMs: number): string => {
  const { step, share } = liveOf(track, nowMs)
  return `${step} ${Math.floor(share * quarters)}`
}

/** One sentence for what changed between two looks; empty when nothing did. */
export function sentenceOf(before: Said, after: Said, running: readonly Running[], text: Text): string {
  const ended = [...before]
    .filter(([batch]) => !after.has(batch))
    .map(([, { file }]) => text('batch.heard.end', { file }))
  const going = [...after].filter(([batch, { milestone }]) => before.get(batch)?.milestone !== milestone)
  const moved = going.flatMap(([batch, { file, milestone }]) => {
    const step = running.find((each) => each.batch === batch)?.step
    const quarter = Number(milestone.split(' ')[1])
    if (step === undefined) return []
    return quarter === 0
      ? [text('batch.heard.start', { file, step: text(`batch.state.${step}`) })]
      : [text('batch.heard.quarter', { file, step: text(`batch.state.${step}`), percent: (quarter * 100) / quarters })]
  })
  return [...ended, ...moved].join(' ')
}
