import type { BatchState } from '../../engine/contract/batches.ts'
import type { Tone } from '../notice/Mark.tsx'

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
