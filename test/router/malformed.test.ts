/**
 * Whatever a client sends, it gets an answer of the contract: success, or a code that the procedure declares. An
 * `internal` means that the engine was surprised, and a surprise is a bug.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { contract } from '../../engine/contract/contract.ts'
import { roles } from '../../engine/contract/permission.ts'
import { cursorOf } from '../../engine/views/cursor.ts'
import { procedures } from '../contract/tree.ts'
import { forSmallFiles } from '../ingest/drop.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import {
  clientOf,
  makeFolder,
  makeWorkspace,
  openTestEngine,
  refusalOf,
  removeFolder,
  type TestEngine,
} from '../workspace-fixture.ts'

let directory: string
let opened: TestEngine
let admin: number

beforeAll(async () => {
  directory = makeFolder()
  await makeWorkspace(directory, [
    { name: 'admin', roles: ['admin'] },
    { name: 'second', roles: ['admin'] },
  ])
  opened = await openTestEngine(directory)
  const client = await opened.as('admin')
  admin = (await client.session.get()).user.id
  await client.producers.add({ id: 7, code: 'seven', name: 'Seven Corner', agreement: forSmallFiles })
})
afterAll(async () => {
  await opened.engine.close()
  removeFolder(directory)
})

const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '\uD800',
    '\u{10FFFF}',
    '__proto__',
    'constructor',
    "'; DROP TABLE posting; --",
    '%',
    '_',
    '../../etc/passwd',
    'NaN',
    '1e999',
    '-1',
    '9007199254740993',
    'null',
    'admin',
    'ADMIN',
    'second',
    'seven',
    'ledger.check',
    '2026-02-30T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '2026-01-01T00:00:00.000000000000000000001+23:59',
    cursorOf(1),
    cursorOf(Number.MAX_SAFE_INTEGER),
    Buffer.from('{"seq":1}').toString('base64url'),
    Buffer.from('"C1"').toString('base64url'),
  ),
)
const hostileValue = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  {
    weight: 2,
    arbitrary: fc.constantFrom(0, -0, 1, 7, -1, 1.5, 2 ** 31, 2 ** 53, 1e308, Number.NaN, Number.POSITIVE_INFINITY),
  },
  { weight: 1, arbitrary: fc.constantFrom(null, undefined, true, false, 10n, [], {}, new Date(Number.NaN)) },
  { weight: 1, arbitrary: fc.array(hostileText, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.dictionary(hostileText, fc.anything({ maxDepth: 1 }), { maxKeys: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom(['admin'], ['admin', 'admin'], ['root'], { deep: { deeper: [1] } }) },
  { weight: 1, arbitrary: fc.constantFrom({ by: 'sum', direction: 'ascending' }, { by: 'sum; --', direction: 'up' }) },
)

/** The fields a procedure knows, so that an input is wrong in one place instead of everywhere. */
function fieldsOf(name: string): readonly string[] {
  const node = name.split('.').reduce<unknown>((tree, key) => (tree as Record<string, unknown>)[key], contract)
  const { inputSchema } = (node as { '~orpc': { inputSchema?: { shape?: object } } })['~orpc']
  return Object.keys(inputSchema?.shape ?? {})
}

function inputOf(name: string): fc.Arbitrary<unknown> {
  const fields = fieldsOf(name)
  const record = Object.fromEntries(fields.map((field) => [field, hostileValue]))
  return fc.oneof(
    { weight: 5, arbitrary: fc.record(record, { requiredKeys: [] }) },
    { weight: 2, arbitrary: fc.record(record) },
    { weight: 1, arbitrary: fc.anything() },
  )
}

// These take nothing, or do the same whatever they are given; what they cost is not worth a hundred times.
const once = new Set(['keys.rotate', 'keys.renewRecovery', 'audit.anchor', 'changes.watch'])
// Where to put a backup is a path, and a random one would be a folder somewhere on this machine.
const apart = new Set(['workspace.backup'])

type Call = (input: unknown, options?: { signal: AbortSignal }) => Promise<unknown>

/** Without a passphrase: so many wrong ones are tried here that the engine may not let the right one in for a while. */
function signedIn() {
  const user = { id: admin, name: 'admin', displayName: 'admin' }
  const { token } = opened.engine.sessions.begin(user, { roles: [...roles], mustChangePassphrase: false }, Date.now())
  return clientOf(opened.engine, token)
}

async function codeOf(name: string, input: unknown): Promise<string> {
  const client: unknown = signedIn()
  const call = name.split('.').reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], client) as Call
  const abort = new AbortController()
  const { code } = await refusalOf(call(input, { signal: abort.signal }))
  abort.abort()
  return code
}

it.each(procedures().filter(({ name }) => !apart.has(name)))(
  '$name answers malformed input with a code it declares',
  async ({ name, errors }) => {
    const declared = ['not refused', ...Object.keys(errors)].filter((code) => code !== 'internal')
    const answers = fc.asyncProperty(inputOf(name), async (input) => {
      expect(declared).toContain(await codeOf(name, input))
    })
    await fc.assert(answers, { numRuns: once.has(name) ? 2 : 60 })
    expect(opened.incidents).toEqual([])
  },
)

it.each([
  [
    'proposals.propose',
    (value: unknown) => ({ change: { kind: 'setting', name: 'limits', value }, reason: 'r', key: 'k' }),
  ],
  ['session.setPreference', (value: unknown) => ({ name: 'density', value })],
  ['producers.add', (value: unknown) => ({ id: 8, code: 'eight', name: 'Eight', agreement: { value } })],
])('%s takes no JSON so deep that reading it would end the engine', async (name, inputWith) => {
  let deep: unknown = []
  for (let depth = 0; depth < 20_000; depth += 1) deep = [deep]
  expect(await codeOf(name, inputWith(deep))).toBe('bad_input')
  expect(opened.incidents).toEqual([])
})

it('answers a backup into a folder that is there already with the reason, and touches nothing in it', async () => {
  const client = signedIn()
  expect(await refusalOf(client.workspace.backup({ to: directory }))).toEqual({
    code: 'backup_directory_unusable',
    data: { directory, reason: 'exists' },
  })
})

it('tells an incident number of a broken store, and nothing of this machine: no stack, no path, no SQL', async () => {
  const client = signedIn()
  await withRawStore(opened.engine, (raw) => raw.exec('PRAGMA foreign_keys = OFF; DROP TABLE preference'))
  const before = opened.incidents.length
  const calls = [client.session.preferences, () => client.session.setPreference({ name: 'density', value: 1 })]
  for (const call of calls) {
    const error = await call().then(
      () => null,
      (refused: unknown) => refused,
    )
    expect(error).toMatchObject({
      code: 'internal',
      status: 500,
      data: { incident: expect.stringMatching(/^[0-9a-f]{8}$/) },
    })
    const { code, status, message, data, cause } = error as Error & { code: string; status: number; data: unknown }
    const told = JSON.stringify({ code, status, message, data, cause: cause ?? null })
    expect(told).not.toMatch(/preference|SELECT|INSERT|sqlite|no such table|node_modules|\/work|\/tmp|\.ts|at /i)
  }
  // The log of this machine knows where, under the same number.
  const noted = opened.incidents.slice(before)
  expect(noted.map(({ where }) => where)).toEqual(['session.preferences', 'session.setPreference'])
  expect(noted.every(({ frames }) => frames.length > 0)).toBe(true)
})
