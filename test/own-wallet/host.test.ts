/** The wallet over a real host: the cookie of a browser, the pages, and what another site or a socket may not do. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { RPCLink } from '@orpc/client/websocket'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import WebSocket from 'ws'
import { engineClient } from '../../engine/contract/client.ts'
import { type Host, startHost } from '../../engine/host/host.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { refusalOf } from '../workspace-fixture.ts'
import { addClient, askCode, closeWallets, openWallets, post, signIn, until, type Wallets } from './open-wallets.ts'

let books: Wallets
let host: Host
let pages: string

beforeAll(async () => {
  pages = mkdtempSync(path.join(tmpdir(), 'wallet-pages-'))
  mkdirSync(path.join(pages, 'wallet', 'assets'), { recursive: true })
  writeFileSync(path.join(pages, 'index.html'), '<p>console</p>')
  writeFileSync(path.join(pages, 'wallet', 'index.html'), '<p>wallet</p>')
  writeFileSync(path.join(pages, 'wallet', 'service-worker.js'), '')
  writeFileSync(path.join(pages, 'wallet', 'assets', 'wallet-1.js'), '')
  books = await openWallets()
  host = await startHost({ engine: books.engine, rendererDirectory: pages })
  await addClient(books, 'C-A')
  await addClient(books, 'C-B')
  await post(books, [
    { client: 'C-A', tx: 'a-1', amount: 5_000 },
    { client: 'C-B', tx: 'b-1', amount: 7_000 },
  ])
}, 60_000)
afterEach(() => {
  vi.useRealTimers()
})
afterAll(async () => {
  await host.close()
  await closeWallets(books)
  rmSync(pages, { recursive: true })
})

const json = { 'content-type': 'application/json' }
const get = (address: string, headers: Record<string, string> = {}) => fetch(`${host.url}${address}`, { headers })
const send = (address: string, body: object, headers: Record<string, string> = {}) =>
  fetch(`${host.url}${address}`, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) })
const codeOf = async (answer: Response) => ((await answer.json()) as { error: { code: string } }).error.code

/** Signs in as a browser does; answers what it would send back. */
async function cookieFor(client: string): Promise<string> {
  const { challenge, code } = await askCode(books, client)
  const answer = await send('/api/wallet/session', { challenge, code })
  expect(await answer.json()).toMatchObject({ status: 'signed_in', client, token: null })
  const [cookie = '', device = ''] = answer.headers.getSetCookie()
  expect(device).toMatch(/^wallet_device=[\w-]{43}; Path=\/api\/wallet; Max-Age=15552000; HttpOnly; SameSite=Strict$/)
  expect(cookie).toMatch(/^wallet=[\w.-]+; Path=\/api\/wallet; Max-Age=2592000; HttpOnly; SameSite=Strict$/)
  return cookie.split(';')[0] ?? ''
}

it('keeps a browser signed in by a cookie that only the wallet’s calls bring, and ends it', async () => {
  const cookie = await cookieFor('C-A')
  expect(await (await get('/api/wallet/about')).json()).toMatchObject({ isSignedIn: false, canSignIn: true })
  expect(await (await get('/api/wallet/about', { cookie })).json()).toMatchObject({ isSignedIn: true })
  expect(await (await get('/api/wallet/me', { cookie: `other=1; ${cookie}` })).json()).toMatchObject({ client: 'C-A' })
  const { items } = (await (await get('/api/wallet/history', { cookie })).json()) as { items: { reference: string }[] }
  expect(items.map(({ reference }) => reference)).toEqual(['a-1'])
  for (const address of ['/api/users', '/api/ledger/balance/C-A', '/api/callers', '/metrics'])
    expect((await get(address, { cookie })).status).toBe(401)
  const out = await send('/api/wallet/session/end', {}, { cookie })
  expect(out.headers.get('set-cookie')).toMatch(/^wallet=; .*Max-Age=0/)
  expect(await codeOf(await get('/api/wallet/me', { cookie }))).toBe('not_signed_in')
})

it('knows a browser again by what it got when it signed in, and gives it another each time', async () => {
  const { challenge, code } = await askCode(books, 'C-B')
  const deviceOf = (answer: Response): string => answer.headers.getSetCookie()[1]?.split(';')[0] ?? ''
  const first = deviceOf(await send('/api/wallet/session', { challenge, code }))
  const isKnown = async (cookie: string): Promise<unknown> => {
    const before = await withRawStore(books.engine, (raw) => raw.prepare(newest).get())
    await send('/api/wallet/codes', { who: 'C-B' }, { cookie })
    const after = () => withRawStore(books.engine, (raw) => raw.prepare(newest).get()) as Promise<typeof before>
    const made = await until(async () => {
      const now = (await after()) as { id: number; known: number; network: string }
      return now.id === (before as { id: number }).id ? undefined : now
    })
    return [made.known, made.network]
  }
  const newest = 'SELECT id, known_device AS known, network FROM wallet_challenge ORDER BY id DESC LIMIT 1'
  expect(await isKnown(first)).toEqual([1, '127.0.0.1'])
  expect(await isKnown('wallet_device=made-up')).toEqual([0, '127.0.0.1'])
  const next = await askCode(books, 'C-B')
  const second = deviceOf(await send('/api/wallet/session', next, { cookie: first }))
  expect([second === first, await isKnown(first), await isKnown(second)]).toEqual([
    false,
    [0, '127.0.0.1'],
    [1, '127.0.0.1'],
  ])
})

it('renews a cookie that is used, also after its token ended, and not a token that was sent as one', async () => {
  const cookie = await cookieFor('C-A')
  const owner = await signIn(books, 'C-A')
  expect((await get('/api/wallet/me', { cookie })).headers.get('set-cookie')).toBeNull()
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(Date.now() + 20 * 60_000)
  const later = await get('/api/wallet/me', { cookie })
  expect(later.status).toBe(200)
  const renewed = later.headers.get('set-cookie')?.split(';')[0] ?? ''
  expect(renewed).toMatch(/^wallet=./)
  expect(renewed).not.toBe(cookie)
  expect((await get('/api/wallet/me', { cookie: renewed })).status).toBe(200)
  expect((await get('/api/wallet/me', { authorization: `Bearer ${owner.token}` })).status).toBe(401)
  vi.setSystemTime(Date.now() + 25 * 3_600_000)
  expect((await get('/api/wallet/me', { cookie: renewed })).status).toBe(401)
})

it('answers every address of another client over http as one that there is not', async () => {
  const cookie = await cookieFor('C-B')
  const theirs = (
    (await (await get('/api/wallet/history', { cookie: await cookieFor('C-A') })).json()) as {
      items: { id: string }[]
    }
  ).items[0]?.id
  const ask = async (id: string) => {
    const answers = [
      await get(`/api/wallet/transactions/${id}`, { cookie }),
      await send(`/api/wallet/transactions/${id}/refund-request`, { words: 'x', client: 'C-A' }, { cookie }),
      await send(`/api/wallet/transactions/${id}/not-recognised`, { client: 'C-A', id: theirs }, { cookie }),
    ]
    return Promise.all(answers.map(async (each) => [each.status, (await each.text()).replaceAll(id, '…')]))
  }
  const [status, text] = (await ask(theirs ?? ''))[0] ?? []
  expect(status).toBe(404)
  expect(JSON.parse(String(text))).toMatchObject({ error: { code: 'not_found', noun: 'transaction', id: '…' } })
  expect((await ask(theirs ?? '')).slice(0, 2)).toEqual((await ask('t999999999')).slice(0, 2))
  // A client, a token or an account in the address is not listened to.
  for (const query of ['client=C-A', 'owner=C-A', 'sub=C-A', 'wallet=C-A'])
    expect(await (await get(`/api/wallet/me?${query}`, { cookie })).json()).toMatchObject({ client: 'C-B' })
})

it('refuses another site even with the cookie, and a socket even with the token', async () => {
  await addClient(books, 'C-C')
  await addClient(books, 'C-D')
  const cookie = await cookieFor('C-C')
  const foreign = await send('/api/wallet/session/end', {}, { cookie, origin: 'http://evil.example' })
  expect([foreign.status, await codeOf(foreign)]).toEqual([403, 'origin_not_allowed'])
  const owner = await signIn(books, 'C-D')
  const socket = new WebSocket(`${host.url.replace('http', 'ws')}/rpc`)
  const headers = { authorization: `Bearer ${owner.token}` }
  const client = engineClient(new RPCLink({ websocket: socket as never, headers: () => headers }))
  const calls = [client.ownWallet.me(), client.ownWallet.askCode({ who: 'C-A' })]
  for (const call of calls) expect((await refusalOf(call)).code).toBe('not_signed_in')
  socket.close()
})

it('serves its pages at /wallet and below, and the console’s everywhere else', async () => {
  const accept = { accept: 'text/html' }
  for (const address of ['/wallet', '/wallet/', '/wallet/requests', '/wallet/transactions/t1', '/wallet?x=1']) {
    const answer = await get(address, accept)
    expect([address, answer.status, await answer.text()]).toEqual([address, 200, '<p>wallet</p>'])
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'")
    expect(answer.headers.get('cache-control')).toBe('no-cache')
  }
  for (const address of ['/', '/wallets', '/clients'])
    expect(await (await get(address, accept)).text()).toBe('<p>console</p>')
  const worker = await get('/wallet/service-worker.js')
  expect(worker.headers.get('service-worker-allowed')).toBe('/wallet')
  expect(worker.headers.get('cache-control')).toBe('no-cache')
  const script = await get('/wallet/assets/wallet-1.js')
  // A page is many small files, which the calls of an office are not counted with.
  expect([script.headers.get('ratelimit-limit'), worker.headers.get('ratelimit-limit')]).toEqual(['20000', '1200'])
  expect(script.headers.get('cache-control')).toContain('immutable')
  expect(script.headers.get('service-worker-allowed')).toBeNull()
})

it('limits how often one address asks for codes and tries them', async () => {
  const answers: number[] = []
  for (let i = 0; i < 40; i += 1) answers.push((await send('/api/wallet/codes', { who: 'nobody' })).status)
  expect(answers.at(-1)).toBe(429)
  expect((await send('/api/wallet/session', { challenge: 'x', code: '000000' })).status).toBe(429)
  expect((await get('/api/wallet/about')).status).toBe(200)
})
