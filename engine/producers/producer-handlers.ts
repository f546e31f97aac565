import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { now } from '../calendar/instant.ts'
import type { Producer, ProducerFile } from '../contract/producers.ts'
import { failureOf } from '../failure.ts'
import { assertNever, invariant } from '../invariant.ts'
import { api, sessionOf } from '../router/api.ts'
import type { GuardedContext } from '../router/call-context.ts'
import { numberCursor } from '../router/cursor-input.ts'
import { cursorOf } from '../views/cursor.ts'

export const producerHandlers = {
  list: api.producers.list.handler(async ({ context: { engine } }) => {
    const { store } = await engine.opened()
    const records = await store.read('producers.list', null)
    return { items: records.map((record) => withFolder(record, engine.layout.drop)), next: null }
  }),

  get: api.producers.get.handler(async ({ input, context, errors }) => {
    const producer = await findProducer(context, input.id)
    if (producer === null) throw errors.not_found({ data: unknown(input.id) })
    return producer
  }),

  volumes: api.producers.volumes.handler(async ({ input: { id }, context, errors }) => {
    const { store } = await context.engine.opened()
    // It looks at rows by the thousand, and no screen shall wait behind that.
    const volumes = await store.readLong('producers.volumes', { id, at: now() })
    if (volumes === null) throw errors.not_found({ data: unknown(id) })
    return volumes
  }),

  add: api.producers.add.handler(async ({ input, context, errors }) => {
    const { engine } = context
    const { store } = await engine.opened()
    const outcome = await store.write('producers.add', input, sessionOf(context).user.name)
    switch (outcome.status) {
      case 'done':
        makeDropFolder(engine.layout.drop, input.code)
        return getProducer(context, outcome.id)
      case 'producer_exists':
        throw errors.producer_exists({ data: { field: outcome.field, value: outcome.value } })
      case 'agreement_unusable':
        throw errors.agreement_unusable({ data: { issues: [...outcome.issues] } })
      default:
        return assertNever(outcome)
    }
  }),

  change: api.producers.change.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const outcome = await store.write('producers.change', input, sessionOf(context).user.name)
    switch (outcome.status) {
      case 'done':
        return getProducer(context, input.id)
      case 'not_found':
        throw errors.not_found({ data: unknown(input.id) })
      case 'producer_moved':
        throw errors.producer_moved({ data: { expected: outcome.expected, found: outcome.found } })
      default:
        return assertNever(outcome)
    }
  }),

  suspend: api.producers.suspend.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const outcome = await store.write('producers.suspend', input, sessionOf(context).user.name)
    switch (outcome.status) {
      case 'done':
        return getProducer(context, input.id)
      case 'not_found':
        throw errors.not_found({ data: unknown(input.id) })
      case 'producer_suspended':
        throw errors.producer_suspended({ data: { by: outcome.by, at: outcome.at } })
      default:
        return assertNever(outcome)
    }
  }),

  agreements: api.producers.agreements.handler(async ({ input, context, errors }) => {
    const { id, cursor, limit } = input
    const { store } = await context.engine.opened()
    const before = cursor === undefined ? null : numberCursor(cursor)
    const page = await store.read('producers.agreements', { producer: id, before, limit })
    if (page === null) throw errors.not_found({ data: unknown(id) })
    return { items: page.items, next: page.next === null ? null : cursorOf(page.next) }
  }),

  agreement: api.producers.agreement.handler(async ({ input: { id, version }, context, errors }) => {
    const { store } = await context.engine.opened()
    const found = await store.read('producers.agreement', { producer: id, version })
    if (found === null) throw errors.not_found({ data: { noun: 'agreement', id: `${id}/${version}` } })
    return found
  }),

  preview: api.producers.preview.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const preview = await store.readLong('producers.preview', input)
    if (preview === null) throw errors.not_found({ data: unknown(input.id) })
    return preview
  }),
}

const unknown = (id: number) => ({ noun: 'producer', id: String(id) })

async function findProducer({ engine }: GuardedContext, id: number): Promise<ProducerFile | null> {
  const { store } = await engine.opened()
  const record = await store.read('producers.find', { id })
  return record === null ? null : withFolder(record, engine.layout.drop)
}

async function getProducer(context: GuardedContext, id: number): Promise<ProducerFile> {
  const producer = await findProducer(context, id)
  invariant(producer !== null, 'a producer that was just written is gone', { id })
  return producer
}

function makeDropFolder(drop: string, code: string): void {
  const folder = path.join(drop, code)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o770 })
  } catch (error) {
    throw failureOf(error, { directory: folder }) ?? error
  }
}

const withFolder = <R extends Omit<Producer, 'dropFolder'>>(record: R, drop: string): R & { dropFolder: string } => ({
  ...record,
  dropFolder: path.join(drop, record.code),
})
