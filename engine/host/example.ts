/** Examples for the document of the API, made from its schemas, with the values that people of the trade would expect. */

/** As much of JSON Schema as our own schemas come out as. */
export type Schema = Readonly<{
  type?: string | readonly string[]
  const?: unknown
  /** Of the contract itself, where a name alone would make an unlucky one. */
  examples?: readonly unknown[]
  enum?: readonly unknown[]
  default?: unknown
  format?: string
  pattern?: string
  minimum?: number
  exclusiveMinimum?: number
  maximum?: number
  minLength?: number
  minItems?: number
  contentEncoding?: string
  items?: Schema
  prefixItems?: readonly Schema[]
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
  additionalProperties?: unknown
  propertyNames?: Schema
  oneOf?: readonly Schema[]
  anyOf?: readonly Schema[]
  allOf?: readonly Schema[]
  $ref?: string
  $defs?: Readonly<Record<string, Schema>>
}>

type Root = Pick<Schema, '$defs'>

const instant = '2026-03-02T09:30:00.000Z'
const day = '2026-03-02'

/** What fields are called everywhere, and what stands in them. */
const byName: Readonly<Record<string, unknown>> = {
  client: 'C-10023',
  user_id: 'C-10023',
  from_user_id: 'C-10023',
  to_user_id: 'C-10077',
  user: 'anna',
  name: 'anna',
  initiated_by: 'web-shop',
  initiatedBy: 'web-shop',
  proposedBy: 'anna',
  by: 'anna',
  reason: 'Asked for by phone',
  currency: 'USD',
  amount: 12_500,
  balance: 87_500,
  available: 87_500,
  pending: 0,
  account: 'clearing:seven',
  debit: 'clearing:seven',
  credit: 'suspense',
  from: 'C-10023',
  to: 'C-10077',
  day,
  businessDay: day,
  business_day: day,
  period: '2026-03',
  reference: 'Invoice 2026-118',
  order_id: 'A-5521',
  orderId: 'A-5521',
  related_order_id: 'A-5521',
  relatedOrderId: 'A-5521',
  bank_transaction_id: 'FT26061ABC',
  bankTransactionId: 'FT26061ABC',
  file: 'seven-2026-03-02.csv',
  code: 'seven',
  email: 'anna@example.com',
  key: 'order-A-5521-1',
  gateway: 'kowloonpay',
  place: 'Central',
  location: 'Central',
  occurredAt: instant,
  expected: '42',
  found: '41',
  txId: 'TX-000001',
  line: 2,
  source: 'bank',
  passphrase: 'seven lanterns over the harbour',
  newPassphrase: 'eight ferries cross at night',
}

/** Texts that have to look like something, by the pattern that says so. */
const byPattern: readonly (readonly [RegExp, string])[] = [
  [/\[A-Z\]\{3\}/, 'USD'],
  [/omnibus|gateway/, 'omnibus:main'],
  [/\\d\{4\}-\\d\{2\}-\\d\{2\}|\(\?:\(\?:\\d\\d\[2468\]/, day],
  [/0-9a-f.*\{64\}/, 'a'.repeat(64)],
  [/\\d\{4\}-/, '2026-03'],
]

export function exampleOf(schema: Schema, name = '', root: Root = schema): unknown {
  if (schema.$ref !== undefined) {
    const found = root.$defs?.[schema.$ref.split('/').at(-1) ?? '']
    return found === undefined ? null : exampleOf(found, name, root)
  }
  if (schema.examples !== undefined) return schema.examples[0]
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  const choice = (schema.oneOf ?? schema.anyOf)?.find(({ type }) => type !== 'null')
  if (choice !== undefined) return exampleOf({ ...choice, ...withoutChoice(schema) }, name, root)
  if (schema.allOf !== undefined) return exampleOf(merged(schema), name, root)
  return ofType(schema, name, root)
}

function withoutChoice({ oneOf: _, anyOf: __, ...rest }: Schema): Schema {
  return rest
}

const merged = ({ allOf = [], ...rest }: Schema): Schema => Object.assign({}, rest, ...allOf) as Schema

function ofType(schema: Schema, name: string, root: Root): unknown {
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.find((each) => each !== 'null')
  switch (type ?? (schema.properties === undefined ? 'any' : 'object')) {
    case 'object':
      return ofObject(schema, root)
    case 'array':
      if (schema.prefixItems !== undefined) return schema.prefixItems.map((item) => exampleOf(item, name, root))
      return schema.items === undefined ? [] : itemsOf(schema.items, schema, { name: name.replace(/s$/, ''), root })
    case 'integer':
    case 'number':
      return numberOf(schema, name)
    case 'boolean':
      return schema.default ?? true
    case 'string':
      return textOf(schema, name)
    case 'null':
      return null
    default:
      return schema.default ?? {}
  }
}

type Within = Readonly<{ name: string; root: Root }>

/** As many as there have to be; numbers one after another, because they seldom may be the same. */
function itemsOf(item: Schema, { minItems = 1 }: Schema, { name, root }: Within): readonly unknown[] {
  const example = exampleOf(item, name, root)
  return Array.from({ length: Math.max(minItems, 1) }, (_, i) => (typeof example === 'number' ? example + i : example))
}

/** What may be left out and has to fit what is there already: a first call has none of it. */
const seldomSent: ReadonlySet<string> = new Set([
  'expectedVersion',
  'virtualAccount',
  'tier',
  'upload',
  'effectHash',
  'bankTransactionId',
  'bank_transaction_id',
])

function ofObject(schema: Schema, root: Root): unknown {
  const { properties = {}, required = [], propertyNames, additionalProperties } = schema
  const named = Object.entries(properties)
    .filter(([name]) => required.includes(name) || !seldomSent.has(name))
    .map(([name, each]) => [name, exampleOf(each, name, root)] as const)
  if (named.length > 0 || propertyNames?.enum === undefined) return Object.fromEntries(named)
  const value = (additionalProperties ?? {}) as Schema
  return Object.fromEntries(propertyNames.enum.map((name) => [name, exampleOf(value, String(name), root)]))
}

function numberOf({ minimum = 0, exclusiveMinimum, maximum, default: usual }: Schema, name: string): unknown {
  const known = byName[name]
  if (usual !== undefined) return usual
  const least = Math.max(minimum, exclusiveMinimum === undefined ? minimum : exclusiveMinimum + 1, 1)
  if (typeof known !== 'number') return Math.min(Math.max(least, 1), maximum ?? Number.MAX_SAFE_INTEGER)
  return Math.min(Math.max(known, least), maximum ?? known)
}

function textOf({ format, pattern, contentEncoding, minLength = 0, default: usual }: Schema, name: string): unknown {
  const known = byName[name]
  const fits = (text: unknown): text is string =>
    typeof text === 'string' &&
    text.length >= minLength &&
    (pattern === undefined || new RegExp(pattern, 'u').test(text))
  if (contentEncoding === 'base64') return 'VHhEYXRlLFByb2R1Y2VySWQK'
  if (format === 'date-time') return instant
  if (format === 'date') return day
  if (format === 'email') return 'anna@example.com'
  if (format === 'ipv4' || format === 'ipv6') return format === 'ipv4' ? '203.0.113.7' : '2001:db8::7'
  if (usual !== undefined) return usual
  if (fits(known)) return known
  const shaped = byPattern.find(([mark, text]) => pattern !== undefined && mark.test(pattern) && fits(text))
  if (shaped !== undefined) return shaped[1]
  return (
    [name, 'text', 'TX-000001', instant, '09:00', '42', '2026-03', day, 'AB12', '123456', 't2', 'C-10023'].find(fits) ??
    'x'.repeat(Math.max(minLength, 1))
  )
}
