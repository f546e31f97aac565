import { now } from '../calendar/instant.ts'
import type { Exception, ExceptionOrder } from '../contract/exceptions.ts'
import { api, sessionOf } from '../router/api.ts'
import { cursorKeys, numberCursor } from '../router/cursor-input.ts'
import { cursorOf } from '../views/cursor.ts'

export const exceptionHandlers = {
  list: api.exceptions.list.handler(async ({ input: { cursor, limit, order, ...filter }, context }) => {
    const { store } = await context.engine.opened()
    const after = cursor === undefined ? null : afterOf(cursor, order)
    const { items, more } = await store.read('exceptions.list', { filter, order, after, limit })
    const last = items.at(-1)
    return { items, next: more && last !== undefined ? cursorBehind(last, order) : null }
  }),

  summary: api.exceptions.summary.handler(async ({ context }) => {
    const { store } = await context.engine.opened()
    return store.read('exceptions.summary', { at: now(), user: sessionOf(context).user.name })
  }),

  rows: api.exceptions.rows.handler(async ({ input: { id, cursor, limit }, context, errors }) => {
    const { store } = await context.engine.opened()
    const after = cursor === undefined ? 0 : numberCursor(cursor)
    const page = await store.read('exceptions.rows', { id, after, limit })
    if (page === null) throw errors.not_found({ data: { noun: 'exception', id: String(id) } })
    const last = page.items.at(-1)
    return { items: page.items, next: page.more && last !== undefined ? cursorOf(last.line) : null }
  }),
}

/** A cursor belongs to the order it was made in: by number alone, or by when it is due and then by number. */
function afterOf(cursor: string, order: ExceptionOrder): Readonly<{ id: number; dueAt: number }> {
  const keys = cursorKeys(cursor, [order === 'due' ? 2 : 1])
  return { id: keys.at(-1) ?? 0, dueAt: keys[0] ?? 0 }
}

const cursorBehind = ({ id, dueAt }: Exception, order: ExceptionOrder): string =>
  order === 'due' ? cursorOf(Date.parse(dueAt), id) : cursorOf(id)
