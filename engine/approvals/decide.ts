/**
 * Deciding on a proposal. Nobody decides on their own, through whatever door they come: it is the user that counts, not
 * the session. What is carried out is what was proposed; where the world moved so that it would do something else, nothing
 * is done.
 */
import type { Database } from 'better-sqlite3'
import { sameName } from '../access/users.ts'
import { isoOf } from '../calendar/instant.ts'
import { knowsKeyOf } from '../callers/key-commands.ts'
import { permissionsOf, type Role } from '../contract/permission.ts'
import type { Bar, Effect, ProposalState, ProposedChange } from '../contract/proposals.ts'
import { itself } from '../exceptions/case.ts'
import { noteProposalEnded, type ProposalEnd } from '../exceptions/proposed.ts'
import { invariant } from '../invariant.ts'
import { tellOfDecision } from '../notifications/of-decisions.ts'
import type { Initiator } from '../operations/initiator.ts'
import { approveUpTo } from '../operations/limits.ts'
import type { Refusal } from '../operations/refusal.ts'
import { command, type Json } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { withoutTrace } from '../store/savepoint.ts'
import { carryOutWithEffect } from './effect.ts'
import { approverCount, findRecord, type ProposalRecord } from './proposal.ts'

type Undecidable =
  | Readonly<{ status: 'not_found'; noun: 'proposal'; id: string }>
  | Readonly<{ status: 'proposal_decided'; state: ProposalState }>
  | Readonly<{ status: 'proposal_expired'; expiredAt: string }>
type NotPermitted = Readonly<{ status: 'not_permitted'; permission: string }>
type OwnProposal = Readonly<{ status: 'own_proposal'; proposedBy: string }>
type AboveOwnBound = Readonly<{ status: 'above_own_bound'; upTo: number }>
type EffectMoved = Readonly<{ status: 'effect_moved'; effect: Effect; effectHash: string }>
type Done = Readonly<{ status: 'done'; kind: string; result: Json; inSetUp: boolean }>

export type Approving = Readonly<{
  id: number
  decider: Initiator
  reason?: string | undefined
  /** The effect that the approver saw. */
  effectHash?: string | undefined
}>
export type Approved = Done | NotPermitted | Undecidable | OwnProposal | AboveOwnBound | EffectMoved | Refusal

export const approveProposal = command({
  topics: [
    'proposals',
    'clients',
    'ledger',
    'settings',
    'producers',
    'batches',
    'exceptions',
    'reconciliation',
    'callers',
  ],
  record: ({ id, reason }: Approving, outcome: Approved) => ({
    action: 'proposals.approve',
    subject: `proposal:${id}`,
    outcome: outcome.status === 'done' && outcome.inSetUp ? 'done_in_set_up' : outcome.status,
    detail: {
      ...(reason === undefined ? {} : { reason }),
      ...(outcome.status === 'done' ? { kind: outcome.kind, result: outcome.result } : {}),
    },
  }),
  run: (context, approving): Approved => {
    const outcome = approveNow(context, approving)
    if (outcome.status !== 'done') return outcome
    const { effect: _, effectHash: __, ...done } = outcome
    return done
  },
})

export type DoneNow = Done & Readonly<{ effect: Effect; effectHash: string }>

/** In the transaction of whoever asks; what it refuses leaves nothing behind. */
export function approveNow(
  context: Readonly<{ raw: Database; at: number }>,
  { id, decider: asked, reason, effectHash: seen }: Approving,
): DoneNow | Exclude<Approved, Done> {
  const { raw, at } = context
  const decider = asOfNow(raw, asked)
  if (decider === null) return notPermitted
  const proposal = openProposal(raw, id, at)
  if ('status' in proposal) return proposal
  const own = isOwn(raw, proposal, decider)
  const inSetUp = own && mayDecideAlone(raw, proposal)
  if (own && !inSetUp) return { status: 'own_proposal', proposedBy: proposal.proposedBy }
  const upTo = boundOf(raw, proposal, decider)
  if (upTo !== null) return { status: 'above_own_bound', upTo }
  return withoutTrace(
    raw,
    () => carryOutApproved(context, { proposal, decider, reason, seen, inSetUp }),
    (outcome) => outcome.status !== 'done',
  )
}

function carryOutApproved(
  context: Readonly<{ raw: Database; at: number }>,
  decision: Readonly<{
    proposal: ProposalRecord
    decider: Initiator
    reason: string | undefined
    seen: string | undefined
    inSetUp: boolean
  }>,
): DoneNow | Exclude<Approved, Done> {
  const { proposal, decider, reason, seen, inSetUp } = decision
  const initiator = proposerOf(proposal)
  const change = JSON.parse(proposal.change) as ProposedChange
  const outcome = carryOutWithEffect(context, change, { proposal: proposal.id, initiator, reason: proposal.reason })
  if (outcome.status !== 'done') return outcome
  const { effect, carried } = outcome
  const found = Buffer.from(outcome.effectHash).toString('hex')
  const proposed = proposal.effectHash.toString('hex')
  if (found !== proposed || (seen !== undefined && seen !== found))
    return { status: 'effect_moved', effect, effectHash: found }
  statementsOf(context.raw).decide.run({
    id: proposal.id,
    state: 'approved',
    by: decider.user,
    at: context.at,
    decision: reason ?? null,
    inSetUp: inSetUp ? 1 : 0,
    result: JSON.stringify(carried.result),
  })
  ended(context, proposal, { end: 'approved', by: decider.name, reason: reason ?? null })
  return { status: 'done', kind: proposal.kind, result: carried.result, inSetUp, effect, effectHash: found }
}

/** What it was about goes on. */
const ended = (
  { raw, at }: Readonly<{ raw: Database; at: number }>,
  proposal: ProposalRecord,
  how: Pick<ProposalEnd, 'end' | 'by' | 'reason'>,
): void => {
  const { id, change, proposedBy } = proposal
  noteProposalEnded(raw, at, { proposal: id, change: JSON.parse(change) as ProposedChange, proposedBy, ...how })
  tellOfDecision(raw, at, proposal, how)
}

type Declining = Readonly<{ id: number; decider: Initiator; reason: string }>
type Declined = Readonly<{ status: 'done' }> | NotPermitted | Undecidable | OwnProposal

export const declineProposal = command({
  topics: ['proposals', 'exceptions'],
  record: ({ id, reason }: Declining, { status }: Declined) => ({
    action: 'proposals.decline',
    subject: `proposal:${id}`,
    outcome: status,
    detail: { reason },
  }),
  run: ({ raw, at }, { id, decider, reason }): Declined => {
    if (asOfNow(raw, decider) === null) return notPermitted
    const proposal = openProposal(raw, id, at)
    if ('status' in proposal) return proposal
    if (isOwn(raw, proposal, decider)) return { status: 'own_proposal', proposedBy: proposal.proposedBy }
    const decision = { id, state: 'declined', by: decider.user, at, decision: reason, inSetUp: 0, result: null }
    statementsOf(raw).decide.run(decision)
    ended({ raw, at }, proposal, { end: 'declined', by: decider.name, reason })
    return { status: 'done' }
  },
})

type Withdrawing = Readonly<{ id: number; decider: Initiator; reason?: string | undefined }>
type NotOwnProposal = Readonly<{ status: 'not_own_proposal'; proposedBy: string }>
type Withdrawn = Readonly<{ status: 'done' }> | Undecidable | NotOwnProposal

/** Everything that can stand in the way of a decision, beside the change itself. */
export type Bars = NotPermitted | Undecidable | OwnProposal | NotOwnProposal | AboveOwnBound | EffectMoved

export const withdrawProposal = command({
  topics: ['proposals', 'exceptions'],
  record: ({ id, reason }: Withdrawing, { status }: Withdrawn) => ({
    action: 'proposals.withdraw',
    subject: `proposal:${id}`,
    outcome: status,
    detail: reason === undefined ? {} : { reason },
  }),
  run: ({ raw, at }, { id, decider, reason }): Withdrawn => {
    const proposal = openProposal(raw, id, at)
    if ('status' in proposal) return proposal
    if (proposal.proposer !== decider.user) return { status: 'not_own_proposal', proposedBy: proposal.proposedBy }
    const by = decider.user
    const decision = { id, state: 'withdrawn', by, at, decision: reason ?? null, inSetUp: 0, result: null }
    statementsOf(raw).decide.run(decision)
    ended({ raw, at }, proposal, { end: 'withdrawn', by: decider.name, reason: reason ?? null })
    return { status: 'done' }
  },
})

/** Proposals that nobody decided on in time. */
export const expireProposals = command({
  topics: ['proposals', 'exceptions'],
  record: (_: null, { expired }: Readonly<{ expired: readonly number[] }>) => ({
    action: 'proposals.expire',
    subject: 'proposals',
    outcome: 'done',
    detail: { expired },
  }),
  run: ({ raw, at }) => {
    const expired = statementsOf(raw).expire.all(at, at) as number[]
    for (const id of expired) {
      const proposal = findRecord(raw, id)
      invariant(proposal !== null, 'a proposal is gone', { id })
      ended({ raw, at }, proposal, { end: 'expired', by: itself, reason: null })
    }
    return { expired }
  },
})

/** Why this person may not decide on it; null when they may. The same questions, in the same order, as approving asks. */
export function barTo(
  raw: Database,
  proposal: ProposalRecord,
  decider: Initiator & Readonly<{ mayDecide: boolean }>,
  at: number,
): Bar | null {
  if (proposal.state !== 'open' || proposal.expiresAt <= at) return 'not_open'
  if (!decider.mayDecide) return 'not_permitted'
  if (isOwn(raw, proposal, decider) && !mayDecideAlone(raw, proposal))
    return proposal.proposer === decider.user ? 'own_proposal' : 'on_own_behalf'
  return boundOf(raw, proposal, decider) === null ? null : 'above_own_bound'
}

const decides = 'proposals.decide'
const notPermitted: NotPermitted = { status: 'not_permitted', permission: decides }

/** The decider as the store knows them now: a call may have waited while somebody took their role or their account. */
function asOfNow(raw: Database, decider: Initiator): Initiator | null {
  const roles = statementsOf(raw).rolesNow.all(decider.user) as Role[]
  return permissionsOf(roles).has(decides) ? { ...decider, roles } : null
}

function openProposal(raw: Database, id: number, at: number): ProposalRecord | Undecidable {
  const proposal = findRecord(raw, id)
  if (proposal === null) return { status: 'not_found', noun: 'proposal', id: String(id) }
  if (proposal.state !== 'open') return { status: 'proposal_decided', state: proposal.state }
  if (proposal.expiresAt <= at) return { status: 'proposal_expired', expiredAt: isoOf(proposal.expiresAt) }
  return proposal
}

/** What somebody proposed, what was proposed on their behalf, and what a program proposed of which they know a key. */
const isOwn = (raw: Database, { proposer, onBehalfOf }: ProposalRecord, { user, name }: Initiator): boolean =>
  proposer === user || (onBehalfOf !== null && sameName(onBehalfOf, name)) || knowsKeyOf(raw, proposer, name)

/** Until a second approver exists nobody else could decide; where money moves, it waits until there is one. */
const mayDecideAlone = (raw: Database, { movesMoney }: ProposalRecord): boolean =>
  movesMoney === 0 && approverCount(raw) < 2

function boundOf(raw: Database, { amount, currency }: ProposalRecord, decider: Initiator): number | null {
  if (amount === null || currency === null) return null
  const upTo = approveUpTo(raw, decider, currency)
  return amount > upTo ? upTo : null
}

export const proposerOf = ({ proposer, proposedBy, onBehalfOf }: ProposalRecord): Initiator => ({
  caller: `user:${proposer}`,
  user: proposer,
  name: proposedBy,
  roles: [],
  onBehalfOf,
})

const statementsOf = perConnection((raw) => ({
  rolesNow: raw
    .prepare(`
      SELECT role FROM user_role JOIN user ON user.id = user_role.user_id AND user.state = 'active' WHERE user.id = ?`)
    .pluck(),
  decide: raw.prepare(`
    UPDATE proposal SET state = @state, decided_by = @by, decided_at = @at, decision = @decision, in_set_up = @inSetUp,
      result = @result
    WHERE id = @id`),
  expire: raw
    .prepare(
      `UPDATE proposal SET state = 'expired', decided_at = ? WHERE state = 'open' AND expires_at <= ? RETURNING id`,
    )
    .pluck(),
}))
