/** Somebody tries to get in over the network: without a token, with another's, from another site, through another name. */
import { request } from 'node:http'
import { RPCLink } from '@orpc/client/websocket'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { engineClient } from '../../engine/contract/client.ts'
import { type Host, startHost } from '../../engine/host/host.ts'
import {
  makeWorkspace,
  openTestEngine,
  passphraseOf,
  refusalOf,
  removeFolder,
  type TestEngine,
} from '../workspace-fixture.ts'

let directory: string
let opened: TestEngine
let host: Host
let token: string

beforeAll(async () => {
  ;({ directory } = await makeWorkspace())
  opened = await openTestEngine(directory)
  host = await startHost({ engine: opened.engine })
  ;({ token } = await opened.as('admin'))
})
afterAll(async () => {
  await host.close()
  await opened.engine.close()
  removeFolder(directory)
})

type Answer = Readonly<{
  status: number
  body: string
  headers: Readonly<Record<string, string | string[] | undefined>>
}>

/** Node's own client, because `fetch` refuses to send a foreign Host. */
function ask(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET', body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(`${host.url}${path}`, { method, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString(), headers: answer.headers }),
      )
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

const bearer = (value: string) => ({ authorization: `Bearer ${value}` })
const codeOf = ({ body }: Answer): string => (JSON.parse(body) as { error: { code: string } }).error.code

describe('without a session', () => {
  it.each(['/api/users', '/api/batches', '/api/audit', '/api/ledger/balance/C1', '/api/callers', '/metrics'])(
    '%s is refused',
    async (path) => {
      const answer = await ask(path)
      expect(answer.status).toBe(401)
      expect(codeOf(answer)).toBe('not_signed_in')
    },
  )

  it.each([bearer(''), bearer('x'), bearer('a'.repeat(5_000)), { authorization: 'Basic YWRtaW46eA==' }])(
    'a made-up credential is refused',
    async (headers) => {
      expect((await ask('/api/users', headers)).status).toBe(401)
    },
  )

  it('a token in the address is no token', async () => {
    expect((await ask(`/api/users?token=${token}`)).status).toBe(401)
  })

  it('a WebSocket answers nothing but who is there', async () => {
    const socket = new WebSocket(`${host.url.replace('http', 'ws')}/rpc`)
    const client = engineClient(new RPCLink({ websocket: socket as never }))
    expect((await client.workspace.status()).state).toBe('open')
    expect((await refusalOf(client.users.list())).code).toBe('not_signed_in')
    expect((await refusalOf(client.batches.openView({}))).code).toBe('not_signed_in')
    socket.close()
  })
})

describe('with a token that is not meant for the caller', () => {
  it('a page of another site is refused even with the right token', async () => {
    for (const origin of [
      'http://evil.example',
      'null',
      'file://',
      `https://127.0.0.1:${host.port}`,
      'http://127.0.0.1:1',
    ]) {
      const answer = await ask('/api/users', { ...bearer(token), origin })
      expect([origin, answer.status, codeOf(answer)]).toEqual([origin, 403, 'origin_not_allowed'])
    }
  })

  it('a request that a browser marks as cross-site is refused', async () => {
    const answer = await ask('/api/users', {
      ...bearer(token),
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'cors',
    })
    expect(codeOf(answer)).toBe('origin_not_allowed')
  })

  it('our address under another name is refused: DNS rebinding', async () => {
    for (const name of [
      'evil.example',
      `evil.example:${host.port}`,
      '127.0.0.1',
      `127.0.0.1.evil.example:${host.port}`,
    ]) {
      const answer = await ask('/api/users', { ...bearer(token), host: name })
      expect([name, answer.status, codeOf(answer)]).toEqual([name, 403, 'host_not_allowed'])
    }
  })

  it('a WebSocket from another site is not opened', async () => {
    for (const headers of [{ origin: 'http://evil.example' }, { host: 'evil.example' }]) {
      const socket = new WebSocket(`${host.url.replace('http', 'ws')}/rpc`, { headers })
      const status = await new Promise((resolve) => {
        socket.on('unexpected-response', (_request, response) => resolve(response.statusCode))
        socket.on('open', () => resolve('open'))
        socket.on('error', () => undefined)
      })
      expect(status).toBe(403)
    }
  })

  it('our own page and plain programs are answered', async () => {
    expect((await ask('/api/users', { ...bearer(token), origin: host.url })).status).toBe(200)
    expect((await ask('/api/users', { ...bearer(token), host: `localhost:${host.port}` })).status).toBe(200)
    expect((await ask('/api/users', bearer(token))).status).toBe(200)
  })

  it('a token is worth nothing after its owner signed out', async () => {
    const client = await opened.as('admin')
    await client.session.signOut()
    expect((await ask('/api/users', bearer(client.token))).status).toBe(401)
  })
})

describe('with too much', () => {
  it('a body over the limit is refused before it is read', async () => {
    const answer = await ask('/api/session', { 'content-type': 'application/json' }, 'POST', `"${'x'.repeat(2 ** 21)}"`)
    expect(answer.status).toBe(413)
    expect(codeOf(answer)).toBe('body_too_large')
  })

  it('broken JSON and prototype keys are bad input', async () => {
    for (const body of ['{"user":', '{"__proto__":{"x":1},"user":"admin","passphrase":"x"}', 'null', '[]']) {
      const answer = await ask('/api/session', { 'content-type': 'application/json' }, 'POST', body)
      expect([body, answer.status, codeOf(answer)]).toEqual([body, 400, 'bad_input'])
    }
  })

  it('signing in without pause is slowed down with a clear answer', async () => {
    const body = JSON.stringify({ user: 'nobody', passphrase: 'guess' })
    const headers = { 'content-type': 'application/json' }
    const codes = new Set<string>()
    for (let i = 0; i < 40; i += 1) codes.add(codeOf(await ask('/api/session', headers, 'POST', body)))
    expect([...codes].toSorted()).toEqual(['too_many_attempts', 'too_many_requests', 'wrong_credentials'])
  })

  it('a socket that floods is closed', async () => {
    const socket = new WebSocket(`${host.url.replace('http', 'ws')}/rpc`)
    await new Promise((resolve) => socket.once('open', resolve))
    const closed = new Promise<number>((resolve) => socket.once('close', resolve))
    for (let i = 0; i < 1_000; i += 1) socket.send('{"i":"1","p":{"u":"/workspace/status"}}')
    expect(await closed).toBe(1008)
  })

  it.each(['', '{}', 'GET / HTTP/1.1', '\u0000'])('a socket that sends no call is closed: %j', async (text) => {
    const socket = new WebSocket(`${host.url.replace('http', 'ws')}/rpc`)
    await new Promise((resolve) => socket.once('open', resolve))
    const closed = new Promise<number>((resolve) => socket.once('close', resolve))
    socket.send(text)
    expect(await closed).toBe(1007)
  })
})

describe('every answer', () => {
  it('has the shape of the contract, also where the address can not be read', async () => {
    const answer = await ask('/api/clients/%ff', bearer(token))
    expect([answer.status, codeOf(answer)]).toEqual([400, 'bad_input'])
  })

  it('carries the policy that lets no foreign script run', async () => {
    const { headers } = await ask('/health')
    expect(headers['content-security-policy']).toContain("script-src 'self';")
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['x-content-type-options']).toBe('nosniff')
  })

  it('tells nothing of stacks, paths or SQL', async () => {
    const paths = [
      '/api/nothing',
      '/api/batches/x',
      '/api/batches?cursor=%00',
      '/api/audit?limit=-1',
      '/api/%E0%A4%A',
      '/..%2f..%2fetc/passwd',
    ]
    for (const path of paths) {
      const { body, status } = await ask(path, bearer(token))
      expect(status, path).toBeGreaterThanOrEqual(400)
      expect(body, path).not.toMatch(/ at |node_modules|SELECT|sqlite|\.ts|root:/i)
    }
  })
})

it('signs in over REST with the passphrase, and the session works', async () => {
  const body = JSON.stringify({ user: 'admin', passphrase: passphraseOf('admin') })
  const other = await startHost({ engine: opened.engine })
  const signedIn = await fetch(`${other.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  const session = (await signedIn.json()) as { token: string }
  const users = await fetch(`${other.url}/api/users`, { headers: bearer(session.token) })
  expect(users.status).toBe(200)
  await other.close()
})
