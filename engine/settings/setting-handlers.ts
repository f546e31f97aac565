import { api } from '../router/api.ts'

export const settingHandlers = {
  list: api.settings.list.handler(async ({ context }) => {
    const { store } = await context.engine.opened()
    return { items: await store.read('settings.list', null), next: null }
  }),

  history: api.settings.history.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    return { items: await store.read('settings.history', input), next: null }
  }),

  currencies: api.settings.currencies.handler(async ({ context }) => {
    const { store } = await context.engine.opened()
    return { items: await store.read('settings.currencies', null), next: null }
  }),

  locations: api.settings.locations.handler(async ({ context }) => {
    const { store } = await context.engine.opened()
    return { items: await store.read('settings.locations', null), next: null }
  }),
}
