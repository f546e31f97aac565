/** What can be done about a case: in which order the buttons stand, which key each has, and what goes with it. Pure. */
import type { ActionStanding, CaseAction } from '../../engine/contract/case-actions.ts'
import type { CommandId } from '../keys/commands.ts'
import type { MessageId } from '../messages/messages.ts'
import type { Text } from '../messages/use-text.ts'

/** A button: an action of the engine, or one of its two ways to be given. */
export type Verb = Exclude<CaseAction, 'note'> | 'assign_me'

/** The same place for each, whatever the case: the hand knows it. First what decides about money, then the rest. */
export const verbs = [
  'post',
  'correct',
  'write_off',
  'reject',
  'merge',
  'dismiss',
  'assign_me',
  'assign',
  'snooze',
  'ask_client',
  'ask_producer',
  'suspend_producer',
  'release_batch',
  'reject_batch',
  'reverse',
  'reopen',
] as const satisfies readonly Verb[]

export const commandOf: Readonly<Record<Verb, CommandId | null>> = {
  post: 'case.post',
  correct: 'case.correct',
  write_off: 'case.write_off',
  reject: 'case.reject',
  merge: 'case.merge',
  dismiss: 'case.dismiss',
  assign_me: 'case.assign_me',
  assign: 'case.assign',
  snooze: 'case.snooze',
  ask_client: 'case.ask_client',
  ask_producer: 'case.ask_producer',
  suspend_producer: 'producer.suspend',
  release_batch: 'batch.release',
  reject_batch: 'batch.reject',
  reverse: null,
  reopen: null,
}

export const actionOf = (verb: Verb): CaseAction => (verb === 'assign_me' ? 'assign' : verb)

export type VerbStanding = Readonly<{ verb: Verb; reason: string | null; needsApproval: boolean }>

/** Why not, in words; null when it can be done. What the engine does not speak of can't be done here. */
export function standingOf(verb: Verb, actions: readonly ActionStanding[], text: Text): VerbStanding {
  const found = actions.find(({ action }) => action === actionOf(verb))
  const bar = found === undefined ? 'not_permitted' : found.bar
  return {
    verb,
    reason: bar === null ? null : text(`case.bar.${bar}`),
    needsApproval: found?.needsApproval ?? false,
  }
}

/** Those that take back, refuse or stop something. */
const dangerous: ReadonlySet<Verb> = new Set(['reject', 'reject_batch', 'suspend_producer', 'reverse', 'write_off'])

export const isDangerous = (verb: Verb): boolean => dangerous.has(verb)

/** Those that can be done about some of the rows only. */
const ofRows: ReadonlySet<CaseAction> = new Set(['post', 'correct', 'write_off', 'reject', 'merge'])

export const isOfRows = (action: CaseAction): boolean => ofRows.has(action)

export const verbLabel = (verb: Verb): MessageId => `case.verb.${verb}`
