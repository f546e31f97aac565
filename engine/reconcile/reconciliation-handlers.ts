/** Matching what banks, gateways and producers say with what was posted: what each procedure asks of the store, and why it is refused. */

import { matchFaults } from '../contract/match-faults.ts'
import type { ReconciliationMatch } from '../contract/reconciliation.ts'
import type { EngineStore } from '../engine-store.ts'
import { assertNever, invariant } from '../invariant.ts'
import { api, sessionOf } from '../router/api.ts'
import { cursorKeys, numberCursor } from '../router/cursor-input.ts'
import { fault } from '../router/faults.ts'
import { cursorOf } from '../views/cursor.ts'
import type { PostedBefore } from './booking/posted-before.ts'
import type { HandRefusal } from './matches/by-hand.ts'
import type { OpeningRefusal } from './opening/opening.ts'
import type { JoinRefusal, SplitRefusal } from './parts/split.ts'

export const reconciliationHandlers = {
  accounts: api.reconciliation.accounts.handler(async ({ context }) => {
    const { store } = await context.engine.opened()
    return { items: [...(await store.read('reconcile.listAccounts', null))], next: null }
  }),

  run: api.reconciliation.run.handler(async ({ input, context }) => {
    const { store, reconciler } = await context.engine.opened()
    const done = await reconciler.run(sessionOf(context).user.name, input.accounts)
    return { items: [...(await store.read('reconcile.runsByIds', { ids: done.map(({ run }) => run) }))], next: null }
  }),

  runs: api.reconciliation.runs.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const { cursor, limit, account } = input
    const before = cursor === undefined ? null : numberCursor(cursor)
    const { items, next } = await store.read('reconcile.runs', { before, limit, account })
    return { items: [...items], next: next === null ? null : cursorOf(next) }
  }),

  open: api.reconciliation.open.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const { cursor, ...asked } = input
    const [day, amount, item] = cursor === undefined ? [] : cursorKeys(cursor, [3])
    const after = day === undefined || amount === undefined || item === undefined ? null : { day, amount, item }
    const page = await store.read('reconcile.open', { ...asked, after })
    if (page.status !== 'found') throw errors.account_not_reconciled({ data: { account: page.account } })
    const { next } = page
    return { items: [...page.items], next: next === null ? null : cursorOf(next.day, next.amount, next.item) }
  }),

  suggestions: api.reconciliation.suggestions.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const { cursor, ...asked } = input
    const [line, score, id] = cursor === undefined ? [] : cursorKeys(cursor, [3])
    const after = line === undefined || score === undefined || id === undefined ? null : { line, score, id }
    const page = await store.read('reconcile.suggestions', { ...asked, after })
    if (page.status !== 'found') throw errors.account_not_reconciled({ data: { account: page.account } })
    const { next } = page
    return { items: [...page.items], next: next === null ? null : cursorOf(next.line, next.score, next.id) }
  }),

  sum: api.reconciliation.sum.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const summed = await store.read('reconcile.sum', input)
    if (summed.status !== 'summed') throw refused(summed)
    const { status: _, ...sum } = summed
    return sum
  }),

  match: api.reconciliation.match.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const by = sessionOf(context).user.name
    const outcome = await store.write('reconcile.match', { ...input, residueTo: null, by }, by)
    if (outcome.status !== 'done') throw refused(outcome)
    return matchInStore(store, outcome.match)
  }),

  bookUnknown: api.reconciliation.bookUnknown.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const by = sessionOf(context).user.name
    const outcome = await store.write('reconcile.bookUnknown', { ...input, by }, by)
    switch (outcome.status) {
      case 'done':
        return matchInStore(store, outcome.match)
      case 'line_not_of_a_payer':
        throw errors.line_not_of_a_payer({ data: { line: outcome.line } })
      case 'item_unknown':
      case 'item_matched':
      case 'item_split':
      case 'line_posted_before':
        throw refused(outcome)
      default:
        return assertNever(outcome)
    }
  }),

  split: api.reconciliation.split.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const by = sessionOf(context).user.name
    const outcome = await store.write('reconcile.split', { ...input, by }, by)
    if (outcome.status !== 'done') throw refused(outcome)
    const { account, items } = outcome
    return { items: [...(await store.read('reconcile.items', { account, side: input.side, items }))], next: null }
  }),

  reckonParts: api.reconciliation.reckonParts.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const reckoned = await store.read('reconcile.reckonParts', input)
    if (reckoned.status !== 'reckoned') throw refused(reckoned)
    const { status: _, ...left } = reckoned
    return left
  }),

  join: api.reconciliation.join.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const by = sessionOf(context).user.name
    const outcome = await store.write('reconcile.join', { ...input, by }, by)
    if (outcome.status !== 'done') throw refused(outcome)
    const { account, items } = outcome
    const [whole] = await store.read('reconcile.items', { account, side: input.side, items })
    invariant(whole !== undefined, 'an item that was just taken together is gone', { account })
    return whole
  }),

  opening: api.reconciliation.opening.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const { cursor, ...asked } = input
    const before = cursor === undefined ? null : numberCursor(cursor)
    const page = await store.read('reconcile.opening', { ...asked, before })
    if (page.status !== 'found') throw errors.account_not_reconciled({ data: { account: page.account } })
    return { items: [...page.items], next: page.next === null ? null : cursorOf(page.next) }
  }),

  setOpening: api.reconciliation.setOpening.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const by = sessionOf(context).user.name
    const outcome = await store.write('reconcile.setOpening', { ...input, by }, by)
    if (outcome.status !== 'done') throw refused(outcome)
    return { items: outcome.items }
  }),

  unsetOpening: api.reconciliation.unsetOpening.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const by = sessionOf(context).user.name
    const outcome = await store.write('reconcile.unsetOpening', { ...input, by }, by)
    if (outcome.status !== 'done') throw refused(outcome)
    return { items: outcome.items }
  }),

  unmatch: api.reconciliation.unmatch.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const by = sessionOf(context).user.name
    const outcome = await store.write('reconcile.unmatch', { match: input.id, reason: input.reason, by }, by)
    if (outcome.status !== 'done') throw refused(outcome)
    return matchInStore(store, outcome.match)
  }),

  matches: api.reconciliation.matches.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const { cursor, ...asked } = input
    const page = await store.read('reconcile.matches', {
      ...asked,
      before: cursor === undefined ? null : numberCursor(cursor),
    })
    if (page.status !== 'found') throw errors.account_not_reconciled({ data: { account: page.account } })
    return { items: [...page.items], next: page.next === null ? null : cursorOf(page.next) }
  }),

  get: api.reconciliation.get.handler(async ({ input: { id }, context, errors }) => {
    const { store } = await context.engine.opened()
    const match = await store.read('reconcile.matchInFull', { id })
    if (match === null) throw errors.not_found({ data: { noun: 'match', id: String(id) } })
    return match
  }),

  ofItem: api.reconciliation.ofItem.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    return { items: [...(await store.read('reconcile.matchesOfItem', input))], next: null }
  }),

  proof: api.reconciliation.proof.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const proof = await store.readLong('reconcile.proof', input)
    if (proof.status !== 'proven') throw errors.account_not_reconciled({ data: { account: proof.account } })
    return proof.proof
  }),

  backtest: api.reconciliation.backtest.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const outcome = await store.readLong('reconcile.backtest', input)
    if (outcome.status !== 'tested') throw errors.account_not_reconciled({ data: { account: outcome.account } })
    return outcome.backtest
  }),
}

async function matchInStore(store: EngineStore, id: number): Promise<ReconciliationMatch> {
  const match = await store.read('reconcile.match', { id })
  invariant(match !== null, 'a match that was just made is gone', { id })
  return match
}

type Refusal = HandRefusal | SplitRefusal | JoinRefusal | OpeningRefusal | PostedBefore

const refused = ({ status, ...facts }: Refusal): Error => fault(status, matchFaults[status].status, facts)
