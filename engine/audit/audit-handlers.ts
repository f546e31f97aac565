import { now } from '../calendar/instant.ts'
import { api, sessionOf } from '../router/api.ts'
import { numberCursor } from '../router/cursor-input.ts'
import { cursorOf } from '../views/cursor.ts'
import { signAnchor } from './anchor.ts'

export const auditHandlers = {
  list: api.audit.list.handler(async ({ input, context }) => {
    const { cursor, limit, actor, action, subject } = input
    const before = cursor === undefined ? null : numberCursor(cursor)
    const { store } = await context.engine.opened()
    const { items, more } = await store.read('audit.list', { before, limit, actor, action, subject })
    const last = items.at(-1)
    return { items, next: more && last !== undefined ? cursorOf(last.seq) : null }
  }),

  actions: api.audit.actions.handler(async ({ context }) => {
    const { store } = await context.engine.opened()
    return store.read('audit.facets', null)
  }),

  verify: api.audit.verify.handler(async ({ input, context }) => {
    const { store, ring } = await context.engine.opened()
    const verdict = await store.readLong('audit.verify', {
      chainKey: ring.keys.chain,
      anchor: input.anchor ?? null,
      workspace: ring.workspace,
    })
    const detail = { records: verdict.records, brokenAt: verdict.brokenAt, anchor: input.anchor?.seq ?? null }
    const outcome = verdict.problem ?? 'intact'
    const note = { action: 'audit.verify', subject: 'audit', outcome, detail }
    await store.write('audit.note', note, sessionOf(context).user.name)
    return verdict
  }),

  anchor: api.audit.anchor.handler(async ({ context }) => {
    const { store, ring } = await context.engine.opened()
    const note = { action: 'audit.anchor', subject: 'audit', outcome: 'done' }
    await store.write('audit.note', note, sessionOf(context).user.name)
    const head = await store.read('audit.head', null)
    return signAnchor(ring.keys.signing, head, { workspace: ring.workspace, at: now() })
  }),
}
