import type { ReceiptVerdict } from '../../engine/contract/receipts.ts'
import { assertNever } from '../assert-never.ts'
import type { Tone } from '../notice/Mark.tsx'

/** A genuine receipt of what was undone since is nothing to pay out on. */
export function toneOfVerdict(verdict: ReceiptVerdict): Tone {
  switch (verdict.verdict) {
    case 'genuine':
      return verdict.now.standing === 'stands' ? 'ok' : 'medium'
    case 'changed':
      return 'critical'
    case 'not_ours':
      return 'high'
    default:
      return assertNever(verdict)
  }
}
