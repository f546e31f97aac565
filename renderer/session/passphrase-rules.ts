import { NewPassphrase } from '../../engine/contract/session.ts'
import type { MessageId } from '../messages/messages.ts'

/** Why a new passphrase can't be taken yet; the rule itself is the contract's. */
export function newPassphraseProblem(next: string, repeated: string): MessageId | null {
  if (!NewPassphrase.safeParse(next).success) return 'passphrase.too_short'
  return next === repeated ? null : 'passphrase.not_equal'
}
