/** A file that is sent is a file that was dropped: the same folder, the same rules, once. */

import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { removeCutOff } from '../../engine/ingest/put-file.ts'
import { inDays, type OpenCallers, openCallers, type Program } from './open-callers.ts'

let open: OpenCallers
let shop: Program
let folder: string
beforeEach(async () => {
  open = await openCallers()
  shop = await open.program({ scopes: ['batches.send', 'producers.pause', 'ledger.read'], producer: 7 })
  folder = path.join(open.opened.engine.layout.drop, 'seven')
})
afterEach(() => open.close())

const day = new Date().toISOString().slice(0, 10)
const fileOf = (...rows: string[]): string =>
  ['TxDate,ProducerId,ClientId,ProducerLocation,TxId,TxType,Amount', ...rows, ''].join('\n')
const threeTopUps = fileOf(...[1, 2, 3].map((n) => `${day},7,C${n},Central,T${n},TopUp,1000`))

async function put(name: string, content: string, { key = shop.key, headers = {} } = {}) {
  const answer = await fetch(`${open.host.url}/api/producer/files/${encodeURIComponent(name)}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv', ...headers },
    body: content,
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const ingest = () => open.admin.ingest.scan({ settled: true })

it('posts what was sent as if it had been dropped, and tells the program what became of it', async () => {
  expect(await put('a.csv', threeTopUps)).toEqual({
    status: 201,
    body: { file: 'a.csv', bytes: threeTopUps.length, sha256: sha256(threeTopUps), repeated: false },
  })
  expect(readdirSync(folder).toSorted()).toEqual(['a.csv', 'a.csv.done'])
  await ingest()
  const { body } = await shop.call('GET', '/producer/batches')
  expect(body.items).toMatchObject([{ file: 'a.csv', state: 'posted', posted: 3, sum: 3_000 }])
  expect(readdirSync(folder)).toEqual([])
})

it('takes the same file once, while it waits and after it was taken', async () => {
  await put('a.csv', threeTopUps)
  expect((await put('a.csv', threeTopUps)).body).toMatchObject({ repeated: true })
  expect(await put('a.csv', `${threeTopUps}#`)).toMatchObject({
    status: 409,
    body: { error: { code: 'file_waiting' } },
  })
  await ingest()
  expect((await put('a.csv', threeTopUps)).body).toMatchObject({ repeated: true })
  expect(readdirSync(folder)).toEqual([])
  expect((await open.admin.batches.list({})).items).toHaveLength(1)
})

it('takes control totals that were sent before the file', async () => {
  await put('b.csv.control.json', JSON.stringify({ count: 4, sum: 3_000 }))
  await put('b.csv', threeTopUps)
  await ingest()
  expect((await open.admin.batches.list({})).items).toMatchObject([{ state: 'held', reasons: ['CONTROL_MISMATCH'] }])
})

it.each([
  ['../evil.csv', 400, 'file_name_unusable'],
  ['.hidden.csv', 400, 'file_name_unusable'],
  ['a.csv.done', 400, 'file_name_unusable'],
  ['a.csv.part', 400, 'file_name_unusable'],
  ['con.csv', 400, 'file_name_unusable'],
  ['a.csv.', 400, 'file_name_unusable'],
  [`${'帳'.repeat(83)}.csv`, 400, 'file_name_unusable'],
  [`${'a'.repeat(201)}.csv`, 400, 'file_name_unusable'],
  ['a\u0000.csv', 400, 'file_name_unusable'],
  ['a/b.csv', 400, 'file_name_unusable'],
])('refuses the name %j', async (name, status, code) => {
  expect(await put(name, threeTopUps)).toMatchObject({ status, body: { error: { code } } })
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([])
})

it('refuses what is empty or not what was announced, and keeps nothing of it', async () => {
  expect(await put('e.csv', '')).toMatchObject({ status: 400, body: { error: { code: 'file_empty' } } })
  const digest = { 'content-digest': `sha-256=:${Buffer.from(sha256('other'), 'hex').toString('base64')}:` }
  expect(await put('d.csv', threeTopUps, { headers: digest })).toMatchObject({
    status: 409,
    body: { error: { code: 'file_differs', sha256: sha256(threeTopUps) } },
  })
  expect(readdirSync(folder)).toEqual([])
})

it('takes a name as long as the contract says', async () => {
  const name = `${'a'.repeat(196)}.csv`
  expect(await put(name, threeTopUps)).toMatchObject({ status: 201, body: { file: name } })
})

it('keeps nothing of a call without a body, of a digest that can’t be read, or of what is announced as too large', async () => {
  const url = `${open.host.url}/api/producer/files/n.csv`
  const headers = { authorization: `Bearer ${shop.key}` }
  const none = await fetch(url, { method: 'PUT', headers })
  expect([none.status, await none.json()]).toMatchObject([400, { error: { code: 'file_empty' } }])
  expect(await put('n.csv', threeTopUps, { headers: { 'content-digest': 'sha-256=dead' } })).toMatchObject({
    status: 400,
    body: { error: { code: 'digest_unreadable' } },
  })
  const large = await new Promise<string>((resolve) => {
    const socket = connect(Number(new URL(open.host.url).port), '127.0.0.1')
    const head = [`PUT /api/producer/files/n.csv HTTP/1.1`, `Host: 127.0.0.1:${new URL(open.host.url).port}`]
    const more = [`Authorization: Bearer ${shop.key}`, 'Content-Type: text/csv', 'Content-Length: 9000000000', '', '']
    socket.once('data', (data) => {
      socket.destroy()
      resolve(data.toString())
    })
    socket.write([...head, ...more].join('\r\n'))
  })
  expect(large).toMatch(/^HTTP\/1\.1 413 /)
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([])
})

it('takes nothing from a program that was stopped while its file came', async () => {
  const { port } = new URL(open.host.url)
  const socket = connect(Number(port), '127.0.0.1')
  const head = [
    'PUT /api/producer/files/late.csv HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    `Authorization: Bearer ${shop.key}`,
  ]
  const half = threeTopUps.length / 2
  socket.write([...head, 'Content-Type: text/csv', `Content-Length: ${threeTopUps.length}`, '', ''].join('\r\n'))
  socket.write(threeTopUps.slice(0, half))
  await expect.poll(() => (existsSync(folder) ? readdirSync(folder) : [])).toHaveLength(1)
  await open.admin.callers.stop({ caller: shop.caller, reason: 'it leaked' })
  const answer = new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())))
  socket.write(threeTopUps.slice(half))
  expect(await answer).toMatch(/^HTTP\/1\.1 401 /)
  socket.destroy()
  expect(readdirSync(folder)).toEqual([])
})

it('removes what a crash left of an upload, and nothing else', async () => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, `.${randomUUID()}.part`), 'half')
  writeFileSync(path.join(folder, '.mine.part'), 'a producer’s own')
  await removeCutOff(open.opened.engine.layout.drop)
  expect(readdirSync(folder)).toEqual(['.mine.part'])
})

it('keeps nothing of a file whose sender goes away in the middle', async () => {
  const { port } = new URL(open.host.url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.write(
    [
      'PUT /api/producer/files/cut.csv HTTP/1.1',
      `Host: 127.0.0.1:${port}`,
      `Authorization: Bearer ${shop.key}`,
      'Content-Type: text/csv',
      'Content-Length: 100000',
      '',
      threeTopUps,
    ].join('\r\n'),
  )
  await expect.poll(() => readdirSync(folder)).toHaveLength(1)
  socket.destroy()
  await expect.poll(() => readdirSync(folder)).toEqual([])
  // Somebody going away is no fault of ours.
  expect(open.opened.incidents).toEqual([])
})

it('never writes over a file or follows a link that lies there', async () => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'mine.csv'), 'dropped')
  expect(await put('mine.csv', threeTopUps)).toMatchObject({ status: 409, body: { error: { code: 'file_waiting' } } })
})

it('is for the program of a producer with that scope, and for nobody else', async () => {
  const reader = await open.program({ scopes: ['ledger.read'] })
  expect(await put('a.csv', threeTopUps, { key: reader.key })).toMatchObject({
    status: 403,
    body: { error: { code: 'not_permitted', permission: 'batches.send' } },
  })
  const { token } = await open.opened.as('admin')
  expect(await put('a.csv', threeTopUps, { key: token })).toMatchObject({ status: 401 })
  expect(await put('a.csv', threeTopUps, { key: `${shop.key}x` })).toMatchObject({ status: 401 })
})

it('stops its own producer at once, and goes on when a person agrees', async () => {
  await open.admin.producers.add({ id: 8, code: 'eight', name: 'Eight' })
  expect((await shop.call('POST', '/producer/suspend', { reason: 'our till is broken' })).body).toMatchObject({
    id: 7,
    state: 'suspended',
    suspendedFor: 'our till is broken',
  })
  expect(await open.admin.producers.list()).toMatchObject({
    items: [
      { id: 7, state: 'suspended', suspension: { by: expect.stringMatching(/^shop-/) } },
      { id: 8, state: 'active' },
    ],
  })
  await put('a.csv', threeTopUps)
  await ingest()
  expect((await shop.call('GET', '/producer/batches')).body.items).toMatchObject([
    { state: 'held', reasons: ['PRODUCER_SUSPENDED'] },
  ])
  const asked = await shop.call('POST', '/producer/resume', { reason: 'mended' }, { 'idempotency-key': 'r' })
  expect(asked.status).toBe(200)
  expect((await shop.call('GET', '/producer')).body).toMatchObject({ state: 'suspended' })
  await open.approver.proposals.approve({ id: Number(asked.body.proposal) })
  expect((await shop.call('GET', '/producer')).body).toMatchObject({ state: 'active', suspendedAt: null })
  const nobodys = await open.program({ scopes: ['ledger.read'], expiresAt: inDays(2) })
  expect((await nobodys.call('POST', '/producer/suspend', { reason: 'x' })).status).toBe(403)
})
