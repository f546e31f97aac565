import type { Batch, BatchState } from '../../engine/contract/batches.ts'
import type { Tone } from '../notice/Mark.tsx'
import type { Live } from './live.ts'

export const toneOfState: Readonly<Record<BatchState, Tone>> = {
  received: 'medium',
  checking: 'progress',
  held: 'high',
  rejected: 'critical',
  posting: 'progress',
  posted: 'ok',
  reconciled: 'reconciled',
  reversed: 'low',
}

export const isRunning = (state: BatchState): boolean =>
  state === 'received' || state === 'checking' || state === 'posting'

/** A small file is through before its first step is written down: what runs says better what it is at. */
export const shownState = (batch: Pick<Batch, 'state'>, live: Live | null): BatchState =>
  live !== null && isRunning(batch.state) ? live.step : batch.state
