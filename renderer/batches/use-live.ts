import type { GridApi } from 'ag-grid-community'
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { Batch } from '../../engine/contract/batches.ts'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { IngestStatus } from '../../engine/contract/ingest.ts'
import { useRead } from '../engine/use-read.ts'
import { useText } from '../messages/use-text.ts'
import { follow, type Live, liveOf, type Track } from './live.ts'
import { nextSaid, type Said, sentenceOf } from './milestones.ts'

const topics: readonly Topic[] = ['ingest', 'batches']
const readStatus = (client: EngineClient) => client.ingest.status()
/** Nobody says that nothing happens, so while something runs it is looked at again. */
const lookAgainMs = 1_000

type Lives = ReadonlyMap<number, Live>
const none: Lives = new Map()

export type LiveBatches = Readonly<{
  status: IngestStatus | undefined
  lives: Lives
  /** Stays the same function, so that columns made with it do too. */
  liveOf: (batch: number) => Live | null
  /** What a screen reader is to hear now. */
  heard: string
}>

/** Follows what runs in the drop folders, and draws the cells of running batches anew as they move. */
export function useLive(grid: RefObject<GridApi<Batch> | null>): LiveBatches {
  const text = useText()
  const { data } = useRead(readStatus, topics)
  const tracks = useRef<ReadonlyMap<number, Track>>(new Map())
  const said = useRef<Said>(new Map())
  const latest = useRef<Lives>(none)
  const [lives, setLives] = useState<Lives>(none)
  const [heard, setHeard] = useState('')

  useEffect(() => {
    if (!data) return
    const look = (): void => {
      const now = Date.now()
      const before = latest.current
      tracks.current = new Map(
        data.running.map((running) => [running.batch, follow(tracks.current.get(running.batch), running, now)]),
      )
      latest.current = new Map([...tracks.current].map(([batch, track]) => [batch, liveOf(track, now)]))
      const saying = nextSaid(said.current, tracks.current, now)
      const sentence = sentenceOf(said.current, saying, data.running, text)
      said.current = saying
      if (sentence !== '') setHeard(sentence)
      setLives(latest.current)
      redraw(grid.current, [...before.keys(), ...latest.current.keys()])
    }
    look()
    if (data.running.length === 0) return
    const timer = setInterval(look, lookAgainMs)
    return () => clearInterval(timer)
  }, [data, text, grid])

  const known = useCallback((batch: number) => latest.current.get(batch) ?? null, [])
  return { status: data, lives, liveOf: known, heard }
}

function redraw(grid: GridApi<Batch> | null, batches: readonly number[]): void {
  if (grid === null || grid.isDestroyed()) return
  const rowNodes = [...new Set(batches)].flatMap((batch) => grid.getRowNode(String(batch)) ?? [])
  if (rowNodes.length > 0) grid.refreshCells({ rowNodes, force: true })
}
