/** Why the desktop shell would not do what was asked, in words. */
import type { ShellOutcome } from '../../engine/contract/shell.ts'
import { isMessageId } from '../messages/messages.ts'
import type { Text } from '../messages/use-text.ts'

export function shellSentence(outcome: Extract<ShellOutcome, { ok: false }>, text: Text): string {
  const id = `desktop.refused.${outcome.code}`
  return isMessageId(id)
    ? text(id, { detail: outcome.detail })
    : text('desktop.refused.other', { code: outcome.code, detail: outcome.detail })
}
