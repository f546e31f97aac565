import { api } from '../router/api.ts'

export const peopleHandlers = {
  people: api.exceptions.people.handler(async ({ context }) => {
    const { store } = await context.engine.opened()
    return { items: [...(await store.read('cases.people', null))], next: null }
  }),
}
