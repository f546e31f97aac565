import { now } from '../calendar/instant.ts'
import { assertNever } from '../invariant.ts'
import { defaultCost } from '../keys/passphrase.ts'
import { api, sessionOf } from '../router/api.ts'
import { isPerson, sameName, type UserRecord } from './users.ts'

export const userHandlers = {
  list: api.users.list.handler(async ({ context }) => {
    const { store } = await context.engine.opened()
    return { items: (await store.read('users.list', null)).map(userOf), next: null }
  }),

  add: api.users.add.handler(async ({ input, context, errors }) => {
    const { store, ring } = await context.engine.opened()
    const { name, displayName, roles, passphrase } = input
    const known = await store.read('users.find', { name })
    // Asked before the slot is made, or an attempt to add a name again would give its owner another passphrase.
    if (known !== null) throw errors.user_exists({ data: { user: known.name } })
    // The slot first: a crash in between leaves a key that no user has, not a user who can't sign in.
    await ring.putSlot(ring.holderOf(name), { kind: 'user', passphrase, cost: defaultCost }, now())
    const draft = { name, displayName, roles, mustChangePassphrase: true }
    const outcome = await store.write('users.add', draft, sessionOf(context).user.name)
    switch (outcome.status) {
      case 'done':
        return userOf(outcome.user)
      case 'user_exists':
        throw errors.user_exists({ data: { user: name } })
      default:
        return assertNever(outcome)
    }
  }),

  setRoles: api.users.setRoles.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const outcome = await store.write('users.setRoles', input, sessionOf(context).user.name)
    switch (outcome.status) {
      case 'done':
        context.engine.sessions.setRoles(outcome.user.id, outcome.user.roles)
        return userOf(outcome.user)
      case 'not_found':
        throw errors.not_found({ data: { noun: 'user', id: input.name } })
      case 'last_admin':
        throw errors.last_admin({ data: { user: input.name } })
      default:
        return assertNever(outcome)
    }
  }),

  setPassphrase: api.users.setPassphrase.handler(async ({ input, context, errors }) => {
    const { store, ring } = await context.engine.opened()
    const known = await store.read('users.find', { name: input.name })
    if (!isPerson(known)) throw errors.not_found({ data: { noun: 'user', id: input.name } })
    const secret = { kind: 'user', passphrase: input.passphrase, cost: defaultCost } as const
    await ring.putSlot(ring.holderOf(known.name), secret, now())
    const change = { name: known.name, by: 'admin', mustChange: true } as const
    const outcome = await store.write('users.notePassphrase', change, sessionOf(context).user.name)
    switch (outcome.status) {
      case 'done':
        // Whoever used the old passphrase signs in again with the new one.
        context.engine.sessions.endAllOf(outcome.user.id)
        return userOf(outcome.user)
      case 'not_found':
        throw errors.not_found({ data: { noun: 'user', id: input.name } })
      default:
        return assertNever(outcome)
    }
  }),

  remove: api.users.remove.handler(async ({ input, context, errors }) => {
    const { engine } = context
    const { store } = await engine.opened()
    const actor = sessionOf(context).user.name
    if (sameName(input.name, actor)) throw errors.own_account({ data: { user: actor } })
    const outcome = await store.write('users.remove', { name: input.name }, actor)
    switch (outcome.status) {
      case 'done': {
        const { user } = outcome
        engine.sessions.endAllOf(user.id)
        const { ring } = await engine.opened()
        ring.dropSlot('user', ring.holderOf(user.name))
        // They knew a passphrase that opened the master: from here on there is another.
        await engine.rotate(`user removed: ${user.name}`, actor)
        return userOf(user)
      }
      case 'not_found':
        throw errors.not_found({ data: { noun: 'user', id: input.name } })
      case 'last_admin':
        throw errors.last_admin({ data: { user: input.name } })
      default:
        return assertNever(outcome)
    }
  }),
}

const userOf = ({ mustChangePassphrase: _, isProgram: __, ...user }: UserRecord) => user
