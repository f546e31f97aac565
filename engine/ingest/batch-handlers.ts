import { isoOf, now } from '../calendar/instant.ts'
import { api } from '../router/api.ts'
import { numberCursor } from '../router/cursor-input.ts'
import { cursorOf } from '../views/cursor.ts'
import { viewRowsMax } from '../views/views.ts'

export const batchHandlers = {
  list: api.batches.list.handler(async ({ input: { cursor, limit, ...filter }, context }) => {
    const { store } = await context.engine.opened()
    const before = cursor === undefined ? null : numberCursor(cursor)
    const { items, more } = await store.read('batches.list', { filter, before, limit })
    const last = items.at(-1)
    return { items, next: more && last !== undefined ? cursorOf(last.id) : null }
  }),

  get: api.batches.get.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const [batch] = await store.read('batches.byIds', { ids: [input.id] })
    if (batch === undefined) throw errors.not_found({ data: { noun: 'batch', id: String(input.id) } })
    return batch
  }),

  rows: api.batches.rows.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const [batch] = await store.read('batches.byIds', { ids: [input.id] })
    if (batch === undefined) throw errors.not_found({ data: { noun: 'batch', id: String(input.id) } })
    const after = input.cursor === undefined ? 0 : numberCursor(input.cursor)
    const { items, more } = await store.read('batches.rows', { batch: input.id, after, limit: input.limit })
    const last = items.at(-1)
    return { items, next: more && last !== undefined ? cursorOf(last.line) : null }
  }),

  line: api.batches.line.handler(async ({ input: { id, line }, context, errors }) => {
    const { store, intake } = await context.engine.opened()
    const archive = await store.read('batches.archive', { batch: id })
    if (archive === null) throw errors.not_found({ data: { noun: 'batch', id: String(id) } })
    const raw = await intake.line(archive, line)
    if (raw === null) throw errors.not_found({ data: { noun: 'line', id: `${id}:${line}` } })
    return { batch: id, line, raw }
  }),

  openView: api.batches.openView.handler(async ({ input, context }) => {
    const { engine } = context
    const { store } = await engine.opened()
    const at = now()
    const { ids, complete, money, currency } = await store.read('batches.viewIds', { ...input, max: viewRowsMax })
    const view = engine.views.open(context.token ?? '', 'batches', ids, at)
    return { view, total: ids.length, complete, money, currency, asOf: isoOf(at) }
  }),

  viewRows: api.batches.viewRows.handler(async ({ input, context, errors }) => {
    const { engine } = context
    const { store } = await engine.opened()
    const view = { id: input.view, owner: context.token ?? '', noun: 'batches' }
    // However much is asked for, one answer stays small enough not to hold up the next.
    const to = Math.min(input.to, input.from + 1_000)
    const ids = engine.views.slice(view, { from: input.from, to }, now())
    if (ids === undefined) throw errors.view_expired({ data: { view: input.view } })
    return { items: [...(await store.read('batches.byIds', { ids }))] }
  }),
}

export const ingestHandlers = {
  status: api.ingest.status.handler(async ({ context }) => (await context.engine.opened()).intake.status()),

  scan: api.ingest.scan.handler(async ({ context }) => {
    const { intake } = await context.engine.opened()
    return { found: await intake.drain({ settled: false }) }
  }),
}
