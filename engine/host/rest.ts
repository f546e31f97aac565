/** The contract over REST, and its OpenAPI 3.1 document, generated from the contract itself. */
import { OpenAPIGenerator } from '@orpc/openapi'
import { OpenAPIHandler } from '@orpc/openapi/fastify'
import { RequestHeadersPlugin, ResponseHeadersPlugin } from '@orpc/server/plugins'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import type { FastifyInstance } from 'fastify'
import { now } from '../calendar/instant.ts'
import { contract } from '../contract/contract.ts'
import type { Engine } from '../engine.ts'
import { tokenOf } from '../router/call-context.ts'
import { router } from '../router/router.ts'
import { callObserver } from './call-observer.ts'
import type { Metrics } from './metrics.ts'

export const apiPrefix = '/api'

export function serveRest(app: FastifyInstance, engine: Engine, metrics: Metrics, isSecure = false): void {
  const handler = new OpenAPIHandler(router, {
    plugins: [new RequestHeadersPlugin(), new ResponseHeadersPlugin()],
    clientInterceptors: [callObserver(metrics)],
    customErrorResponseBodyEncoder: ({ code, data }) => ({
      error: { code, ...(typeof data === 'object' && data !== null ? data : {}) },
    }),
  })
  const document = describe(engine.version)
  app.get(`${apiPrefix}/openapi.json`, async (request, reply) => {
    const token = tokenOf(request.headers.authorization)
    if (token === undefined || engine.sessions.find(token, now()) === undefined) {
      return reply.status(401).send({ error: { code: 'not_signed_in' } })
    }
    return document
  })
  app.all(`${apiPrefix}/*`, async (request, reply) => {
    const { matched } = await handler.handle(request, reply, {
      prefix: apiPrefix,
      context: { engine, source: 'rest', isSecure },
    })
    if (!matched) await reply.status(404).send({ error: { code: 'no_such_route' } })
    return reply
  })
}

/** Errors have one shape on every route: a code with its facts beside it. */
async function describe(version: string): Promise<object> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  return generator.generate(contract, {
    info: { title: 'Countinghouse', version },
    servers: [{ url: apiPrefix }],
    security: [{ session: [] }],
    components: { securitySchemes: { session: { type: 'http', scheme: 'bearer' } } },
    customErrorResponseBodySchema: (errors) => ({
      type: 'object',
      properties: {
        error: {
          oneOf: errors.map(([code, , , data]) => ({
            allOf: [
              { type: 'object', properties: { code: { const: code } }, required: ['code'] },
              ...(typeof data === 'object' && Object.keys(data).length > 0 ? [data] : []),
            ],
          })),
        },
      },
      required: ['error'],
    }),
  })
}
