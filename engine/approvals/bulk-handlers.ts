/** Several proposals of one kind: each is decided on as if it were the only one, with its own record and its own refusal. */

import { notFound } from '../contract/fault.ts'
import type { DecidedProposals } from '../contract/proposals-bulk.ts'
import { initiatorOf } from '../operations/asked-by.ts'
import type { Initiator } from '../operations/initiator.ts'
import { api, sessionOf } from '../router/api.ts'
import type { GuardedContext } from '../router/call-context.ts'
import { fault } from '../router/faults.ts'
import { followUp } from './follow-up.ts'

export const proposalsBulkHandlers = {
  review: api.proposals.bulk.review.handler(async ({ input, context }) => {
    const ids = [...new Set(input.ids)]
    const kind = await oneKind(context, ids)
    const decider = await initiatorOf(context, { name: 'proposals.bulk.review' })
    const { store } = await context.engine.opened()
    const reviewed = await store.write('proposals.review', { ids, decider }, sessionOf(context).user.name)
    return { kind, ...reviewed }
  }),

  approve: api.proposals.bulk.approve.handler(async ({ input: { proposals, reason }, context }) => {
    const seen = new Map(proposals.map(({ id, effectHash }) => [id, effectHash]))
    const kind = await oneKind(context, [...seen.keys()])
    const { store } = await context.engine.opened()
    const decided = await eachOf(context, seen.keys(), 'approve', (id, decider) =>
      store.write('proposals.approve', { id, effectHash: seen.get(id), reason, decider }, decider.name),
    )
    if (decided.items.some(({ refused }) => refused === null)) await followUp(context, kind)
    return decided
  }),

  decline: api.proposals.bulk.decline.handler(async ({ input: { ids, reason }, context }) => {
    await oneKind(context, ids)
    const { store } = await context.engine.opened()
    return eachOf(context, new Set(ids), 'decline', (id, decider) =>
      store.write('proposals.decline', { id, reason, decider }, decider.name),
    )
  }),
}

type Decide = (id: number, decider: Initiator) => Promise<Readonly<{ status: string }>>

/** In the order that was asked for, which is the one they were looked at in. */
async function eachOf(
  context: GuardedContext,
  ids: Iterable<number>,
  verb: 'approve' | 'decline',
  decide: Decide,
): Promise<DecidedProposals> {
  const decider = await initiatorOf(context, { name: `proposals.${verb}` })
  const items: DecidedProposals['items'] = []
  for (const id of ids) {
    const { status: code, ...facts } = await decide(id, decider)
    items.push({ id, refused: code === 'done' ? null : { code, facts } })
  }
  return { items }
}

async function oneKind({ engine }: GuardedContext, ids: readonly number[]): Promise<string> {
  const { store } = await engine.opened()
  const found = await store.read('proposals.kinds', { ids })
  const missing = found.find(({ kind }) => kind === null)
  if (missing !== undefined) throw fault('not_found', notFound.status, { noun: 'proposal', id: String(missing.id) })
  const kinds = [...new Set(found.flatMap(({ kind }) => kind ?? []))]
  const [kind, ...others] = kinds
  if (kind === undefined || others.length > 0) throw fault('kinds_differ', 409, { kinds })
  return kind
}
