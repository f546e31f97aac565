/** Large exports: page by page, stopped in the middle, killed, and on a disk that is full. None is ever half under its name. */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { sources } from '../../engine/exports/sources.ts'
import { writeExport } from '../../engine/exports/write-export.ts'
import type { QueryContext } from '../../engine/store/command.ts'
import { connect } from '../../engine/store/connection.ts'
import { kyselyOn } from '../../engine/store/kysely-on.ts'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { SeededRandom } from '../../fixtures/generator/random.ts'
import { pause, start } from '../faults/processes.ts'
import { mountDisk, whyNoDisk } from '../faults/small-disk.ts'
import { booksOf, csvOf, forSmallFiles } from '../ingest/drop.ts'
import { keysOf } from '../store/on-disk.ts'
import { makeFolder, makeWorkspace, openTestEngine, removeFolder } from '../workspace-fixture.ts'
import { bytesOf, ended, exported, unzipped } from './made.ts'

const rowsMade = 20_000

let directory: string
beforeAll(async () => {
  directory = makeFolder()
  await fillBooks(directory)
})
afterAll(() => removeFolder(directory))

async function fillBooks(folder: string, count = rowsMade): Promise<void> {
  await makeWorkspace(folder)
  const opened = await openTestEngine(folder)
  const client = await opened.as('admin')
  await client.producers.add({ id: 7, code: 'seven', name: 'Seven Corner', agreement: forSmallFiles })
  const books = booksOf(folder, opened, client)
  books.drop(
    'all.csv',
    csvOf(Array.from({ length: count }, (_, at) => ({ client: `C${at % 50}`, tx: `${at}`, amount: 1 + at }))),
  )
  await books.drain()
  await opened.engine.close()
}

const postings = { source: 'postings', parameters: {}, format: 'json' } as const
const filesOf = (folder: string): readonly string[] => {
  const exports = path.join(layoutOf(folder).archive, '.exports')
  return existsSync(exports) ? readdirSync(exports).toSorted() : []
}

async function readerOf(folder: string): Promise<QueryContext & Readonly<{ close: () => void }>> {
  const { store } = await keysOf(folder)
  const raw = connect({ file: layoutOf(folder).store, key: store, mode: 'read' })
  return { raw, db: kyselyOn(raw), onProgress: () => undefined, close: () => raw.close() }
}

it.each(['postings', 'transactions', 'audit_records'] as const)(
  '%s come in pages, however many they are',
  async (source) => {
    const reader = await readerOf(directory)
    const lengths: number[] = []
    const context = { ...reader, asker: { user: 1, at: Date.now() } }
    for await (const page of sources[source].pages(context, {})) lengths.push(page.length)
    reader.close()
    expect(Math.max(...lengths)).toBeLessThanOrEqual(1_000)
    if (source !== 'audit_records') expect(lengths.reduce((sum, each) => sum + each, 0)).toBe(rowsMade)
  },
)

it('is stopped in the middle, and leaves nothing', async () => {
  const reader = await readerOf(directory)
  const stop = new Int32Array(new SharedArrayBuffer(4))
  const seen: unknown[] = []
  const onProgress = (progress: unknown): void => {
    seen.push(progress)
    Atomics.store(stop, 0, 1)
  }
  const folder = makeFolder()
  const { archive: key } = await keysOf(directory)
  const asked = {
    ...postings,
    columns: null,
    title: null,
    by: 'ben',
    stop,
    asker: { user: 1, at: 0 },
    archive: { generation: 1, key },
    file: path.join(folder, '1.chx'),
  }
  for (const format of ['csv', 'json', 'xlsx', 'pdf', 'hledger', 'beancount'] as const)
    expect(await writeExport({ ...reader, onProgress }, { ...asked, format })).toEqual({ status: 'stopped' })
  expect([readdirSync(folder), seen[0]]).toEqual([[], { rows: 0, total: rowsMade }])
  reader.close()
  removeFolder(folder)
})

it('is all there: as many rows as there are postings, in JSON and in a workbook', async () => {
  const { engine, as } = await openTestEngine(directory)
  const client = await as('admin')
  const json = await exported(client, postings)
  expect(json).toMatchObject({ state: 'done', rows: rowsMade })
  const rows = JSON.parse((await bytesOf(client, json.id)).toString()) as { seq: number }[]
  expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: rowsMade }, (_, at) => rowsMade - at))
  const book = await exported(client, { ...postings, format: 'xlsx', columns: ['seq'] })
  const files = await unzipped(await bytesOf(client, book.id))
  expect(files.get('xl/worksheets/sheet1.xml')?.match(/<row>/g)).toHaveLength(rowsMade + 1)
  await engine.close()
})

it('is cancelled while it runs, and the next one is made', async () => {
  const { engine, as } = await openTestEngine(directory)
  const client = await as('admin')
  const before = filesOf(directory)
  const asked = await client.exports.start({ ...postings, format: 'xlsx' })
  await vi.waitFor(async () => expect((await client.exports.get({ id: asked.id })).state).toBe('running'), {
    interval: 1,
  })
  expect(await client.exports.cancel({ id: asked.id })).toMatchObject({ state: 'cancelled' })
  const next = await exported(client, { ...postings, parameters: { amount: 7 } })
  expect(next).toMatchObject({ state: 'done', rows: 1 })
  expect(await ended(client, asked.id)).toMatchObject({ state: 'cancelled', bytes: null, rows: null })
  expect(filesOf(directory)).toEqual([...before, `${next.id}.chx`].toSorted())
  const noted = (await client.audit.list({ subject: `export:${asked.id}` })).items
  expect(noted.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
    'export.cancel cancelled',
    'export.start asked',
  ])
  await engine.close()
})

it('an engine that ends in the middle begins it again at its next start', async () => {
  const first = await openTestEngine(directory)
  const { id } = await (await first.as('admin')).exports.start({ ...postings, format: 'xlsx' })
  await first.engine.close()
  const second = await openTestEngine(directory, { background: true })
  expect(await ended(await second.as('admin'), id)).toMatchObject({ state: 'done', rows: rowsMade })
  await second.engine.close()
})

it('was being made when the engine was killed: none is half under its name, and each is made or said to have failed', async () => {
  const random = new SeededRandom(Number(process.env.EXPORT_KILLS_SEED ?? 40))
  for (let kill = 0; kill < 3; kill += 1) {
    const child = start('export-forever', [directory])
    await child.says()
    await pause(random.below(1_500))
    await child.kill()
  }
  const { engine, as } = await openTestEngine(directory, { background: true })
  const client = await as('admin')
  const { items } = await client.exports.list({ limit: 1_000 })
  for (const { id } of items) await ended(client, id)
  const after = (await client.exports.list({ limit: 1_000 })).items
  // One that was killed again and again is given up, and says that this was why.
  const failed = after.filter(({ state }) => !['done', 'cancelled'].includes(state))
  expect(failed.map(({ state, problem, bytes }) => [state, problem, bytes])).toEqual(
    failed.map(() => ['failed', 'interrupted', null]),
  )
  const done = after.filter(({ state }) => state === 'done').map(({ id }) => `${id}.chx`)
  expect(filesOf(directory)).toEqual(done.toSorted())
  const newest = after.find(({ state }) => state === 'done')
  expect((await bytesOf(client, newest?.id ?? 0)).length).toBe(newest?.bytes)
  await engine.close()
}, 90_000)

it.skipIf(whyNoDisk() !== null)(
  'that no disk has room for is told, and leaves nothing',
  async () => {
    const disk = mountDisk(60_000)
    const folder = path.join(disk.directory, 'workspace')
    await fillBooks(folder)
    const { engine, as } = await openTestEngine(folder)
    const client = await as('admin')
    // With the larger room it is written, and there is none left to say so.
    for (const room of [800, 500]) {
      disk.fill(room)
      const failed = await exported(client, { ...postings, format: 'xlsx' })
      expect(failed).toMatchObject({ state: 'failed', problem: 'disk_full', bytes: null })
      expect(filesOf(folder)).toEqual([])
      disk.free()
    }
    expect((await exported(client, postings)).state).toBe('done')
    await engine.close()
    disk.unmount()
  },
  90_000,
)
