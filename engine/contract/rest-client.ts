/** The client of other programs: the contract over REST with a key. Errors are those of the contract, with code and facts. */
import { createORPCClient, ORPCError } from '@orpc/client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { z } from 'zod'
import { contract, type EngineClient } from './contract.ts'

export type RestClientOptions = Readonly<{
  /** Where the host is, such as `https://console.example.com`. */
  url: string
  /** A program's key. */
  key: string
}>

const Problem = z.object({ status: z.int(), error: z.looseObject({ code: z.string() }) })

export function restClient({ url, key }: RestClientOptions): EngineClient {
  const link = new OpenAPILink(contract, {
    url: new URL('/api', url),
    headers: { authorization: `Bearer ${key}` },
    fetch: async (request, init) => asJson(await fetch(request, init)),
    customErrorResponseBodyDecoder: (body) => {
      const problem = Problem.safeParse(body)
      if (!problem.success) return null
      const { code, ...data } = problem.data.error
      return new ORPCError(code, { status: problem.data.status, data, defined: true })
    },
  })
  return createORPCClient<EngineClient>(link)
}

/** A problem is JSON under a name of its own, which the library below would take for a file. */
function asJson(answer: Response): Response {
  if (answer.headers.get('content-type')?.startsWith('application/problem+json') !== true) return answer
  const headers = new Headers(answer.headers)
  headers.set('content-type', 'application/json')
  return new Response(answer.body, { status: answer.status, headers })
}
