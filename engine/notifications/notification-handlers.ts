import { api, sessionOf } from '../router/api.ts'
import type { GuardedContext } from '../router/call-context.ts'
import { cursorKeys } from '../router/cursor-input.ts'
import { cursorOf } from '../views/cursor.ts'

export const notificationHandlers = {
  list: api.notifications.list.handler(async ({ input: { channel, cursor, limit }, context }) => {
    const { store } = await context.engine.opened()
    const [at = 0, id = 0] = cursor === undefined ? [] : cursorKeys(cursor, [2])
    const before = cursor === undefined ? null : { at, id }
    const { items, next } = await store.read('notifications.list', { ...ownOf(context), channel, before, limit })
    return { items, next: next === null ? null : cursorOf(next.at, next.id) }
  }),

  unread: api.notifications.unread.handler(async ({ context }) => {
    const { store } = await context.engine.opened()
    return { unread: await store.read('notifications.unread', ownOf(context)) }
  }),

  markRead: api.notifications.markRead.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const { name } = sessionOf(context).user
    return { unread: await store.write('notifications.markRead', { ...ownOf(context), ...input }, name) }
  }),

  preferences: api.notifications.preferences.handler(async ({ context }) => {
    const { store } = await context.engine.opened()
    return store.read('notifications.preferences', { user: sessionOf(context).user.id })
  }),

  setPreferences: api.notifications.setPreferences.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const { user } = sessionOf(context)
    return store.write('notifications.setPreferences', { ...input, user: user.id }, user.name)
  }),
}

function ownOf(context: GuardedContext) {
  const { user, permissions } = sessionOf(context)
  return { user: user.id, held: [...permissions] }
}
