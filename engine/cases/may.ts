/**
 * What may be done about a case, by whom and when: the one place that says so. It is asked before each action is offered,
 * before it is tried out, and again in the transaction that does it.
 */
import { type ActionStanding, type CaseAction, type CaseBar, caseActions } from '../contract/case-actions.ts'
import type { ExceptionCode } from '../contract/exceptions.ts'
import type { Permission } from '../contract/permission.ts'
import { assertNever } from '../invariant.ts'
import type { CaseFacts } from './facts.ts'

/** What each action takes, all of them. */
export const permissionsFor: Readonly<Record<CaseAction, readonly Permission[]>> = {
  assign: ['exceptions.work'],
  snooze: ['exceptions.work'],
  note: ['exceptions.work'],
  post: ['ledger.correct', 'proposals.propose'],
  correct: ['ledger.correct', 'proposals.propose'],
  write_off: ['ledger.correct', 'proposals.propose'],
  reverse: ['ledger.correct', 'proposals.propose'],
  reject: ['exceptions.work'],
  merge: ['exceptions.work'],
  dismiss: ['exceptions.work'],
  ask_client: ['exceptions.work', 'contact.send'],
  ask_producer: ['exceptions.work', 'contact.send'],
  suspend_producer: ['producers.suspend'],
  release_batch: ['batches.decide', 'proposals.propose'],
  reject_batch: ['batches.decide'],
  reopen: ['exceptions.work'],
}

const proposed: ReadonlySet<CaseAction> = new Set(['post', 'correct', 'write_off', 'reverse', 'release_batch'])

/** Four eyes. */
export const needsApproval = (action: CaseAction): boolean => proposed.has(action)

/** The permission that somebody lacks for it; null when they have all. */
export const lackedFor = (action: CaseAction, held: ReadonlySet<Permission>): Permission | null =>
  permissionsFor[action].find((permission) => !held.has(permission)) ?? null

export const standingsOf = (facts: CaseFacts, held: ReadonlySet<Permission>): ActionStanding[] =>
  caseActions.map((action) => ({
    action,
    bar: lackedFor(action, held) === null ? barTo(action, facts) : 'not_permitted',
    needsApproval: needsApproval(action),
  }))

/** Why it can't be done, whoever asks; null when it can. */
export function barTo(action: CaseAction, facts: CaseFacts): CaseBar | null {
  if (action === 'note') return null
  if (action === 'reopen') return barToReopening(facts)
  if (facts.status === 'resolved') return 'resolved'
  switch (action) {
    case 'assign':
    case 'snooze':
      return null
    case 'post':
      return barToPosting(facts)
    case 'correct':
      return barToRows(facts)
    case 'write_off':
      return barToRows(facts) ?? (facts.hasHeldPayment ? null : 'nothing_to_write_off')
    case 'reject':
      return barToRefusing(facts)
    case 'merge':
      return barToRefusing(facts) ?? (facts.scope === 'conflict' ? null : 'not_a_repeat')
    case 'dismiss':
      return barToDismissing(facts)
    case 'reverse':
      return facts.posting === null ? 'no_transaction' : awaiting(facts)
    case 'ask_client':
      return hasClient(facts) ? awaiting(facts) : 'no_client'
    case 'ask_producer':
      return facts.producer === null ? 'no_producer' : awaiting(facts)
    case 'suspend_producer':
      if (facts.producer === null) return 'no_producer'
      return facts.isSuspended ? 'producer_suspended' : null
    case 'release_batch':
      return barToBatch(facts) ?? (facts.isSuspended ? 'producer_suspended' : awaiting(facts))
    case 'reject_batch':
      return barToBatch(facts) ?? (facts.isBegun ? 'batch_partly_posted' : awaiting(facts))
    default:
      return assertNever(action)
  }
}

/** Rows that can be read and whose identity nobody has: a rule spoke about what they say, and can be overruled. */
const readable: ReadonlySet<ExceptionCode> = new Set([
  'AMOUNT_OVER_LIMIT',
  'PRODUCER_MISMATCH',
  'DATE_IN_FUTURE',
  'DATE_TOO_OLD',
  'LOCATION_UNKNOWN',
  'CLIENT_UNKNOWN',
])

/** Of several rows each has one of its own: which is asked is said with the line. */
const hasClient = ({ client, left }: CaseFacts): boolean => client !== null || left > 0

const awaiting = ({ awaitsApproval }: CaseFacts): CaseBar | null => (awaitsApproval ? 'awaits_approval' : null)

/** Posting and correcting take a batch that nobody has to decide on itself. */
function barToRows(facts: CaseFacts): CaseBar | null {
  const bar = barToRefusing(facts)
  if (bar !== null) return bar
  return facts.isSuspended ? 'producer_suspended' : null
}

function barToPosting(facts: CaseFacts): CaseBar | null {
  const bar = barToRows(facts)
  if (bar !== null) return bar
  if (facts.scope === 'conflict') return 'identity_taken'
  return facts.scope === 'hold' || readable.has(facts.code) ? null : 'unreadable'
}

function barToRefusing(facts: CaseFacts): CaseBar | null {
  const { scope, batchState, left } = facts
  if (scope !== 'fault' && scope !== 'conflict' && scope !== 'hold') return 'no_rows'
  if (batchState !== 'posted' && batchState !== 'reconciled') return 'batch_undecided'
  if (left === 0) return 'nothing_left'
  return awaiting(facts)
}

/** Nothing stays undone by it: what is held waits for somebody, and so does a held batch. */
function barToDismissing(facts: CaseFacts): CaseBar | null {
  const { scope, batchState } = facts
  if (scope === 'hold') return 'rows_are_held'
  if (scope === 'batch' && batchState === 'held') return 'batch_undecided'
  return awaiting(facts)
}

function barToBatch({ batch, batchState }: CaseFacts): CaseBar | null {
  if (batch === null) return 'no_batch'
  return batchState === 'held' ? null : 'batch_not_held'
}

/** What moved money is undone by moving it back, and what was decided about a whole batch by deciding about the batch. */
function barToReopening({ status, resolution, scope, batchState }: CaseFacts): CaseBar | null {
  if (status !== 'resolved') return 'not_resolved'
  if (resolution === 'posted' || resolution === 'corrected' || resolution === 'written_off') return 'posted_stays'
  if (batchState === 'reversed') return 'posted_stays'
  if (scope === 'batch' && batchState !== 'held') return resolution === 'not_a_problem' ? null : 'batch_not_held'
  const isRows = scope === 'fault' || scope === 'conflict' || scope === 'hold'
  return isRows && batchState !== 'posted' && batchState !== 'reconciled' ? 'batch_not_posted' : null
}
