import { now } from '../calendar/instant.ts'
import { decisionFaults, type Proposal, type ProposedChange } from '../contract/proposals.ts'
import { assertNever, invariant } from '../invariant.ts'
import { initiatorOf, refused } from '../operations/asked-by.ts'
import type { Initiator } from '../operations/initiator.ts'
import type { Refusal } from '../operations/refusal.ts'
import { api, notPermitted, sessionOf } from '../router/api.ts'
import type { GuardedContext } from '../router/call-context.ts'
import { numberCursor } from '../router/cursor-input.ts'
import { fault } from '../router/faults.ts'
import { cursorOf } from '../views/cursor.ts'
import type { Bars } from './decide.ts'
import { followUp } from './follow-up.ts'
import { kinds } from './kinds.ts'
import type { ProposalView } from './list.ts'

export const proposalHandlers = {
  list: api.proposals.list.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const { cursor, ...filter } = input
    const before = cursor === undefined ? null : numberCursor(cursor)
    const { items, next } = await store.read('proposals.list', { ...filter, before, at: now() })
    return { items, next: next === null ? null : cursorOf(next) }
  }),

  get: api.proposals.get.handler(async ({ input, context, errors }) => {
    const view = await viewOf(context, input.id)
    if (view === null) throw errors.not_found({ data: { noun: 'proposal', id: String(input.id) } })
    const { proposal, thread, bar, proposer } = view
    if (proposal.state !== 'open') return { ...proposal, thread, bar, now: null }
    const { change, reason } = proposal
    const { store } = await context.engine.opened()
    const asked = { change, reason, initiator: proposer }
    const outcome = await store.write('proposals.simulate', asked, sessionOf(context).user.name)
    if (outcome.status !== 'done') {
      const { status: code, ...facts } = outcome
      return { ...proposal, thread, bar, now: { possible: false, code, facts } }
    }
    const same = Buffer.from(outcome.effectHash).toString('hex') === proposal.effectHash
    return { ...proposal, thread, bar, now: { possible: true, effect: outcome.effect, same } }
  }),

  simulate: api.proposals.simulate.handler(async ({ input, context }) => {
    const change = asSaid(input.change)
    const initiator = await proposerOf(context, change, 'proposals.simulate')
    const { store } = await context.engine.opened()
    const asked = { change, reason: 'simulated', initiator }
    const outcome = await store.write('proposals.simulate', asked, initiator.name)
    if (outcome.status !== 'done') throw refused(outcome)
    return { effect: outcome.effect, effectHash: Buffer.from(outcome.effectHash).toString('hex') }
  }),

  propose: api.proposals.propose.handler(async ({ input, context }) => {
    const { reason, key, initiatedBy } = input
    const change = asSaid(input.change)
    const initiator = await proposerOf(context, change, 'proposals.propose', initiatedBy)
    const { store } = await context.engine.opened()
    const outcome = await store.write('proposals.propose', { change, reason, key, initiator }, initiator.name)
    if ('answer' in outcome) return getProposal(context, outcome.answer.proposal)
    throw refused(outcome)
  }),

  approve: api.proposals.approve.handler(async ({ input, context }) => {
    const decider = await initiatorOf(context, { name: 'proposals.approve' })
    const { store } = await context.engine.opened()
    const outcome = await store.write('proposals.approve', { ...input, decider }, decider.name)
    if (outcome.status !== 'done') throw isBar(outcome) ? barred(outcome) : refused(outcome)
    await followUp(context, outcome.kind)
    return getProposal(context, input.id)
  }),

  decline: api.proposals.decline.handler(async ({ input, context }) => {
    const decider = await initiatorOf(context, { name: 'proposals.decline' })
    const { store } = await context.engine.opened()
    const outcome = await store.write('proposals.decline', { ...input, decider }, decider.name)
    if (outcome.status !== 'done') throw barred(outcome)
    return getProposal(context, input.id)
  }),

  withdraw: api.proposals.withdraw.handler(async ({ input, context }) => {
    const decider = await initiatorOf(context, { name: 'proposals.withdraw' })
    const { store } = await context.engine.opened()
    const outcome = await store.write('proposals.withdraw', { ...input, decider }, decider.name)
    if (outcome.status !== 'done') throw barred(outcome)
    return getProposal(context, input.id)
  }),

  comment: api.proposals.comment.handler(async ({ input, context, errors }) => {
    const { user } = sessionOf(context)
    const { store } = await context.engine.opened()
    const outcome = await store.write('proposals.comment', { ...input, user: user.id }, user.name)
    switch (outcome.status) {
      case 'done':
        return outcome.comment
      case 'not_found':
        throw errors.not_found({ data: { noun: 'proposal', id: String(input.id) } })
      default:
        return assertNever(outcome)
    }
  }),
}

/** Only who reads the file again can say that rows are posted as they stand there; said by anybody else it is a correction. */
function asSaid(change: ProposedChange): ProposedChange {
  if (change.kind !== 'rows_correct') return change
  const { asTheyStand: _, ...said } = change
  return said
}

const isBar = (outcome: Bars | Refusal): outcome is Bars => Object.hasOwn(decisionFaults, outcome.status)

const barred = ({ status, ...facts }: Bars): Error => fault(status, decisionFaults[status].status, facts)

/** Who proposes: somebody who might have done it at once, or at least asked for it, by the permission of its kind. */
async function proposerOf(
  context: GuardedContext,
  change: ProposedChange,
  name: string,
  initiatedBy?: string,
): Promise<Initiator> {
  const { permission } = kinds[change.kind]
  const session = sessionOf(context)
  if (!session.permissions.has(permission)) throw await notPermitted(context.engine, session, { name, permission })
  return initiatorOf(context, { name, initiatedBy })
}

async function viewOf(context: GuardedContext, id: number): Promise<ProposalView | null> {
  const reader = await initiatorOf(context, { name: 'proposals.get' })
  const mayDecide = sessionOf(context).permissions.has('proposals.decide')
  const { store } = await context.engine.opened()
  return store.read('proposals.find', { id, reader: { ...reader, mayDecide }, at: now() })
}

async function getProposal(context: GuardedContext, id: number): Promise<Proposal> {
  const view = await viewOf(context, id)
  invariant(view !== null, 'a proposal is gone', { id })
  return view.proposal
}
