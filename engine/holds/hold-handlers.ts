import { initiatorOf, refused } from '../operations/asked-by.ts'
import { api } from '../router/api.ts'
import type { HoldOutcome } from './record.ts'

export const holdHandlers = {
  list: api.holds.list.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    return { items: await store.read('holds.list', input), next: null }
  }),

  place: api.holds.place.handler(async ({ input, context }) => {
    const { key, initiatedBy, expectedVersion, reason, ...content } = input
    const initiator = await initiatorOf(context, { name: 'holds.place', initiatedBy })
    const { store } = await context.engine.opened()
    const asking = { key, content, initiator, expectedVersion, reason }
    return answerOf(await store.write('holds.place', asking, initiator.name))
  }),

  capture: api.holds.capture.handler(async ({ input, context }) => {
    const { initiatedBy, ...asked } = input
    const initiator = await initiatorOf(context, { name: 'holds.capture', initiatedBy })
    const { store } = await context.engine.opened()
    return answerOf(await store.write('holds.capture', { ...asked, initiator }, initiator.name))
  }),

  release: api.holds.release.handler(async ({ input, context }) => {
    const { initiatedBy, ...asked } = input
    const initiator = await initiatorOf(context, { name: 'holds.release', initiatedBy })
    const { store } = await context.engine.opened()
    return answerOf(await store.write('holds.release', { ...asked, initiator }, initiator.name))
  }),
}

function answerOf(outcome: HoldOutcome) {
  if ('answer' in outcome) return outcome.answer
  throw refused(outcome)
}
