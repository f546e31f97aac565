/** What the program of a producer asks for: always about the producer that its key names. */
import type { ProducerState } from '../contract/producer-programs.ts'
import type { Engine } from '../engine.ts'
import { assertNever } from '../invariant.ts'
import { initiatorOf, refused } from '../operations/asked-by.ts'
import { api, sessionOf } from '../router/api.ts'
import type { GuardedContext } from '../router/call-context.ts'
import { numberCursor } from '../router/cursor-input.ts'
import { fault } from '../router/faults.ts'
import { cursorOf } from '../views/cursor.ts'

export const programHandlers = {
  get: api.producerPrograms.get.handler(({ context }) => stateOf(context.engine, producerOf(context))),

  batches: api.producerPrograms.batches.handler(async ({ input: { cursor, limit }, context }) => {
    const { store } = await context.engine.opened()
    const before = cursor === undefined ? null : numberCursor(cursor)
    const filter = { producer: producerOf(context) }
    const { items, more } = await store.read('batches.list', { filter, before, limit })
    const last = items.at(-1)
    return { items, next: more && last !== undefined ? cursorOf(last.id) : null }
  }),

  suspend: api.producerPrograms.suspend.handler(async ({ input: { reason }, context, errors }) => {
    const id = producerOf(context)
    const { store } = await context.engine.opened()
    const outcome = await store.write('producers.suspend', { id, reason }, sessionOf(context).user.name)
    switch (outcome.status) {
      case 'done':
        return stateOf(context.engine, id)
      case 'not_found':
        throw noProducer()
      case 'producer_suspended':
        throw errors.producer_suspended({ data: { by: outcome.by, at: outcome.at } })
      default:
        return assertNever(outcome)
    }
  }),

  resume: api.producerPrograms.resume.handler(async ({ input: { reason, key }, context }) => {
    const change = { kind: 'producer_resume', producer: producerOf(context) } as const
    const initiator = await initiatorOf(context, { name: 'producerPrograms.resume' })
    const { store } = await context.engine.opened()
    const outcome = await store.write('proposals.propose', { change, reason, key, initiator }, initiator.name)
    if (!('answer' in outcome)) throw refused(outcome)
    return outcome.answer
  }),
}

const noProducer = (): Error => fault('no_producer', 403, undefined)

/** Whose program it is. A person has none, and works with all producers by other routes. */
export function producerOf(context: Pick<GuardedContext, 'session'>): number {
  const producer = sessionOf(context).program?.producer ?? null
  if (producer === null) throw noProducer()
  return producer
}

async function stateOf(engine: Engine, id: number): Promise<ProducerState> {
  const { store } = await engine.opened()
  const producer = await store.read('producers.find', { id })
  if (producer === null) throw noProducer()
  const { code, name, state, suspension } = producer
  return { id, code, name, state, suspendedAt: suspension?.at ?? null, suspendedFor: suspension?.reason ?? null }
}
