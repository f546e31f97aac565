/**
 * The OpenAPI 3.1 document of everything that REST answers, made from the contract itself: each operation with what it needs,
 * an example of what goes in and comes out, and every error that it may answer.
 */
import { isContractProcedure } from '@orpc/contract'
import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { z } from 'zod'
import { contract } from '../contract/contract.ts'
import type { Access } from '../contract/permission.ts'
import type { ProcedureMeta } from '../contract/procedure.ts'
import { exampleOf, type Schema } from './example.ts'
import { carriesKey } from './idempotency.ts'
import { byHand, faultsByHand } from './openapi-by-hand.ts'
import { problemOf, problemType, titleOf } from './problem.ts'

export type Media = Readonly<{ schema: Schema; example?: unknown; examples?: Readonly<Record<string, unknown>> }>
export type Answer = Readonly<{ description: string; headers?: unknown; content?: Readonly<Record<string, Media>> }>
export type Parameter = Readonly<{
  name: string
  in: string
  required?: boolean
  description?: string
  schema: Schema
  example?: unknown
}>
export type Operation = Readonly<{
  operationId: string
  summary: string
  description?: string
  tags: readonly string[]
  parameters?: readonly Parameter[]
  requestBody?: Readonly<{ required?: boolean; content: Readonly<Record<string, Media>> }>
  responses: Readonly<Record<string, Answer>>
  security?: readonly Readonly<Record<string, readonly string[]>>[]
}>
export type Document = Readonly<{
  openapi: string
  info: Readonly<{ title: string; version: string; description: string }>
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  components: Readonly<{ schemas: Readonly<Record<string, Schema>>; examples: Readonly<Record<string, unknown>> }>
}>

type Fault = Readonly<{ status?: number; data?: z.ZodType }>
type Described = Readonly<{
  access: Access
  peopleOnly: boolean
  faults: Readonly<Record<string, Fault>>
  keyed: boolean
}>

const about = [
  'Amounts are whole numbers of minor units (cents). Instants are ISO 8601 in UTC.',
  'Lists are `{ "items": [...], "next": "cursor or null" }`; send `next` as `cursor` for what follows.',
  'Errors are problem details (RFC 9457); `error.code` and the facts beside it are the promise, `title` is for readers.',
  'Every operation that moves money carries an `Idempotency-Key`: asked again with the same key and content it gives the same answer, and moves nothing twice.',
  'How often may be called says `ratelimit-limit`, how much is left `ratelimit-remaining`, and when it begins anew `ratelimit-reset`.',
].join('\n\n')

export async function describeApi(version: string, prefix: string): Promise<Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const drafted = (await generator.generate(contract, {
    info: { title: 'Countinghouse', version, description: about },
    servers: [{ url: prefix }],
    security: [{ key: [] }],
  })) as unknown as Document
  const known = describedIn(contract, [])
  const paths = Object.entries(drafted.paths).map(([path, item]) => [
    path,
    Object.fromEntries(
      Object.entries(item).map(([method, operation]) => {
        const described = known.get(operation.operationId)
        return [method, described === undefined ? operation : finished(operation, described)]
      }),
    ),
  ])
  const described = [...known.values()].map(({ faults }) => faults)
  const faults = new Map([...described, faultsByHand].flatMap((each) => Object.entries<Fault>(each)))
  return {
    ...drafted,
    paths: { ...Object.fromEntries(paths), ...byHand(refused) },
    components: { ...componentsOf(faults), securitySchemes } as Document['components'],
  }
}

const securitySchemes = {
  key: { type: 'http', scheme: 'bearer', description: "A program's key, or the token of somebody who signed in." },
} as const

function describedIn(node: object, path: readonly string[]): ReadonlyMap<string, Described> {
  if (!isContractProcedure(node))
    return new Map(Object.entries(node).flatMap(([name, child]) => [...describedIn(child, [...path, name])]))
  const { meta, errorMap } = node['~orpc']
  const faults = Object.entries(errorMap).flatMap(([code, fault]) =>
    fault === undefined ? [] : [[code, fault as Fault] as const],
  )
  const { access, peopleOnly = false } = meta as ProcedureMeta
  return new Map([
    [path.join('.'), { access, peopleOnly, faults: Object.fromEntries(faults), keyed: carriesKey(node) }],
  ])
}

function finished(operation: Operation, { access, peopleOnly, faults, keyed }: Described): Operation {
  const { parameters = [], requestBody, responses } = operation
  const answered = Object.entries(responses).filter(([status]) => Number(status) < 400)
  const inHeader = keyed ? [keyParameter] : []
  return {
    ...operation,
    description: peopleOnly ? `${needs(access)} For people, not for keys.` : needs(access),
    ...(parameters.length + inHeader.length === 0 ? {} : { parameters: [...parameters.map(shown), ...inHeader] }),
    ...(requestBody === undefined
      ? {}
      : { requestBody: { ...requestBody, content: withExamples(requestBody.content, keyed) } }),
    responses: {
      ...Object.fromEntries(answered.map(([status, answer]) => [status, exampled(answer)])),
      ...refused(faults),
    },
    ...(access === 'public' ? { security: [] } : {}),
  }
}

function needs(access: Access): string {
  if (access === 'public') return 'Needs no key.'
  if (access === 'wallet_owner') return 'For the client whose wallet it is, with their own token.'
  return access === 'signed_in' ? 'For whoever is signed in.' : `Needs \`${access}\`.`
}

const keyParameter: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'The same for every attempt of one call. The field `key` may carry it instead.',
  schema: { type: 'string', minLength: 1, pattern: '^[\\x21-\\x7e]+$' },
  example: 'order-A-5521-1',
}

const shown = (parameter: Parameter): Parameter => ({
  ...parameter,
  ...(parameter.required === true ? { example: exampleOf(parameter.schema, parameter.name) } : {}),
})

/** The key goes in the header. */
function withExamples(content: Readonly<Record<string, Media>>, keyed: boolean): Readonly<Record<string, Media>> {
  return Object.fromEntries(
    Object.entries(content).map(([type, { schema }]) => {
      const asked = keyed ? withoutKey(schema) : schema
      return [type, { schema: asked, example: exampleOf(asked) }]
    }),
  )
}

function withoutKey(schema: Schema): Schema {
  const { key: _, ...properties } = schema.properties ?? {}
  return { ...schema, properties, required: (schema.required ?? []).filter((name) => name !== 'key') }
}

const exampled = (answer: Answer): Answer => ({
  ...answer,
  ...(answer.content === undefined
    ? {}
    : {
        content: Object.fromEntries(
          Object.entries(answer.content).map(([type, { schema }]) => [type, { schema, example: exampleOf(schema) }]),
        ),
      }),
})

/** The errors of an operation by their status; each is described once, among the components. */
export function refused(
  faults: Readonly<Record<string, Readonly<{ status?: number }>>>,
): Readonly<Record<string, Answer>> {
  const byStatus = new Map<number, string[]>()
  for (const [code, { status = 500 }] of Object.entries(faults)) {
    const codes = byStatus.get(status)
    if (codes === undefined) byStatus.set(status, [code])
    else codes.push(code)
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => {
      const refs = codes.map((code) => ({ $ref: `#/components/schemas/${code}` }))
      const schema: Schema = refs.length === 1 && refs[0] !== undefined ? refs[0] : { oneOf: refs }
      const examples = Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]))
      const description = codes.map(titleOf).join('; ')
      return [String(status), { description, content: { [problemType]: { schema, examples } } }]
    }),
  )
}

function componentsOf(faults: ReadonlyMap<string, Fault>) {
  const schemas: Record<string, Schema> = {}
  const examples: Record<string, unknown> = {}
  for (const [code, { status = 500, data }] of [...faults].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const facts = (data === undefined ? { properties: {} } : z.toJSONSchema(data, { unrepresentable: 'any' })) as Schema
    schemas[code] = {
      type: 'object',
      properties: {
        type: { type: 'string' },
        title: { type: 'string' },
        status: { const: status },
        error: {
          type: 'object',
          properties: { code: { const: code }, ...facts.properties },
          required: ['code', ...(facts.required ?? [])],
        },
      },
      required: ['type', 'title', 'status', 'error'],
    }
    const example = exampleOf(facts)
    examples[code] = { value: problemOf(status, code, example) }
  }
  return { schemas, examples }
}
