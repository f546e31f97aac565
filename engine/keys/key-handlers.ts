import { randomBytes } from 'node:crypto'
import { isoOf, now } from '../calendar/instant.ts'
import { api, sessionOf } from '../router/api.ts'
import { recoveryHolder, unattendedHolder } from './key-ring.ts'
import { makeRecoveryKey } from './recovery-key.ts'

export const keyHandlers = {
  list: api.keys.list.handler(async ({ context: { engine } }) => {
    const { ring, store } = await engine.opened()
    const users = await store.read('users.list', null)
    const names = new Map(users.map((user) => [ring.holderOf(user.name), user.name]))
    const items = ring.slots.map(({ kind, holder, createdAt }) => ({
      kind,
      user: kind === 'user' ? (names.get(holder) ?? null) : null,
      createdAt: isoOf(createdAt),
    }))
    return { items, generation: ring.generation, unattended: await engine.keeper.available() }
  }),

  rotate: api.keys.rotate.handler(async ({ context }) => {
    const workspace = await context.engine.rotate('by hand', sessionOf(context).user.name)
    return { generation: workspace.ring.generation }
  }),

  renewRecovery: api.keys.renewRecovery.handler(async ({ context }) => {
    const { ring, store } = await context.engine.opened()
    const { printed, secret } = makeRecoveryKey()
    await ring.putSlot(recoveryHolder, { kind: 'recovery', secret }, now())
    const note = { action: 'keys.renew_recovery', subject: 'slot:recovery', outcome: 'done' }
    await store.write('audit.note', note, sessionOf(context).user.name)
    return { recoveryKey: printed }
  }),

  enableUnattended: api.keys.enableUnattended.handler(async ({ context, errors }) => {
    const { engine } = context
    const reason = await engine.keeper.available()
    if (reason !== 'keychain' && reason !== 'key_file') throw errors.keeper_unavailable({ data: { reason } })
    const { ring, store } = await engine.opened()
    const secret = randomBytes(32)
    await ring.putSlot(unattendedHolder, { kind: 'unattended', secret }, now())
    await engine.keeper.keep(secret)
    const note = { action: 'keys.enable_unattended', subject: 'slot:unattended', outcome: 'done', detail: { reason } }
    await store.write('audit.note', note, sessionOf(context).user.name)
    return { unattended: reason }
  }),

  disableUnattended: api.keys.disableUnattended.handler(async ({ context }) => {
    const { engine } = context
    const { ring, store } = await engine.opened()
    ring.dropSlot('unattended', unattendedHolder)
    await engine.keeper.forget()
    const note = { action: 'keys.disable_unattended', subject: 'slot:unattended', outcome: 'done' }
    await store.write('audit.note', note, sessionOf(context).user.name)
    return { unattended: await engine.keeper.available() }
  }),
}
