/** Statements over REST: sent in, looked at and taken out again by another program. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startHost } from '../../engine/host/host.ts'
import { mt940 } from './mt940-file.ts'
import { openStatements, type Statements } from './open-statements.ts'

type Host = Awaited<ReturnType<typeof startHost>>

let books: Statements
let host: Host

beforeAll(async () => {
  books = await openStatements()
  host = await startHost({ engine: books.engine })
}, 60_000)
afterAll(async () => {
  await host.close()
  await books.close()
})

const content = mt940([{ number: '1', opening: 0, lines: [{ day: '2026-01-05', amount: 250, ref: 'A1' }] }])

async function call(method: string, path: string, body?: object): Promise<Response> {
  return fetch(`${host.url}/api/statements${path}`, {
    method,
    headers: { authorization: `Bearer ${books.tom.token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

it('takes a file, and says what became of it', async () => {
  const part = Buffer.from(content).toString('base64')
  const sent = await call('POST', '/files', { source: 'bank', name: 'a.sta', part })
  expect(sent.status).toBe(200)
  expect(await sent.json()).toMatchObject({ upload: null, file: { id: 1, file: 'a.sta', source: 'bank' } })
  expect(await (await call('POST', '/scan', { settled: true })).json()).toEqual({ found: 0, waiting: 0, troubles: [] })
  expect(await (await call('GET', '/files/1')).json()).toMatchObject({ state: 'read', statements: 1, lines: 1 })
  expect(await (await call('GET', '/files')).json()).toMatchObject({ items: [{ id: 1 }], next: null })
  expect(await (await call('GET', '/sources')).json()).toMatchObject({ items: [{ code: 'bank' }], next: null })
})

it('lists statements and their lines, and hands out the file as it came', async () => {
  const list = await (await call('GET', '?account=omnibus:main&from=2026-01-05&to=2026-01-05')).json()
  expect(list).toMatchObject({ items: [{ id: 1, closing: 250, state: 'accepted' }], next: null })
  expect(await (await call('GET', '?to=2026-01-04')).json()).toEqual({ items: [], next: null })
  expect(await (await call('GET', '/1')).json()).toMatchObject({ id: 1, fileName: 'a.sta', findings: [] })
  expect(await (await call('GET', '/1/lines')).json()).toMatchObject({ items: [{ seq: 1, amount: 250 }] })
  const file = await call('GET', '/files/1/content')
  expect(file.headers.get('content-disposition')).toContain('a.sta')
  expect(await file.text()).toBe(content)
  const missing = await call('GET', '/77')
  expect([missing.status, await missing.json()]).toEqual([
    404,
    {
      type: '/api/docs#not_found',
      title: 'Not found',
      status: 404,
      error: { code: 'not_found', noun: 'statement', id: '77' },
    },
  ])
})
