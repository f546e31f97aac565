/**
 * Calls that are answered in the turn of the loop in which they came are answered at its end, all together. Each answer wakes
 * whoever waits for it, which costs more than many an answer; written together, the first wakes them and the rest find them
 * awake. Answers that the store was asked for come together by themselves.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'

export function answerTogether(app: FastifyInstance): void {
  const cameIn = new WeakMap<FastifyRequest, number>()
  let turn = 0
  let isEnding = false
  let ready: (() => void)[] = []
  const end = (): void => {
    const now = ready
    ready = []
    isEnding = false
    turn += 1
    for (const answer of now) answer()
  }
  app.addHook('onRequest', (request, _reply, done) => {
    if (!isEnding) setImmediate(end)
    isEnding = true
    cameIn.set(request, turn)
    done()
  })
  app.addHook('onSend', (request, _reply, payload, done) => {
    if (cameIn.get(request) === turn) ready.push(() => done(null, payload))
    else done(null, payload)
  })
}
