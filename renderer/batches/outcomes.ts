import type { BatchRow } from '../../engine/contract/batches.ts'
import type { Tone } from '../notice/Mark.tsx'

export const toneOfOutcome: Readonly<Record<BatchRow['outcome'], Tone>> = {
  fault: 'critical',
  conflict: 'high',
  held: 'medium',
  repeat: 'low',
}
