/**
 * Where gateways tell what happened to a payment. Nobody who comes here is signed in: what they say counts by its signature,
 * over the bytes as they came. What is refused is recorded without them, because anybody may have sent it.
 */
import { hash } from 'node:crypto'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { now } from '../calendar/instant.ts'
import { GatewayEventBody, type GatewayEventType } from '../contract/funding.ts'
import { GatewayName } from '../contract/gateways.ts'
import type { Engine } from '../engine.ts'
import { failureOf } from '../failure.ts'
import { type SignatureProblem, signatureHeader, signatureProblem } from '../funding/signature.ts'
import type { GatewayTelling } from '../funding/take-event.ts'
import { noteIncident } from '../incident.ts'
import { problemOf } from './problem.ts'

const eventBytesMax = 64 * 2 ** 10

/** Per address and minute: a gateway sends its events one by one, and on a busy day very many. */
export const gatewayEventsPerMinuteMax = 600

export const isGatewayEvent = (url: string): boolean => /^\/api\/gateways\/[^/?]+\/events(\?|$)/.test(url)

type Sent = FastifyRequest<{ Params: { gateway: string } }>

export function serveGatewayEvents(app: FastifyInstance, engine: Engine): void {
  void app.register(async (scope) => {
    // The bytes themselves are signed; read and written again they would be others.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    scope.setErrorHandler((error: FastifyError, _request, reply) => answerEarly(error, reply))
    scope.post('/api/gateways/:gateway/events', { bodyLimit: eventBytesMax }, (request: Sent, reply) =>
      take(engine, request, reply),
    )
  })
}

async function take(engine: Engine, request: Sent, reply: FastifyReply): Promise<FastifyReply> {
  const { gateway } = request.params
  const at = now()
  try {
    const { store } = await engine.opened()
    const terms = GatewayName.safeParse(gateway).success ? await store.read('funding.webhook', { gateway, at }) : null
    if (terms === null) return await refuse(reply, 404, 'gateway_unknown')
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const header = request.headers[signatureHeader]
    const problem = signatureProblem({ header: header?.toString(), body, ...terms, now: at })
    if (problem !== null) return await refuseNoted(engine, reply, { gateway, status: 401, problem })
    const telling = tellingOf(gateway, body)
    if (telling === null) return await refuseNoted(engine, reply, { gateway, status: 400, problem: 'event_unreadable' })
    const outcome = await store.write('funding.takeEvent', telling, `gateway:${gateway}`)
    if ('answer' in outcome) return await reply.status(200).send(outcome.answer)
    return await reply.status(409).send(problemOf(409, outcome.status, { event: outcome.event }))
  } catch (error) {
    // While the workspace is closed nothing can be taken: the gateway tells it again.
    if (failureOf(error) === undefined) noteIncident(engine.log, error, 'host.gateway_events')
    return reply.status(503).send(problemOf(503, 'not_available'))
  }
}

/** What the bytes say, where they say an event. */
function tellingOf(gateway: string, body: Buffer): GatewayTelling | null {
  const read = GatewayEventBody.safeParse(jsonOf(body))
  if (!read.success) return null
  const { id, type, reference, payment, amount, currency, fee = null, occurredAt } = read.data
  return {
    gateway,
    event: id,
    bodyHash: hash('sha256', body, 'buffer'),
    type: type.slice('payment.'.length) as GatewayEventType,
    reference,
    payment,
    amount,
    currency,
    fee,
    occurredAt: Date.parse(occurredAt),
  }
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    // Whatever is wrong with it, it is no event.
    return null
  }
}

type Refused = Readonly<{ gateway: string; status: 400 | 401; problem: SignatureProblem | 'event_unreadable' }>

async function refuseNoted(
  engine: Engine,
  reply: FastifyReply,
  { gateway, status, problem }: Refused,
): Promise<FastifyReply> {
  const { store } = await engine.opened()
  const note = {
    action: 'funding.refuse_event',
    subject: `gateway:${gateway}`,
    outcome: problem,
    detail: {},
  }
  await store.write('audit.note', note, `gateway:${gateway}`)
  return refuse(reply, status, problem)
}

const refuse = (reply: FastifyReply, status: number, code: string): FastifyReply =>
  reply.status(status).send(problemOf(status, code))

type EarlyError = FastifyError & Readonly<{ error?: Readonly<{ code: string }> }>

function answerEarly({ statusCode: status, error }: EarlyError, reply: FastifyReply): FastifyReply {
  if (error !== undefined) return reply.status(status ?? 429).send(problemOf(status ?? 429, error.code, error))
  if (status === 413) return reply.status(413).send(problemOf(413, 'body_too_large', { bytesMax: eventBytesMax }))
  return refuse(reply, status ?? 400, 'event_unreadable')
}
