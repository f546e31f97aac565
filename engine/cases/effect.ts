/** What a deed would do, tried out on the books in force and taken back: rows, money, and how the case would stand. */
import type { Database } from 'better-sqlite3'
import { carryOutWithEffect } from '../approvals/effect.ts'
import { nextProposal } from '../approvals/propose.ts'
import type { CaseDeed, CaseEffect } from '../contract/cases.ts'
import { permissionsOf } from '../contract/permission.ts'
import { isRowsKind, leftOf, resolutionOf } from '../exceptions/proposed.ts'
import { invariant } from '../invariant.ts'
import type { Refusal } from '../operations/refusal.ts'
import { type CommandContext, command } from '../store/command.ts'
import { withoutTrace } from '../store/savepoint.ts'
import { type Acting, actNow } from './act.ts'
import { barred, type CaseRefusal, isDid } from './deeds/deed.ts'
import { changeOf, type ProposingDeed } from './deeds/proposing.ts'
import { endInPieces } from './deeds/refusing.ts'
import { type CaseFacts, factsOf } from './facts.ts'
import { barTo, lackedFor, needsApproval } from './may.ts'

type Asking = Omit<Acting, 'key' | 'version'>
type Context = Pick<CommandContext, 'raw' | 'at'>
export type Tried = Readonly<{ status: 'tried'; effect: CaseEffect }> | Refusal | CaseRefusal

export const tryDeed = command({
  topics: [],
  // Nothing stays of it: it is a look, though only the writer can take it.
  record: null,
  run: (context, asking: Asking): Tried =>
    withoutTrace(
      context.raw,
      () => tried(context, asking),
      () => true,
    ),
})

function tried(context: Context, asking: Asking): Tried {
  const { id, deed, initiator } = asking
  const lacked = lackedFor(deed.action, permissionsOf(initiator.roles))
  if (lacked !== null) return { status: 'not_permitted', permission: lacked }
  const before = factsOf(context.raw, id)
  if (before === null) return { status: 'not_found', noun: 'exception', id: String(id) }
  const bar = barTo(deed.action, before)
  if (bar !== null) return barred(deed.action, bar)
  return isProposing(deed) ? proposing(context, asking, deed, before) : doing(context, asking, before)
}

const isProposing = (deed: CaseDeed): deed is ProposingDeed => needsApproval(deed.action)

/** As it would be once somebody has agreed. */
function proposing(
  context: Context,
  { initiator, asTheyStand }: Asking,
  deed: ProposingDeed,
  before: CaseFacts,
): Tried {
  const { raw } = context
  const change = changeOf(before, deed, asTheyStand)
  const approval = { proposal: nextProposal(raw), initiator, reason: deed.reason }
  const outcome = carryOutWithEffect(context, change, approval)
  if (outcome.status !== 'done') return outcome
  const isRows = isRowsKind(change.kind)
  const left = isRows ? leftOf(raw, before.id) : 0
  const after = still(raw, before.id)
  const settled = after.status !== 'resolved' && (isRows ? left === 0 : change.kind === 'reversal')
  return {
    status: 'tried',
    effect: {
      needsApproval: true,
      rows: before.left - left,
      left,
      status: settled ? 'resolved' : after.status,
      resolution: settled ? resolutionOf(change) : after.resolution,
      effect: outcome.effect,
    },
  }
}

function doing(context: Context, asking: Asking, before: CaseFacts): Tried {
  const { raw } = context
  const { deed, initiator } = asking
  const outcome = actNow(context, { ...asking, version: null })
  if (!isDid(outcome)) return outcome
  if (outcome.more) {
    invariant(deed.action === 'reject', 'a deed in pieces of which nobody knows the end', { action: deed.action })
    endInPieces({ ...context, facts: before, initiator }, deed)
  }
  const after = still(raw, before.id)
  const subject = `exception:${before.id}`
  return {
    status: 'tried',
    effect: {
      needsApproval: false,
      rows: before.left - after.left,
      left: after.left,
      status: after.status,
      resolution: after.resolution,
      effect: { postings: [], balances: [], sets: [{ subject, before: shownOf(before), after: shownOf(after) }] },
    },
  }
}

const shownOf = ({ status, resolution, left, ownerName, snoozedUntil }: CaseFacts) => ({
  status,
  resolution,
  left,
  owner: ownerName,
  snoozedUntil,
})

function still(raw: Database, id: number): CaseFacts {
  const facts = factsOf(raw, id)
  invariant(facts !== null, 'a case is gone', { id })
  return facts
}
