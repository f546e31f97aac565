/** A disk that fills up while a file is sent: the sender hears it, nothing of the file stays, and later it goes through. */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { beginUpload } from '../callers/half-upload.ts'
import { type OpenCallers, openCallers, type Program } from '../callers/open-callers.ts'
import { csvOf, forSmallFiles } from '../ingest/drop.ts'
import { mountDisk, type SmallDisk, whyNoDisk } from './small-disk.ts'

const why = whyNoDisk()
if (why !== null) process.stdout.write(`skipped, no disk of our own to fill: ${why}\n`)

const rows = 20_000
const content = csvOf(
  Array.from({ length: rows }, (_, n) => ({ producer: 8, client: `C${n % 50}`, tx: `T${n}`, amount: 100 })),
)
const kib = Math.ceil(content.length / 1_024)

describe.skipIf(why !== null)('on a disk that fills up', () => {
  let disk: SmallDisk
  let open: OpenCallers
  let shop: Program
  let folder: string
  beforeEach(async () => {
    disk = mountDisk(64 * 1024)
    open = await openCallers({ directory: path.join(disk.directory, 'workspace') })
    await open.admin.producers.add({ id: 8, code: 'eight', name: 'Eight Bells', agreement: forSmallFiles })
    shop = await open.program({ scopes: ['batches.send'], producer: 8 })
    folder = path.join(open.opened.engine.layout.drop, 'eight')
  })
  afterEach(async () => {
    disk.free()
    await open.close()
    disk.unmount()
  })

  async function put() {
    const answer = await fetch(`${open.host.url}/api/producer/files/a.csv`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${shop.key}`, 'content-type': 'text/csv' },
      body: content,
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  const left = (): readonly string[] => (existsSync(folder) ? readdirSync(folder) : [])
  const refused = { status: 507, body: { error: { code: 'disk_full', incident: expect.any(String) } } }

  async function expectThrough(): Promise<void> {
    disk.free()
    expect(await put()).toMatchObject({ status: 201, body: { repeated: false } })
    await open.admin.ingest.scan({ settled: true })
    expect((await open.admin.batches.list({})).items).toMatchObject([{ file: 'a.csv', state: 'posted', posted: rows }])
    expect(left()).toEqual([])
    const notes = await open.admin.audit.list({ action: 'ingest.upload' })
    expect(notes.items.map(({ outcome }) => outcome)).toEqual(['put'])
  }

  // Room for nothing, for half of the file, and for all of it but not for the record of it.
  it.each([0, kib >> 1, kib + 8])(
    '(%i KiB left) says so, keeps nothing, and takes the file once there is space',
    async (kibLeft) => {
      disk.fill(kibLeft)
      expect(await put()).toMatchObject(refused)
      expect(left()).toEqual([])
      await open.admin.ingest.scan({ settled: true }).catch(() => null)
      expect((await open.admin.batches.list({})).items).toEqual([])
      await expectThrough()
    },
  )

  it('tells a sender who has not sent all of it yet', async () => {
    disk.fill(kib >> 1)
    const upload = await beginUpload({ url: open.host.url, key: shop.key, name: 'a.csv', bytes: content.length + 1 })
    upload.send(content)
    expect(await upload.answer).toBe('HTTP/1.1 507 Insufficient Storage')
    upload.socket.destroy()
    expect(left()).toEqual([])
    await expectThrough()
  })
})
