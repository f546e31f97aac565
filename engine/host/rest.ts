/** The contract over REST, and what it is described by: an OpenAPI document for programs, and a page for people. */
import { OpenAPIHandler } from '@orpc/openapi/fastify'
import { RequestHeadersPlugin, ResponseHeadersPlugin } from '@orpc/server/plugins'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Engine } from '../engine.ts'
import { type CallContext, tokenOf } from '../router/call-context.ts'
import type { ProgramCall } from '../router/program.ts'
import { router } from '../router/router.ts'
import { callObserver } from './call-observer.ts'
import { serveReads } from './direct-reads.ts'
import { docsContentPolicy, docsHtml } from './docs-page.ts'
import { keyFromHeader } from './idempotency.ts'
import type { Metrics } from './metrics.ts'
import { describeApi } from './openapi.ts'
import { problemOf } from './problem.ts'

export const apiPrefix = '/api'

/** Of a body that is not even of the form that its type says. */
const unreadable = { issues: [{ path: '', problem: 'the request could not be read' }] }

type Rest = Readonly<{
  engine: Engine
  metrics: Metrics
  isSecure: boolean
  /** Whose key the limits have found in a request already. */
  programOfRequest: (request: FastifyRequest) => ProgramCall | undefined
}>

export function serveRest(app: FastifyInstance, { engine, metrics, isSecure, programOfRequest }: Rest): void {
  serveDocument(app, engine)
  const contextOf = (request: FastifyRequest): CallContext => ({
    engine,
    source: 'rest',
    address: request.ip,
    isSecure,
    program: programOfRequest(request),
  })
  const otherwise = byLibrary(metrics, contextOf)
  serveReads(app, {
    prefix: apiPrefix,
    contextOf: (request) => ({ ...contextOf(request), shown: tokenOf(request.headers.authorization) }),
    interceptors: [callObserver(metrics)],
    otherwise,
  })
  app.all(`${apiPrefix}/*`, otherwise)
}

type Answer = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

/** Everything that the contract can say, in every spelling. */
export function byLibrary(metrics: Metrics, contextOf: (request: FastifyRequest) => CallContext): Answer {
  const handler = new OpenAPIHandler(router, {
    plugins: [new RequestHeadersPlugin(), new ResponseHeadersPlugin()],
    clientInterceptors: [callObserver(metrics), keyFromHeader],
    customErrorResponseBodyEncoder: ({ status, code, data }) =>
      code === 'BAD_REQUEST' ? problemOf(status, 'bad_input', unreadable) : problemOf(status, code, data),
  })
  return async (request, reply) => {
    const { matched } = await handler.handle(request, reply, { prefix: apiPrefix, context: contextOf(request) })
    if (!matched) await reply.status(404).send(problemOf(404, 'no_such_route'))
    return reply
  }
}

/** It says nothing of anybody's data, so nobody has to be signed in to read how calls are made. It is made when first asked. */
function serveDocument(app: FastifyInstance, engine: Engine): void {
  let made: Promise<Readonly<{ json: string; html: string }>> | null = null
  const document = () => {
    made ??= describeApi(engine.version, apiPrefix).then((each) => ({
      json: JSON.stringify(each),
      html: docsHtml(each),
    }))
    return made
  }
  app.get(`${apiPrefix}/openapi.json`, async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send((await document()).json),
  )
  app.get(`${apiPrefix}/docs`, async (_request, reply) =>
    reply
      .header('content-security-policy', docsContentPolicy)
      .type('text/html; charset=utf-8')
      .send((await document()).html),
  )
}
