/** The contract over a MessagePort, as the desktop shell carries it: calls, typed errors, streams, and hostile messages. */
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { isDefinedError, safe } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { engineClient } from '../../engine/contract/client.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { servePort } from '../../engine/router/serve-port.ts'
import { forSmallFiles } from '../ingest/drop.ts'
import {
  makeFolder,
  makeWorkspace,
  openTestEngine,
  passphraseOf,
  refusalOf,
  removeFolder,
  type TestEngine,
} from '../workspace-fixture.ts'

let directory: string
let opened: TestEngine
let token: string
const ports: MessagePort[] = []

beforeAll(async () => {
  directory = makeFolder()
  await makeWorkspace(directory, [
    { name: 'admin', roles: ['admin'] },
    { name: 'executive', roles: ['executive'] },
  ])
  opened = await openTestEngine(directory)
})
afterAll(async () => {
  await opened.engine.close()
  removeFolder(directory)
})
afterEach(() => {
  for (const port of ports.splice(0)) port.close()
})

function portOfEngine(): MessagePort {
  const { port1, port2 } = new MessageChannel()
  servePort(opened.engine, port2)
  ports.push(port1, port2)
  return port1
}

function clientOverPort(bearer: () => string | undefined): EngineClient {
  const headers = () => {
    const value = bearer()
    return value === undefined ? {} : { authorization: `Bearer ${value}` }
  }
  const port = portOfEngine()
  port.start()
  return engineClient(new RPCLink({ port, headers }))
}

it('signs in and reads over one port, with the token in the header of each call', async () => {
  let held: string | undefined
  const client = clientOverPort(() => held)
  expect(await client.workspace.status()).toEqual({ state: 'sealed', name: expect.any(String), version: '0.0.0-test' })
  expect((await refusalOf(client.users.list())).code).toBe('not_signed_in')
  token = (await client.session.signIn({ user: 'admin', passphrase: passphraseOf('admin') })).token
  held = token
  const { items } = await client.users.list()
  expect(items.map((user) => [user.name, user.roles])).toEqual([
    ['admin', ['admin']],
    ['executive', ['executive']],
  ])
})

it('answers an error of the contract with its code, status and facts, known to the client as such', async () => {
  const client = clientOverPort(() => token)
  const { error } = await safe(client.clients.get({ client: 'C-404' }))
  expect(isDefinedError(error)).toBe(true)
  expect(error).toMatchObject({ code: 'not_found', status: 404, data: { noun: 'client', id: 'C-404' } })
  const refused = await safe(client.batches.list({ limit: 0 }))
  expect(isDefinedError(refused.error)).toBe(true)
  expect(refused.error).toMatchObject({
    code: 'bad_input',
    status: 400,
    data: { issues: [{ path: 'limit', problem: expect.any(String) }] },
  })
})

it('streams changes, and ends the stream when the client goes', async () => {
  const client = clientOverPort(() => token)
  const abort = new AbortController()
  const stream = await client.changes.watch(undefined, { signal: abort.signal })
  const next = stream.next()
  // The stream listens from its first question on, which has to cross the port first.
  await new Promise((resolve) => setTimeout(resolve, 100))
  await client.producers.add({ id: 7, code: 'seven', name: 'Seven', agreement: forSmallFiles })
  expect(await next).toEqual({ done: false, value: { topic: 'producers', at: expect.any(String) } })
  abort.abort()
  await expect(stream.next()).rejects.toThrow()
})

it('gives each port its own answers: two windows do not hear each other', async () => {
  const signedIn = clientOverPort(() => token)
  const stranger = clientOverPort(() => undefined)
  const calls = Array.from({ length: 40 }, (_, index) =>
    index % 2 === 0 ? signedIn.session.get().then(({ user }) => user.name) : refusalOf(stranger.session.get()),
  )
  const answers = await Promise.all(calls)
  expect(answers.filter((_, index) => index % 2 === 0)).toEqual(Array.from({ length: 20 }, () => 'admin'))
  expect(answers.filter((_, index) => index % 2 === 1)).toEqual(
    Array.from({ length: 20 }, () => ({ code: 'not_signed_in', data: undefined })),
  )
})

it('outlives a port that talks nonsense, and answers the others', async () => {
  const failures: unknown[] = []
  const note = (error: unknown) => failures.push(error)
  process.on('unhandledRejection', note)
  process.on('uncaughtException', note)
  const port = portOfEngine()
  const nonsense = [
    'hello',
    '{}',
    '[]',
    'null',
    '{"i":"1","p":{"u":"/users/list"}}',
    '{"i":1,"p":{"u":"orpc:/users/list","h":null,"b":{"json":{"__proto__":1},"meta":[[99,"a","b"]]}}}',
    '{"i":"2","t":1,"p":{"u":"http://[","m":"GET"}}',
    `{"i":"3","p":{"u":"orpc:/${'x'.repeat(10_000)}"}}`,
    '{"i":"4","t":3}',
    '{"i":"5","t":4}',
    '{"i":"6","p":{"u":"/users/list","h":{"content-type":"multipart/form-data"}}}',
    '{"i":"7","p":{"u":"/users/list","h":{"no\\nheader":"x","authorization":"Bearer \\u0000"}}}',
    '{"i":"8","p":{"u":"/users/list","b":{"json":{},"meta":[[99,"a"]]}}}',
    '{"i":"9","p":{"u":"/users/add","b":7}}',
    new Uint8Array([1, 2, 3]),
    new Uint8Array(0),
    null,
    42,
    { json: true },
  ]
  for (const message of nonsense) port.postMessage(message)
  const client = clientOverPort(() => token)
  expect((await client.session.get()).user.name).toBe('admin')
  await new Promise((resolve) => setTimeout(resolve, 200))
  process.off('unhandledRejection', note)
  process.off('uncaughtException', note)
  expect(failures).toEqual([])
})

it('answers a procedure that does not exist without a handler ever running', async () => {
  const client = clientOverPort(() => token) as unknown as Record<string, Record<string, () => Promise<unknown>>>
  for (const [noun, verb] of [
    ['users', 'drop'],
    ['__proto__', 'list'],
    ['constructor', 'call'],
    ['users', 'constructor'],
  ] as const) {
    const { code } = await refusalOf(client[noun]?.[verb]?.() ?? Promise.resolve())
    expect(code).toBe('NOT_FOUND')
  }
})
