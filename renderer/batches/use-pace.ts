import { useCallback, useRef } from 'react'
import type { Batch } from '../../engine/contract/batches.ts'
import { follow, type Pace, paceOf, type Track } from './pace.ts'
import { isRunning } from './states.ts'

/** Remembers how running batches have moved since they were first seen here. */
export function usePace(): (batch: Batch) => Pace {
  const tracks = useRef(new Map<number, Track>())
  return useCallback((batch) => {
    if (!isRunning(batch.state)) {
      tracks.current.delete(batch.id)
      return { type: 'unknown' }
    }
    const now = Date.now()
    const track = follow(tracks.current.get(batch.id), batch, now)
    tracks.current.set(batch.id, track)
    return paceOf(track, now)
  }, [])
}
