import { isoOf, now } from '../calendar/instant.ts'
import { type Batch, batchFaults } from '../contract/batches.ts'
import { Failure } from '../failure.ts'
import { assertNever } from '../invariant.ts'
import { api, sessionOf } from '../router/api.ts'
import type { GuardedContext } from '../router/call-context.ts'
import { numberCursor } from '../router/cursor-input.ts'
import { fault } from '../router/faults.ts'
import { cursorOf } from '../views/cursor.ts'
import { viewRowsMax } from '../views/views.ts'
import type { Undecidable } from './decide/reject.ts'
import { downloadOf, getArchived, partOf, unknownBatch } from './download.ts'

export const batchHandlers = {
  list: api.batches.list.handler(async ({ input: { cursor, limit, ...filter }, context }) => {
    const { store } = await context.engine.opened()
    const before = cursor === undefined ? null : numberCursor(cursor)
    const { items, more } = await store.read('batches.list', { filter, before, limit })
    const last = items.at(-1)
    return { items, next: more && last !== undefined ? cursorOf(last.id) : null }
  }),

  get: api.batches.get.handler(({ input, context }) => getBatch(context, input.id)),

  rows: api.batches.rows.handler(async ({ input: { id, cursor, ...page }, context }) => {
    const { store } = await context.engine.opened()
    await getBatch(context, id)
    const after = cursor === undefined ? 0 : numberCursor(cursor)
    const { items, more } = await store.read('batches.rows', { ...page, batch: id, after })
    const last = items.at(-1)
    return { items, next: more && last !== undefined ? cursorOf(last.line) : null }
  }),

  counts: api.batches.counts.handler(async ({ input: { id }, context }) => {
    const { store } = await context.engine.opened()
    await getBatch(context, id)
    return { items: [...(await store.read('batches.counts', { batch: id }))] }
  }),

  line: api.batches.line.handler(async ({ input: { id, line }, context, errors }) => {
    const { intake } = await context.engine.opened()
    const raw = await intake.files.line(await getArchived(context, id), line)
    if (raw === null) throw errors.not_found({ data: { noun: 'line', id: `${id}:${line}` } })
    return { batch: id, line, raw }
  }),

  context: api.batches.context.handler(async ({ input: { id, line, around }, context, errors }) => {
    const { intake } = await context.engine.opened()
    const items = await intake.files.context(await getArchived(context, id), { line, around })
    if (items === null) throw errors.not_found({ data: { noun: 'line', id: `${id}:${line}` } })
    return { items: [...items] }
  }),

  reject: api.batches.reject.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const outcome = await store.write('batches.reject', input, sessionOf(context).user.name)
    if (outcome.status !== 'done') throw undecidable(outcome, input.id)
    return getBatch(context, input.id)
  }),

  recheck: api.batches.recheck.handler(async ({ input, context }) => {
    const { store, intake } = await context.engine.opened()
    const outcome = await store.write('batches.recheck', input, sessionOf(context).user.name)
    if (outcome.status !== 'done') throw undecidable(outcome, input.id)
    const batch = await getBatch(context, input.id)
    intake.nudge()
    return batch
  }),

  verify: api.batches.verify.handler(async ({ input: { id }, context, errors }) => {
    const { verifier } = await context.engine.opened()
    const outcome = await verifier.verify(id, sessionOf(context).user.name)
    switch (outcome.status) {
      case 'done':
        return getBatch(context, id)
      case 'not_found':
        throw unknownBatch(id)
      case 'not_sealed':
        throw errors.batch_not_sealed({ data: { batch: id, state: outcome.state } })
      case 'stopped':
        throw new Failure('engine_stopping')
      default:
        return assertNever(outcome)
    }
  }),

  download: api.batches.download.handler(({ input: { id }, context }) => downloadOf(context, id)),

  downloadPart: api.batches.downloadPart.handler(({ input, context }) => partOf(context, input)),

  openView: api.batches.openView.handler(async ({ input, context }) => {
    const { engine } = context
    const { store } = await engine.opened()
    const at = now()
    const { ids, complete, money, currency } = await store.read('batches.viewIds', { ...input, max: viewRowsMax })
    const view = engine.views.open(context.token ?? '', 'batches', { ids, origin: null }, at)
    return { view, total: ids.length, complete, money, currency, asOf: isoOf(at) }
  }),

  viewRows: api.batches.viewRows.handler(async ({ input, context, errors }) => {
    const { engine } = context
    const { store } = await engine.opened()
    const view = { id: input.view, owner: context.token ?? '', noun: 'batches' } as const
    // However much is asked for, one answer stays small enough not to hold up the next.
    const to = Math.min(input.to, input.from + 1_000)
    const ids = engine.views.slice(view, { from: input.from, to }, now())
    if (ids === undefined) throw errors.view_expired({ data: { view: input.view } })
    return { items: [...(await store.read('batches.byIds', { ids }))] }
  }),
}

export const ingestHandlers = {
  status: api.ingest.status.handler(async ({ context }) => (await context.engine.opened()).intake.status()),

  scan: api.ingest.scan.handler(async ({ input: { settled }, context }) => {
    const { intake } = await context.engine.opened()
    return { found: await intake.drain({ settled }) }
  }),
}

async function getBatch({ engine }: GuardedContext, id: number): Promise<Batch> {
  const { store } = await engine.opened()
  const [batch] = await store.read('batches.byIds', { ids: [id] })
  if (batch === undefined) throw unknownBatch(id)
  return batch
}

function undecidable(outcome: Undecidable, id: number): Error {
  if (outcome.status === 'not_found') return unknownBatch(id)
  const { status, ...facts } = outcome
  return fault(status, batchFaults[status].status, facts)
}
