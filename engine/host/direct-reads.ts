/**
 * Reads of the contract over REST, each on a route of its own. They go through the same guarded procedures as everything
 * else, but not through the library's matching and decoding, which cost more than most of the answers. What is more than
 * plain, in the address or in the answer, is left to the library.
 */
import type { AnyProcedure, Lazyable } from '@orpc/server'
import { createProcedureClient, getRouter, ORPCError, traverseContractProcedures } from '@orpc/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ZodFile } from 'zod'
import { contract } from '../contract/contract.ts'
import { invariant } from '../invariant.ts'
import type { CallContext } from '../router/call-context.ts'
import { router } from '../router/router.ts'
import { problemOf } from './problem.ts'

type Serving = Readonly<{
  prefix: string
  contextOf: (request: FastifyRequest) => CallContext
  interceptors: readonly ((call: never) => Promise<unknown>)[]
  /** The library, for what is not plain. */
  otherwise: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>
}>

type Client = (input: unknown, options: Readonly<{ context: CallContext }>) => Promise<unknown>

export function serveReads(app: FastifyInstance, { prefix, contextOf, interceptors, otherwise }: Serving): void {
  traverseContractProcedures({ router: contract, path: [] }, ({ contract: asked, path }) => {
    const { route, outputSchema } = asked['~orpc']
    if (route.method !== 'GET' || route.path === undefined || route.path.includes('{+')) return
    const procedure = getRouter(router, path)
    invariant(procedure !== undefined, 'a procedure of the contract has no handler', { path: path.join('.') })
    const client = createProcedureClient(procedure as Lazyable<AnyProcedure>, {
      path,
      context: (given: CallContext) => given,
      interceptors: interceptors as never,
    }) as unknown as Client
    const plain = isPlain(route.path, outputSchema)
    app.get(`${prefix}${route.path.replaceAll(/\{([^}]+)\}/g, ':$1')}`, { exposeHeadRoute: false }, (request, reply) =>
      plain && isPlainAddress(request) ? answer(client, request, reply, contextOf) : otherwise(request, reply),
    )
  })
}

/** Whether its answer is JSON, and neither the call nor the answer has more than the usual headers: wallets have cookies. */
function isPlain(path: string, outputSchema: unknown): boolean {
  const isStream = outputSchema === undefined || !('_zod' in (outputSchema as object))
  return !path.startsWith('/wallet/') && !isStream && !(outputSchema instanceof ZodFile)
}

const plainQuery = /^(?:[A-Za-z]\w*=[\w.~:-]*(?:&|$))+$/

/** Without what could be spelt in two ways, a list or a structure. */
function isPlainAddress({ url, query }: FastifyRequest): boolean {
  if (url.includes('%')) return false
  const at = url.indexOf('?')
  if (at === -1) return true
  return plainQuery.test(url.slice(at + 1)) && Object.values(query as object).every((each) => typeof each === 'string')
}

async function answer(
  client: Client,
  request: FastifyRequest,
  reply: FastifyReply,
  contextOf: Serving['contextOf'],
): Promise<FastifyReply> {
  try {
    const input = { ...(request.query as object), ...(request.params as object) }
    const output = await client(input, { context: contextOf(request) })
    return reply.type('application/json').send(JSON.stringify(output))
  } catch (error) {
    const { status, code, data } =
      error instanceof ORPCError ? error : { status: 500, code: 'internal', data: undefined }
    return reply
      .status(status)
      .type('application/json')
      .send(JSON.stringify(problemOf(status, code, data)))
  }
}
