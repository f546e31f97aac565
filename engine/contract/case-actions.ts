/** What people do about an exception: each action with what it needs to know, and what bars it. */
import { z } from 'zod'

export const caseActions = [
  'assign',
  'snooze',
  'note',
  'post',
  'correct',
  'write_off',
  'reverse',
  'reject',
  'merge',
  'dismiss',
  'ask_client',
  'ask_producer',
  'suspend_producer',
  'release_batch',
  'reject_batch',
  'reopen',
] as const
export const CaseAction = z.enum(caseActions)
export type CaseAction = z.infer<typeof CaseAction>

/** Why an action can't be done, as what the case is or how it stands. */
export const caseBars = [
  'not_permitted',
  'resolved',
  'not_resolved',
  'awaits_approval',
  /** It stands for no rows that could be posted or refused. */
  'no_rows',
  'nothing_left',
  /** The rows can't be read as they are: they have to be corrected. */
  'unreadable',
  /** Their TxIds are taken: each needs another one. */
  'identity_taken',
  'not_a_repeat',
  /** Rows of a batch are decided on once the batch is. */
  'batch_not_posted',
  'batch_not_held',
  'batch_partly_posted',
  'batch_undecided',
  'producer_suspended',
  'no_producer',
  'no_client',
  'no_batch',
  'no_transaction',
  'rows_are_held',
  /** Only payments leave something to be written off. */
  'nothing_to_write_off',
  /** What is posted stays: it can be reversed. */
  'posted_stays',
] as const
export const CaseBar = z.enum(caseBars)
export type CaseBar = z.infer<typeof CaseBar>

export const ActionStanding = z.object({
  action: CaseAction,
  /** Null when it can be done. */
  bar: CaseBar.nullable(),
  /** Whether a second person has to agree. */
  needsApproval: z.boolean(),
})
export type ActionStanding = z.infer<typeof ActionStanding>
