import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { expect, it } from 'vitest'
import { kinds } from '../../engine/approvals/kinds.ts'
import { contract } from '../../engine/contract/contract.ts'
import { commonFaults } from '../../engine/contract/fault.ts'
import { operationContent } from '../../engine/contract/operations.ts'
import { permissions, permissionsOf, permissionsOfRole, roles } from '../../engine/contract/permission.ts'
import { procedures } from './tree.ts'

it.each(procedures())('$name says what it does, and who may ask for it', ({ route, access }) => {
  expect(route.summary).toMatch(/^[A-Z"'].{5,}[^.]$/)
  expect(['public', 'signed_in', 'wallet_owner', ...permissions]).toContain(access)
  expect(route.method).toMatch(/^(GET|POST|PUT|DELETE)$/)
  expect(route.path).toMatch(/^\/[a-z/{}-]+$/)
  expect(route.tags).toEqual([route.path?.split('/')[1]])
})

it.each(procedures())('$name answers errors in lower case with a status, the common ones among them', ({ errors }) => {
  for (const [code, error] of Object.entries(errors)) {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/)
    expect(error?.status).toBeGreaterThanOrEqual(400)
  }
  expect(Object.keys(errors)).toEqual(expect.arrayContaining(Object.keys(commonFaults)))
})

it('gives each procedure a route of its own', () => {
  const routes = procedures().map(({ route }) => `${route.method} ${route.path?.replace(/\{[^}]+\}/g, '{}')}`)
  expect(routes.toSorted()).toEqual([...new Set(routes)].toSorted())
})

it('changes nothing by a GET, because links are followed by machines', () => {
  const reading = procedures().filter(({ route }) => route.method === 'GET')
  const verbs = /^(add|set|remove|rotate|run$|scan|anchor|backup|enable|disable|renew|change|sign|recover)/
  expect(reading.map(({ path }) => path.at(-1)).filter((name) => verbs.test(name ?? ''))).toEqual([])
})

it('names only permissions that some procedure asks for, and no role is without one', () => {
  // What a proposal is about, on whose behalf something is asked and whose it is, only the content of a call tells.
  const byContent = [
    ...Object.values(kinds).map(({ permission }) => permission),
    'ledger.act_on_behalf',
    'reports.manage',
  ]
  const asked = new Set([...procedures().map(({ access }) => access as string), ...byContent])
  expect(permissions.filter((permission) => !asked.has(permission))).toEqual([])
  for (const role of roles) expect(permissionsOfRole[role].length).toBeGreaterThan(0)
  expect([...permissionsOf(['operator', 'executive'])].toSorted()).toEqual([
    'batches.read',
    'close_packs.read',
    'exceptions.read',
    'ingest.run',
    'jobs.read',
    'overview.read',
    'producers.read',
    'producers.suspend',
    'reconciliation.read',
    'statements.manage',
    'statements.read',
    'webhooks.read',
  ])
  expect(permissionsOf([]).size).toBe(0)
})

it.each([
  ['0000-01-01T00:00:00+23:59', false],
  ['0999-12-31T23:59:59Z', false],
  ['1000-01-01T00:00:00+23:59', true],
  ['2026-11-21T08:00:00+08:00', true],
])('an operation may have happened at %s: %s, because its day has to be shown again', (occurredAt, isTaken) => {
  const asked = operationContent.deposit.safeParse({ client: 'anna', amount: 1, occurredAt })
  expect(asked.success).toBe(isTaken)
})

it('describes every procedure in an OpenAPI 3.1 document', async () => {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const document = await generator.generate(contract, { info: { title: 'Countinghouse', version: '0' } })
  expect(document.openapi).toMatch(/^3\.1\./)
  const described = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item ?? {}).map(([method, operation]) => ({
      route: `${method.toUpperCase()} ${path}`,
      summary: (operation as { summary?: string }).summary,
    })),
  )
  const expected = procedures().map(({ route }) => ({ route: `${route.method} ${route.path}`, summary: route.summary }))
  const byRoute = (a: { route: string }, b: { route: string }) => (a.route < b.route ? -1 : 1)
  expect(described.toSorted(byRoute)).toEqual(expected.toSorted(byRoute))
  // A schema that can't be converted comes out as {} without a word.
  const answer = document.paths?.['/batches/{id}']?.get?.responses?.['200']
  expect(answer).toMatchObject({
    content: { 'application/json': { schema: { properties: { heldNow: { type: 'integer' } } } } },
  })
})

it.each(['payout', 'refund', 'chargeback'] as const)(
  'a %s names its transaction by a number, nothing like one',
  (kind) => {
    const accepted = [2, '2', true, [2], null, 1.5, 0].filter((of) => operationContent[kind].safeParse({ of }).success)
    expect(accepted).toEqual([2])
  },
)
