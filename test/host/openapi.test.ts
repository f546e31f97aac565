/** The document of the API is complete, and what it shows as examples is what the API takes and gives. */
import { isContractProcedure } from '@orpc/contract'
import { beforeAll, expect, it } from 'vitest'
import type { z } from 'zod'
import { contract } from '../../engine/contract/contract.ts'
import { docsHtml } from '../../engine/host/docs-page.ts'
import { type Document, describeApi, type Operation } from '../../engine/host/openapi.ts'
import { procedures } from '../contract/tree.ts'

let document: Document
beforeAll(async () => {
  document = await describeApi('1.0.0', '/api')
})

const operations = (): ReadonlyMap<string, Operation> =>
  new Map(Object.values(document.paths).flatMap((item) => Object.values(item).map((each) => [each.operationId, each])))

const schemasOf = (path: readonly string[]) => {
  const found = path.reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], contract)
  if (!isContractProcedure(found)) throw new Error('no procedure')
  const { inputSchema, outputSchema } = found['~orpc'] as { inputSchema?: z.ZodType; outputSchema?: z.ZodType }
  return { inputSchema, outputSchema }
}

it.each(procedures())('$name is described with an example that it takes', ({ name, path, errors }) => {
  const operation = operations().get(name)
  expect(operation?.description).toMatch(/^(Needs|For)/)
  const { inputSchema } = schemasOf(path)
  const { parameters = [], requestBody, responses = {} } = operation ?? {}
  const asked: Record<string, unknown> = {}
  for (const { name: field, example, in: where, required } of parameters)
    if (where !== 'header' && required === true) asked[field] = example
  Object.assign(asked, requestBody?.content['application/json']?.example)
  if (parameters.some(({ name: field }) => field === 'Idempotency-Key')) asked.key = 'a-key'
  if (inputSchema !== undefined && !('multipart/form-data' in (requestBody?.content ?? {})))
    expect(inputSchema.safeParse(asked)).toMatchObject({ success: true })
  const described = Object.values(responses).flatMap(({ content }) =>
    Object.keys(content?.['application/problem+json']?.examples ?? {}),
  )
  expect(described.toSorted()).toEqual(Object.keys(errors).toSorted())
})

it.each(procedures())('$name is described with an example of its answer', ({ name, path }) => {
  const { outputSchema } = schemasOf(path)
  const media = operations().get(name)?.responses['200']?.content?.['application/json']
  if (outputSchema === undefined || media === undefined) return
  expect(outputSchema.safeParse(media.example)).toMatchObject({ success: true })
})

it('describes each error once, as it is answered', () => {
  const { schemas, examples } = document.components
  expect(Object.keys(examples)).toEqual(Object.keys(schemas))
  expect(examples.insufficient_funds).toEqual({
    value: {
      type: '/api/docs#insufficient_funds',
      title: 'Insufficient funds',
      status: 409,
      error: { code: 'insufficient_funds', client: 'C-10023', available: 87_500, shortfall: 1 },
    },
  })
})

it('is a page to read that names every operation and loads nothing', () => {
  const html = docsHtml(document)
  for (const [path, item] of Object.entries(document.paths))
    for (const method of Object.keys(item)) expect(html).toContain(`${method.toUpperCase()} /api${path}<`)
  expect(html).not.toMatch(/<script|<link|<img|<iframe|\ssrc=|url\(|@import|javascript:/)
  expect([...html.matchAll(/href="([^"]*)"/g)].every(([, href]) => /^(#|\/api\/)/.test(href ?? ''))).toBe(true)
})

it('has everything that it refers to, as a document and as a page', () => {
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(schemas|examples)\/([^"]+)"/g)]
  const { schemas, examples } = document.components
  const missing = refs.filter(([, part, name = '']) => !(name in (part === 'schemas' ? schemas : examples)))
  expect(missing.map(([ref]) => ref)).toEqual([])
  const html = docsHtml(document)
  const leadTo = new Set([...html.matchAll(/ href="#([^"]*)"/g)].map(([, name]) => name))
  const marks = new Set([...html.matchAll(/ id="([^"]*)"/g)].map(([, name]) => name))
  expect([...leadTo].filter((name) => !marks.has(name))).toEqual([])
})
