import { now } from '../../calendar/instant.ts'
import { linkBarOf } from '../../contact/answer-link.ts'
import type { Bulk, BulkOf } from '../../contract/bulk.ts'
import { notFound } from '../../contract/fault.ts'
import { viewExpired } from '../../contract/page.ts'
import { initiatorOf, refused } from '../../operations/asked-by.ts'
import { api, notPermitted, sessionOf } from '../../router/api.ts'
import type { GuardedContext } from '../../router/call-context.ts'
import { numberCursor } from '../../router/cursor-input.ts'
import { fault } from '../../router/faults.ts'
import { cursorOf } from '../../views/cursor.ts'
import { lackedFor } from '../may.ts'
import { bulkFile } from './bulk-file.ts'

export const bulkHandlers = {
  review: api.exceptions.bulk.review.handler(async ({ input: { of, deed }, context }) => {
    const { store } = await context.engine.opened()
    const { ids, asOf } = casesOf(context, of)
    const { user, roles } = sessionOf(context)
    const { publicAddress } = await store.read('contact.status', null)
    const linkBar = linkBarOf(publicAddress, context.engine.served)
    return store.read('bulk.review', { ids, deed, user: user.name, roles: [...roles], asOf, linkBar })
  }),

  start: api.exceptions.bulk.start.handler(async ({ input: { of, deed, count, asOf, key }, context, errors }) => {
    const session = sessionOf(context)
    const name = `exceptions.bulk.${deed.action}`
    const permission = lackedFor(deed.action, session.permissions)
    if (permission !== null) throw await notPermitted(context.engine, session, { name, permission })
    const initiator = await initiatorOf(context, { name })
    const { ids } = casesOf(context, of)
    if (ids.length !== count || count === 0) throw errors.count_differs({ data: { cases: ids.length } })
    const { store, bulk } = await context.engine.opened()
    const starting = { ids, deed, asOf: Date.parse(asOf), key, initiator }
    const outcome = await store.write('bulk.start', starting, initiator.name)
    if (!('answer' in outcome)) throw refused(outcome)
    bulk.nudge(outcome.answer.bulk)
    return getBulk(context, outcome.answer.bulk)
  }),

  list: api.exceptions.bulk.list.handler(async ({ input: { cursor, limit, state }, context }) => {
    const { store } = await context.engine.opened()
    const before = cursor === undefined ? null : numberCursor(cursor)
    const { items, more } = await store.read('bulk.list', { before, limit, state })
    const last = items.at(-1)
    return { items, next: more && last !== undefined ? cursorOf(last.id) : null }
  }),

  get: api.exceptions.bulk.get.handler(async ({ input: { id }, context }) => {
    const found = await getBulk(context, id)
    const { store } = await context.engine.opened()
    // Without a refusal there is no reason to look for.
    return { ...found, reasons: found.refused === 0 ? [] : await store.read('bulk.reasons', { id }) }
  }),

  items: api.exceptions.bulk.items.handler(async ({ input: { cursor, ...page }, context }) => {
    const { store } = await context.engine.opened()
    await getBulk(context, page.id)
    const after = cursor === undefined ? 0 : numberCursor(cursor)
    const { items, last, more } = await store.read('bulk.items', { ...page, after })
    return { items, next: more ? cursorOf(last) : null }
  }),

  file: api.exceptions.bulk.file.handler(async ({ input: { id }, context }) => {
    const { store } = await context.engine.opened()
    await getBulk(context, id)
    const record = { action: 'exceptions.bulk_export', subject: `bulk:${id}`, outcome: 'done' }
    await store.write('audit.note', record, sessionOf(context).user.name)
    return bulkFile(store, id)
  }),

  stop: api.exceptions.bulk.stop.handler(async ({ input: { id }, context }) => {
    const { store } = await context.engine.opened()
    await getBulk(context, id)
    await store.write('bulk.stop', { id }, sessionOf(context).user.name)
    return getBulk(context, id)
  }),

  resume: api.exceptions.bulk.resume.handler(async ({ input: { id }, context }) => {
    const { store, bulk } = await context.engine.opened()
    const { state } = await getBulk(context, id)
    const record = { action: 'exceptions.bulk_resume', subject: `bulk:${id}`, outcome: state }
    await store.write('audit.note', record, sessionOf(context).user.name)
    if (state === 'running') bulk.nudge()
    return getBulk(context, id)
  }),
}

export type Cases = Readonly<{ ids: readonly number[]; asOf: number }>

/** Those that are meant, and when they were looked at: a view's are as of when it was opened. */
export function casesOf({ engine, token }: GuardedContext, of: BulkOf): Cases {
  const at = now()
  if ('ids' in of) return { ids: [...new Set(of.ids)], asOf: at }
  const found = engine.views.find({ id: of.view, owner: token ?? '', noun: 'exceptions' }, at)
  if (found === undefined) throw fault('view_expired', viewExpired.status, { view: of.view })
  const except = new Set(of.except)
  return { ids: Array.from(found.ids).filter((id) => !except.has(id)), asOf: found.origin.at }
}

async function getBulk({ engine }: GuardedContext, id: number): Promise<Bulk> {
  const { store } = await engine.opened()
  const found = await store.read('bulk.find', { id })
  if (found === null) throw fault('not_found', notFound.status, { noun: 'bulk', id: String(id) })
  return found
}
