/** Whoever is slow on purpose, or for ever, is let go: calls by the time that they take, files by the time they stand still. */
import { existsSync, readdirSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { beginUpload } from '../callers/half-upload.ts'
import { type OpenCallers, openCallers, type Program } from '../callers/open-callers.ts'

let open: OpenCallers
let shop: Program
let folder: string
beforeAll(async () => {
  open = await openCallers({ limits: { callMs: 400, stillMs: 400 } })
  shop = await open.program({ scopes: ['batches.send', 'producers.pause'], producer: 7 })
  folder = path.join(open.opened.engine.layout.drop, 'seven')
})
afterAll(() => open.close())

const left = (): readonly string[] => (existsSync(folder) ? readdirSync(folder) : [])

it('lets a file go that stands still, and keeps nothing of it', async () => {
  const upload = await beginUpload({ url: open.host.url, key: shop.key, name: 'still.csv', bytes: 1_000 })
  upload.send('half of it')
  await expect.poll(left).toHaveLength(1)
  expect(await upload.answer).toBe(null)
  await expect.poll(left).toEqual([])
  // It is on record as cut off, and no fault of ours.
  const notes = async () => (await open.admin.audit.list({ action: 'ingest.upload' })).items
  await expect
    .poll(notes)
    .toMatchObject([{ outcome: 'file_cut_off', detail: { file: 'still.csv', bytes: 'half of it'.length } }])
  expect(open.opened.incidents).toEqual([])
})

it('takes a file that moves, however long it takes', async () => {
  const pieces = Array.from({ length: 12 }, (_, n) => `piece ${n}\n`)
  const bytes = pieces.join('').length
  const upload = await beginUpload({ url: open.host.url, key: shop.key, name: 'slow.txt', bytes })
  for (const piece of pieces) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    upload.send(piece)
  }
  expect(await upload.answer).toBe('HTTP/1.1 201 Created')
  upload.socket.destroy()
})

it('ends a call that is not there whole after its time, even though it moves', async () => {
  const { port } = new URL(open.host.url)
  const socket = connect(Number(port), '127.0.0.1')
  const ended = new Promise((resolve) => socket.once('close', resolve))
  const head = ['POST /api/producer/suspend HTTP/1.1', `Host: 127.0.0.1:${port}`, `Authorization: Bearer ${shop.key}`]
  socket.on('error', () => undefined)
  socket.write([...head, 'Content-Type: application/json', 'Content-Length: 100000', '', '{'].join('\r\n'))
  const trickle = setInterval(() => socket.write(' '), 50)
  await ended
  clearInterval(trickle)
  expect((await shop.call('GET', '/producer')).body).toMatchObject({ state: 'active' })
})
