import type { ReconciliationMatch } from '../contract/reconciliation.ts'
import { matchFaults } from '../contract/reconciliation.ts'
import type { EngineStore } from '../engine-store.ts'
import { assertNever, invariant } from '../invariant.ts'
import { api, sessionOf } from '../router/api.ts'
import { cursorKeys, numberCursor } from '../router/cursor-input.ts'
import { fault } from '../router/faults.ts'
import { cursorOf } from '../views/cursor.ts'
import type { HandRefusal } from './matches/by-hand.ts'

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
        throw refused(outcome)
      default:
        return assertNever(outcome)
    }
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

const refused = ({ status, ...facts }: HandRefusal): Error => fault(status, matchFaults[status].status, facts)
