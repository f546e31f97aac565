import { searchGroupNames, searchGroups } from '../contract/search.ts'
import { api, sessionOf } from '../router/api.ts'

export const searchHandlers = {
  find: api.search.find.handler(async ({ input: { q }, context }) => {
    const { permissions } = sessionOf(context)
    const { store } = await context.engine.opened()
    return store.read('search.find', {
      q,
      groups: searchGroupNames.filter((name) => permissions.has(searchGroups[name])),
      seesContacts: permissions.has('contact.read'),
    })
  }),
}
