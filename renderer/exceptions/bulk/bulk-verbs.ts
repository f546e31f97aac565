/** What can be done about many cases at once: which of it stands in the bar and which behind "More". Pure. */
import type { BulkDeed } from '../../../engine/contract/bulk.ts'
import { actionOf, commandOf, isDangerous, type Verb, verbLabel } from '../../case/actions.ts'
import type { CommandId } from '../../keys/commands.ts'
import type { MessageId } from '../../messages/messages.ts'

export type BulkVerb = Verb | 'note'
export type BulkAction = BulkDeed['action']

/** In the order of the pane, so that the hand finds them. */
export const verbsInBar = [
  'post',
  'reject',
  'dismiss',
  'assign_me',
  'assign',
  'snooze',
  'ask_client',
] as const satisfies readonly BulkVerb[]

export const verbsInMenu = [
  'correct',
  'write_off',
  'merge',
  'ask_producer',
  'suspend_producer',
  'release_batch',
  'reject_batch',
  'reverse',
  'reopen',
  'note',
] as const satisfies readonly BulkVerb[]

export const bulkActionOf = (verb: BulkVerb): BulkAction => (verb === 'note' ? 'note' : actionOf(verb))

export const bulkCommandOf = (verb: BulkVerb): CommandId | null => (verb === 'note' ? null : commandOf[verb])

export const bulkVerbLabel = (verb: BulkVerb): MessageId => (verb === 'note' ? 'bulk.verb.note' : verbLabel(verb))

export const isDangerousInBulk = (verb: BulkVerb): boolean => verb !== 'note' && isDangerous(verb)
