import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { failureOf } from '../failure.ts'
import { assertNever, invariant } from '../invariant.ts'
import { api, sessionOf } from '../router/api.ts'
import type { ProducerRecord } from './producers.ts'

export const producerHandlers = {
  list: api.producers.list.handler(async ({ context: { engine } }) => {
    const { store } = await engine.opened()
    const items = await store.read('producers.list', null)
    return { items: items.map((record) => producerOf(record, engine.layout.drop)), next: null }
  }),

  get: api.producers.get.handler(async ({ input, context: { engine }, errors }) => {
    const { store } = await engine.opened()
    const record = await store.read('producers.find', { id: input.id })
    if (record === null) throw errors.not_found({ data: { noun: 'producer', id: String(input.id) } })
    return producerOf(record, engine.layout.drop)
  }),

  add: api.producers.add.handler(async ({ input, context, errors }) => {
    const { engine } = context
    const { store } = await engine.opened()
    const outcome = await store.write('producers.add', input, sessionOf(context).user.name)
    switch (outcome.status) {
      case 'done': {
        makeDropFolder(engine.layout.drop, input.code)
        const record = await store.read('producers.find', { id: outcome.id })
        invariant(record !== null, 'a producer that was just written is gone', { id: outcome.id })
        return producerOf(record, engine.layout.drop)
      }
      case 'producer_exists':
        throw errors.producer_exists({ data: { field: outcome.field, value: outcome.value } })
      default:
        return assertNever(outcome)
    }
  }),
}

function makeDropFolder(drop: string, code: string): void {
  const folder = path.join(drop, code)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o770 })
  } catch (error) {
    throw failureOf(error, { directory: folder }) ?? error
  }
}

const producerOf = (record: ProducerRecord, drop: string) => ({ ...record, dropFolder: path.join(drop, record.code) })
