/** The Node host as a program: where it listens, what it logs, how it ends, and that all three transports are one contract. */
import { execFileSync, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { request } from 'node:https'
import path from 'node:path'
import { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { MessageChannel } from 'node:worker_threads'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import WebSocket from 'ws'
import { engineClient } from '../../engine/contract/client.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { startHost } from '../../engine/host/host.ts'
import { servePort } from '../../engine/router/serve-port.ts'
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

beforeAll(async () => {
  ;({ directory } = await makeWorkspace())
  opened = await openTestEngine(directory)
})
afterAll(async () => {
  await opened.engine.close()
  removeFolder(directory)
})

it('refuses to listen beyond this machine without TLS', async () => {
  const refused = startHost({ engine: opened.engine, address: '0.0.0.0' })
  await expect(refused).rejects.toMatchObject({ code: 'tls_required', facts: { address: '0.0.0.0' } })
})

it('says which port it could not have', async () => {
  const first = await startHost({ engine: opened.engine })
  await expect(startHost({ engine: opened.engine, port: first.port })).rejects.toMatchObject({
    code: 'port_unusable',
    facts: { port: first.port },
  })
  await first.close()
})

it('serves over its own TLS', async () => {
  const folder = makeFolder()
  const [key, certificate] = [path.join(folder, 'key.pem'), path.join(folder, 'certificate.pem')]
  const make = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=127.0.0.1'
  execFileSync('openssl', [...make.split(' '), '-keyout', key, '-out', certificate], { stdio: 'ignore' })
  const host = await startHost({ engine: opened.engine, tls: { key, certificate } })
  const answer = await new Promise<{ status: number | undefined; hsts: unknown }>((resolve, reject) => {
    request(`${host.url}/health`, { rejectUnauthorized: false }, (response) => {
      response.resume()
      resolve({ status: response.statusCode, hsts: response.headers['strict-transport-security'] })
    })
      .on('error', reject)
      .end()
  })
  expect(answer).toEqual({ status: 200, hsts: 'max-age=31536000' })
  await host.close()
  removeFolder(folder)
})

/** The same story over each transport: a typed error with its facts, a value, a list, a stream. */
async function exercise(connect: (token: () => string) => EngineClient): Promise<void> {
  let token = ''
  const client = connect(() => token)
  expect(await refusalOf(client.session.signIn({ user: 'admin', passphrase: 'wrong' }))).toEqual({
    code: 'wrong_credentials',
    data: { retryAfterSeconds: 0 },
  })
  token = (await client.session.signIn({ user: 'admin', passphrase: passphraseOf('admin') })).token
  expect((await client.users.list()).items.map((user) => user.name)).toEqual(['admin'])
  expect(await refusalOf(client.batches.get({ id: 404 }))).toEqual({
    code: 'not_found',
    data: { noun: 'batch', id: '404' },
  })
  const proof = await client.audit.watchVerify({})
  let step = await proof.next()
  while (step.done !== true) step = await proof.next()
  expect(step.value).toMatchObject({ intact: true, brokenAt: null })
  const leaving = new AbortController()
  const heard: string[] = []
  const listening = (async () => {
    for await (const change of await client.changes.watch(undefined, { signal: leaving.signal })) {
      heard.push(change.topic)
      if (heard.includes('jobs')) break
    }
  })()
  await new Promise((resolve) => setTimeout(resolve, 100))
  opened.engine.changes.publish(['jobs'])
  await listening
  expect(heard).toContain('jobs')
  leaving.abort()
}

it('answers one contract over a MessagePort', async () => {
  const { port1, port2 } = new MessageChannel()
  servePort(opened.engine, port2 as never)
  port2.start()
  await exercise((token) => {
    const link = new PortLink({ port: port1 as never, headers: () => ({ authorization: `Bearer ${token()}` }) })
    port1.start()
    return engineClient(link)
  })
  port1.close()
})

it('answers the same contract over a WebSocket', async () => {
  const host = await startHost({ engine: opened.engine })
  const socket = new WebSocket(`${host.url.replace('http', 'ws')}/rpc`)
  await exercise((token) =>
    engineClient(
      new SocketLink({ websocket: socket as never, headers: () => ({ authorization: `Bearer ${token()}` }) }),
    ),
  )
  await host.close()
})

it('streams changes over REST as server-sent events', async () => {
  const host = await startHost({ engine: opened.engine })
  const { token } = await opened.as('admin')
  const leaving = new AbortController()
  const answer = await fetch(`${host.url}/api/changes`, {
    headers: { authorization: `Bearer ${token}` },
    signal: leaving.signal,
  })
  expect(answer.headers.get('content-type')).toContain('text/event-stream')
  await new Promise((resolve) => setTimeout(resolve, 100))
  opened.engine.changes.publish(['jobs'])
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (!text.includes('"topic":"jobs"')) text += (await reader?.read())?.value ?? ''
  expect(text).toContain('"topic":"jobs"')
  leaving.abort()
  await host.close()
})

it('shows everybody how calls are made, as a document and as a page without scripts', async () => {
  const host = await startHost({ engine: opened.engine })
  const document = await fetch(`${host.url}/api/openapi.json`)
  expect(document.headers.get('content-type')).toBe('application/json; charset=utf-8')
  expect(await document.json()).toMatchObject({
    openapi: expect.stringMatching(/^3\.1/),
    info: { title: 'Countinghouse' },
  })
  const page = await fetch(`${host.url}/api/docs`)
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/)
  expect(await page.text()).toMatch(/^<!doctype html><html lang="en">/)
  await host.close()
})

it('logs no name, address, query or amount', async () => {
  const lines: string[] = []
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString())
      done()
    },
  })
  const host = await startHost({ engine: opened.engine, log: pino({ level: 'trace' }, sink) })
  const { token } = await opened.as('admin')
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  await fetch(`${host.url}/api/clients/C-SECRET-77`, { headers })
  await fetch(`${host.url}/api/audit?subject=user:Mei`, { headers })
  await fetch(`${host.url}/api/session`, {
    method: 'POST',
    headers,
    body: '{"user":"mei","passphrase":"4111111111111111"}',
  })
  const log = lines.join('')
  expect(lines.length).toBeGreaterThanOrEqual(4)
  for (const secret of ['C-SECRET-77', 'Mei', 'mei', '4111', token, '127.0.0.1', '::1'])
    expect(log).not.toContain(secret)
  await host.close()
})

it('shows figures to whoever may see jobs, and to a monitor with its own token', async () => {
  const host = await startHost({ engine: opened.engine, metricsToken: 'for the monitor' })
  const { token } = await opened.as('admin')
  for (const each of [token, 'for the monitor']) {
    const answer = await fetch(`${host.url}/metrics`, { headers: { authorization: `Bearer ${each}` } })
    expect(await answer.text()).toContain('countinghouse_workspace_open 1')
  }
  expect((await fetch(`${host.url}/metrics`)).status).toBe(401)
  await host.close()
})

it('ends gracefully when asked to: the lock is free, and the next start finds nothing to mend', async () => {
  const { directory: own } = await makeWorkspace()
  const main = fileURLToPath(new URL('../../engine/host/main.ts', import.meta.url))
  const child = spawn(process.execPath, [main, '--workspace', own], {
    env: { ...process.env, COUNTINGHOUSE_PASSPHRASE: passphraseOf('admin') },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const url = await new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => resolve(/http:\S+/.exec(chunk.toString())?.[0] ?? ''))
  })
  expect(((await (await fetch(`${url}health`)).json()) as { workspace: string }).workspace).toBe('open')
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  const again = await openTestEngine(own)
  expect((await (await again.as('admin')).workspace.check({ deep: true })).consistent).toBe(true)
  await again.engine.close()
  removeFolder(own)
})

it.each([
  [['--tls-certificate', 'c.pem'], 'belong together'],
  [['--port', 'eighty'], 'takes a number'],
  [['--tlskey', 'k.pem'], 'Unknown option'],
])('options that can’t be meant are refused in a sentence: %j', async (options, sentence) => {
  const main = fileURLToPath(new URL('../../engine/host/main.ts', import.meta.url))
  const child = spawn(process.execPath, [main, ...options], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(2)
  expect(said).toContain(sentence)
  expect(said).not.toContain('    at ')
})

it('a start without its workspace says so in words a program can read', async () => {
  const folder = makeFolder()
  writeFileSync(path.join(folder, 'nothing.txt'), '')
  const main = fileURLToPath(new URL('../../engine/host/main.ts', import.meta.url))
  const child = spawn(process.execPath, [main, '--workspace', folder], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(1)
  expect(JSON.parse(said)).toMatchObject({ error: { code: 'workspace_missing' } })
  removeFolder(folder)
})
