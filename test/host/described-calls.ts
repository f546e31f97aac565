/** Calls as the document of the API describes them, or with every field of the wrong kind. */
import type { Document, Operation } from '../../engine/host/openapi.ts'
import type { Described } from '../contract/tree.ts'

export type Operations = ReadonlyMap<string, Operation>

export async function operationsOf(url: string): Promise<Operations> {
  const document = (await (await fetch(`${url}/api/openapi.json`)).json()) as Document
  return new Map(Object.values(document.paths).flatMap((item) => Object.values(item).map((o) => [o.operationId, o])))
}

export type Call = Readonly<{
  path: string
  method: string
  body: string | null
  headers: Readonly<Record<string, string>>
}>

export function callOf({ name, route }: Described, operations: Operations, wrong = false): Call {
  const { parameters = [], requestBody } = operations.get(name) ?? {}
  const shownIn = ({ example, schema }: (typeof parameters)[number]): string =>
    encodeURIComponent(
      wrong && schema.type !== 'string' ? 'wrong' : `${(example as string | number | undefined) ?? 'x'}`,
    )
  const path = (route.path ?? '').replaceAll(/\{(\w+)\}/g, (_, field: string) => {
    const parameter = parameters.find((each) => each.in === 'path' && each.name === field)
    return parameter === undefined ? 'x' : shownIn(parameter)
  })
  const query = parameters
    .filter((each) => each.in === 'query' && (each.required === true || (wrong && each.schema.type !== 'string')))
    .map((each) => `${each.name}=${shownIn(each)}`)
  const keyed = parameters.some((each) => each.name === 'Idempotency-Key')
  const media = requestBody?.content['application/json']
  const { example, schema } = media ?? {}
  const broken = Object.fromEntries(Object.keys(schema?.properties ?? {}).map((field) => [field, { wrong: true }]))
  return {
    path: `/api${path}${query.length > 0 ? `?${query.join('&')}` : ''}`,
    method: route.method ?? 'GET',
    body: media === undefined ? null : JSON.stringify(wrong ? broken : example),
    headers: keyed ? { 'idempotency-key': `k-${name}` } : {},
  }
}

export type Answered = Readonly<{ status: number; code: string | null }>

export async function send(url: string, call: Call, token: string | null): Promise<Answered> {
  const { path, method, body, headers } = call
  const stop = new AbortController()
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...headers,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === null ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === null ? {} : { body }),
    signal: stop.signal,
  })
  const type = answer.headers.get('content-type') ?? ''
  const text = type.startsWith('text/event-stream') ? '' : await answer.text()
  stop.abort()
  const problem = type === 'application/problem+json' ? (JSON.parse(text) as { error: { code: string } }).error : null
  return { status: answer.status, code: problem?.code ?? null }
}
