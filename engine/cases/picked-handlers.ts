import { isoOf, now } from '../calendar/instant.ts'
import { pickedRowsMax } from '../contract/case-picks.ts'
import { api } from '../router/api.ts'
import { casesOf } from './bulk/bulk-handlers.ts'

export const pickedHandlers = {
  stake: api.exceptions.stake.handler(async ({ input: { of }, context }) => {
    const { store } = await context.engine.opened()
    const { ids } = casesOf(context, of)
    return { ...(await store.read('exceptions.pickedStake', { ids })), asOf: isoOf(now()) }
  }),

  picked: api.exceptions.picked.handler(async ({ input: { of, sort, from, to }, context }) => {
    const { store } = await context.engine.opened()
    const { ids } = casesOf(context, of)
    const ordered = 'ids' in of ? await store.read('exceptions.pickedInOrder', { ids, sort }) : ids
    const wanted = ordered.slice(from, Math.min(to, from + pickedRowsMax))
    return { items: [...(await store.read('exceptions.byIds', { ids: wanted }))], total: ordered.length }
  }),
}
