/** A batch's file as it was dropped, for those who may have it: whole where it streams, in parts where it can't. */
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { createRouterClient } from '@orpc/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { type Host, startHost } from '../../engine/host/host.ts'
import { makeLog } from '../../engine/host/log.ts'
import type { CallSource } from '../../engine/router/call-context.ts'
import { router } from '../../engine/router/router.ts'
import { flipBit } from '../store/on-disk.ts'
import { refusalOf } from '../workspace-fixture.ts'
import { type Books, csvOf, csvRow, openBooks } from './drop.ts'

let books: Books
let ana: Books['client']
let host: Host
const card = '4111 1111 1111 1111'
const small = csvOf([
  csvRow({ tx: '1', client: 'A', amount: 5 }),
  csvRow({ tx: `card ${card}`, client: 'A', amount: 5 }),
])
const name = "two words, ünï & 'quotes'.csv"
/** Of text that nothing shortens, so that it is large wherever it lies. */
const large = csvOf(
  Array.from({ length: 90_000 }, (_, at) =>
    csvRow({ tx: createHash('sha256').update(String(at)).digest('hex'), client: 'B', amount: 1 }),
  ),
)
const packed = gzipSync(small)

beforeAll(async () => {
  books = await openBooks({}, [{ name: 'ana', roles: ['analyst'] }])
  ana = (await books.as('ana')) as Books['client']
  books.drop(name, small)
  await books.drain()
  books.drop('large.csv', large)
  await books.drain()
  books.drop('packed.csv.gz', packed)
  await books.drain()
  books.drop('damaged.csv', csvOf([csvRow({ tx: 'd', client: 'A', amount: 5 })]))
  await books.drain()
  host = await startHost({ engine: books.engine, log: makeLog('silent') })
})
afterAll(async () => {
  await host.close()
  await books.close()
})

const over = (source: CallSource): EngineClient =>
  createRouterClient(router, {
    context: { engine: books.engine, source, reqHeaders: new Headers({ authorization: `Bearer ${ana.token}` }) },
  }) as EngineClient
const fetched = (id: number) =>
  fetch(`${host.url}/api/batches/${id}/file`, { headers: { authorization: `Bearer ${ana.token}` } })
const exports = async () => {
  const { items } = await books.client.audit.list({ action: 'batches.download', limit: 50 })
  return items.map(({ actor, subject, outcome, detail }) => ({ actor, subject, outcome, detail }))
}

it('streams over REST, byte for byte, as a file to keep and never as a page', async () => {
  const answer = await fetched(1)
  expect(answer.status).toBe(200)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-length': String(Buffer.byteLength(small)),
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  })
  expect(answer.headers.get('content-disposition')).toContain(encodeURIComponent('ünï'))
  // Nothing is masked in it: that is what its own permission is for.
  expect(await answer.text()).toBe(small)
  expect(Buffer.from(await (await fetched(2)).arrayBuffer()).equals(Buffer.from(large))).toBe(true)
  // A packed file is what the producer sent, and what its hash is over.
  const gz = Buffer.from(await (await fetched(3)).arrayBuffer())
  expect(gz.equals(packed)).toBe(true)
  expect((await ana.batches.get({ id: 3 })).sha256).toBe(createHash('sha256').update(gz).digest('hex'))
})

it('is in the audit chain before it leaves, each time, with who took what through which door', async () => {
  const before = (await exports()).length
  await fetched(1)
  await over('port').batches.download({ id: 1 })
  expect((await exports()).slice(0, 2).map(({ detail }) => detail)).toMatchObject([
    { source: 'port' },
    { source: 'rest' },
  ])
  expect((await exports())[0]).toEqual({
    actor: 'ana',
    subject: 'batch:1',
    outcome: 'begun',
    detail: {
      file: name,
      bytes: Buffer.byteLength(small),
      sha256: createHash('sha256').update(small).digest('hex'),
      source: 'port',
    },
  })
  expect((await exports()).length).toBe(before + 2)
})

it('comes whole over the line of a window only while it is small', async () => {
  const whole = await over('websocket').batches.download({ id: 1 })
  expect([whole.name, await whole.text()]).toEqual([name, small])
  const before = (await exports()).length
  expect(await refusalOf(over('websocket').batches.download({ id: 2 }))).toEqual({
    code: 'file_too_large',
    data: { bytes: Buffer.byteLength(large), bytesMax: 8 * 2 ** 20 },
  })
  expect((await exports()).length).toBe(before)
})

it('comes in parts whatever its size, is noted once for all of them, and again when somebody begins elsewhere', async () => {
  const { batches } = over('port')
  const before = (await exports()).length
  const parts: Buffer[] = []
  for (let offset: number | null = 0; offset !== null; ) {
    const part: Awaited<ReturnType<typeof batches.downloadPart>> = await batches.downloadPart({ id: 2, offset })
    parts.push(Buffer.from(part.base64, 'base64'))
    expect(part.bytes).toBe(Buffer.byteLength(large))
    offset = part.next
  }
  expect(parts.length).toBeGreaterThan(8)
  expect(Buffer.concat(parts).equals(Buffer.from(large))).toBe(true)
  expect((await exports()).length).toBe(before + 1)
  const middle = await batches.downloadPart({ id: 2, offset: 5_000_001 })
  expect(Buffer.from(middle.base64, 'base64').equals(Buffer.from(large).subarray(5_000_001, 5_000_001 + 2 ** 20))).toBe(
    true,
  )
  expect((await exports()).length).toBe(before + 2)
  // Beyond its end there is nothing.
  expect(await batches.downloadPart({ id: 1, offset: 1_000_000 })).toEqual({
    base64: '',
    bytes: Buffer.byteLength(small),
    next: null,
  })
})

it('is not there for a batch that is not, and refused to whoever may not have it', async () => {
  expect((await fetched(9)).status).toBe(404)
  expect(await refusalOf(books.client.batches.download({ id: 1 }))).toEqual({
    code: 'not_permitted',
    data: { permission: 'batches.download' },
  })
})

it('tells that the archive is damaged instead of handing out what was not proven', async () => {
  const folder = path.join(books.engine.layout.archive)
  const { store } = await books.engine.opened()
  const archived = await store.read('batches.archived', { batch: 4 })
  expect(readdirSync(folder, { recursive: true }).map(String)).toContain(path.normalize(archived?.archive ?? ''))
  flipBit(path.join(folder, archived?.archive ?? ''), 60)
  expect((await fetched(4)).status).toBe(500)
  expect((await refusalOf(over('port').batches.download({ id: 4 }))).code).toBe('store_damaged')
  expect((await refusalOf(over('port').batches.downloadPart({ id: 4 }))).code).toBe('store_damaged')
})

it('shows a line with those around it, masked, from one reading', async () => {
  const { items } = await ana.batches.context({ id: 1, line: 2, around: 1 })
  expect(items).toEqual([
    { line: 1, raw: small.split('\n')[0] },
    { line: 2, raw: small.split('\n')[1] },
    { line: 3, raw: (small.split('\n')[2] ?? '').replace(card, '************1111') },
  ])
  const far = await ana.batches.context({ id: 2, line: 70_000, around: 20 })
  const lines = large.split('\n')
  expect(far.items).toEqual(Array.from({ length: 41 }, (_, at) => ({ line: 69_980 + at, raw: lines[69_979 + at] })))
  const last = await ana.batches.context({ id: 2, line: 90_001 })
  expect(last.items.map(({ line }) => line)).toEqual([89_999, 90_000, 90_001])
  expect((await ana.batches.context({ id: 2, line: 4_097, around: 0 })).items).toEqual([
    { line: 4_097, raw: lines[4_096] },
  ])
  expect(await refusalOf(ana.batches.context({ id: 2, line: 90_002 }))).toEqual({
    code: 'not_found',
    data: { noun: 'line', id: '2:90002' },
  })
})
