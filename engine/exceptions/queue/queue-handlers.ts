/** The queue as people work through it. */
import { isoOf, now } from '../../calendar/instant.ts'
import { api, sessionOf } from '../../router/api.ts'
import type { GuardedContext } from '../../router/call-context.ts'
import { type ViewName, viewRowsMax } from '../../views/views.ts'
import type { Asker } from './filter.ts'
import { asNumber } from './money-at-stake.ts'

export const queueHandlers = {
  openView: api.exceptions.openView.handler(async ({ input, context }) => {
    const { engine } = context
    const { store } = await engine.opened()
    const asker = askerOf(context)
    const { at, user } = asker
    const found = await store.read('exceptions.viewIds', { ...input, asker, max: viewRowsMax })
    const { ids, complete, sum, unknown, currency, event } = found
    const origin = { filter: input.filter, user, event, at }
    const view = engine.views.open(context.token ?? '', 'exceptions', { ids, origin }, at)
    const money = { money: asNumber(sum), sum: String(sum), unknown, currency }
    return { view, total: ids.length, complete, ...money, asOf: isoOf(at) }
  }),

  viewRows: api.exceptions.viewRows.handler(async ({ input: { view, from, to }, context, errors }) => {
    const { engine } = context
    const { store } = await engine.opened()
    // However much is asked for, one answer stays small enough not to hold up the next.
    const upTo = Math.min(to, from + rowsMax)
    const ids = engine.views.slice(nameOf(view, context), { from, to: upTo }, now())
    if (ids === undefined) throw errors.view_expired({ data: { view } })
    return { items: [...(await store.read('exceptions.byIds', { ids }))] }
  }),

  viewIds: api.exceptions.viewIds.handler(({ input: { view, from, to }, context, errors }) => {
    const ids = context.engine.views.slice(nameOf(view, context), { from, to }, now())
    if (ids === undefined) throw errors.view_expired({ data: { view } })
    return { ids }
  }),

  newer: api.exceptions.newer.handler(async ({ input: { view }, context, errors }) => {
    const { engine } = context
    const { store } = await engine.opened()
    const at = now()
    const opened = engine.views.find(nameOf(view, context), at)
    if (opened === undefined) throw errors.view_expired({ data: { view } })
    const matching = await store.read('exceptions.matchingSince', { origin: opened.origin, at, max: viewRowsMax })
    return { newer: withoutThose(matching, opened.ids) }
  }),

  counts: api.exceptions.counts.handler(async ({ input: { filters }, context }) => {
    const { store } = await context.engine.opened()
    return { counts: [...(await store.read('exceptions.counts', { filters, asker: askerOf(context) }))] }
  }),

  facets: api.exceptions.facets.handler(async ({ input: { filter }, context }) => {
    const { store } = await context.engine.opened()
    return store.read('exceptions.facets', { filter, asker: askerOf(context) })
  }),

  groups: api.exceptions.groups.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const { items, complete } = await store.read('exceptions.groups', { ...input, asker: askerOf(context) })
    return { items: [...items], next: null, complete }
  }),

  measures: api.exceptions.measures.handler(async ({ input: { from, to, by }, context }) => {
    const { store } = await context.engine.opened()
    const { items, ...days } = await store.read('exceptions.measures', {
      from: from ?? null,
      to: to ?? null,
      by,
      at: now(),
    })
    return { ...days, items: [...items], next: null }
  }),
}

const rowsMax = 1_000

const askerOf = (context: GuardedContext): Asker => ({ user: sessionOf(context).user.id, at: now() })

const nameOf = (id: string, { token }: GuardedContext): ViewName<'exceptions'> => ({
  id,
  owner: token ?? '',
  noun: 'exceptions',
})

/** How many of a few numbers are not among very many. */
function withoutThose(few: readonly number[], many: Float64Array): number {
  const left = new Set(few)
  if (left.size > 0) for (const id of many) left.delete(id)
  return left.size
}
