/** What is taken from a drop folder and what is never touched: a drop file is hostile input, and so is its name. */
import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { Settling } from '../../engine/ingest/drop-folder.ts'
import { startThread } from '../../engine/threads/start-thread.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { makeFolder, removeFolder } from '../workspace-fixture.ts'
import { type Books, csvOf, openBooks } from './drop.ts'

const settleMs = 300
let books: Books
beforeAll(async () => {
  books = await openBooks({ settleMs })
})
afterAll(async () => {
  expect(books.incidents).toEqual([])
  await books.close()
})

/** The batches, files and bytes that were there before; each test begins with empty drop folders. */
let before: Readonly<{ batches: number; balance: number; archives: number }>
beforeEach(async () => {
  for (const code of ['seven', 'eight']) {
    rmSync(folderOf(code), { recursive: true, force: true })
    mkdirSync(folderOf(code))
  }
  await books.drain()
  const [newest] = (await books.client.batches.list({ limit: 1 })).items
  before = { batches: newest?.id ?? 0, balance: await balance(), archives: archived().length }
})

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const folderOf = (code: string): string => path.join(books.engine.layout.drop, code)
const batches = async () =>
  (await books.client.batches.list({ limit: 1_000 })).items.filter(({ id }) => id > before.batches).toReversed()
const taken = async (): Promise<string[]> => (await batches()).map(({ file }) => file)
const balance = async (): Promise<number> =>
  (await books.client.clients.list({ search: 'drop' })).items.find(({ id }) => id === 'drop')?.balance ?? 0
const archived = (): string[] =>
  readdirSync(books.engine.layout.archive, { recursive: true })
    .map(String)
    .filter((name) => name.includes('.cha'))
const scan = async (): Promise<number> => (await books.client.ingest.scan()).found
let number = 0
const content = (): string => {
  number += 1
  return csvOf([{ client: 'drop', tx: `d${number}`, amount: 1 }])
}

it('takes a file only when two looks, the settle time apart, saw it the same', async () => {
  const file = books.drop('a.csv', content())
  expect([await scan(), await scan()]).toEqual([0, 0])
  await pause(settleMs + 20)
  // It grew: the time begins anew.
  appendFileSync(file, '\n')
  expect(await scan()).toBe(0)
  await pause(settleMs + 20)
  // Another file of the same size and time came under its name.
  const text = readFileSync(file)
  renameSync(file, `${file}.part`)
  writeFileSync(file, text)
  utimesSync(file, 1_700_000_000, 1_700_000_000)
  expect(await scan()).toBe(0)
  await pause(settleMs + 20)
  expect(await scan()).toBe(1)
  expect([existsSync(file), existsSync(`${file}.part`)]).toEqual([false, true])
  expect(await books.client.ingest.status()).toMatchObject({ waiting: 0, running: [], troubles: [] })
})

it('takes a file with its marker at once, and removes both', async () => {
  const file = books.drop('m.csv', content())
  writeFileSync(`${file}.done`, '')
  books.drop('no-file.csv.done', '')
  expect(await scan()).toBe(1)
  expect(readdirSync(folderOf('seven'))).toEqual(['no-file.csv.done'])
})

it('takes files that still settle once a person says that they are complete, and never what is on its way', async () => {
  books.drop('still.csv', content())
  books.drop('coming.csv.part', content())
  expect(await scan()).toBe(0)
  expect(await books.client.ingest.status()).toMatchObject({ waiting: 1 })
  expect(await books.client.ingest.scan({ settled: true })).toEqual({ found: 1 })
  expect(await taken()).toEqual(['still.csv'])
  expect(await books.client.ingest.status()).toMatchObject({ waiting: 0, troubles: [] })
  expect(readdirSync(folderOf('seven'))).toEqual(['coming.csv.part'])
})

it('measures rest by a clock that only goes forward', () => {
  const settling = new Settling()
  const by = (at: number) => ({ at, settleMsOf: () => 1_000 })
  const file = { path: '/d/a', name: 'a', folder: 'd', inode: '1', size: 1, mtimeMs: 5 }
  const look = (change = {}) => ({ files: [{ ...file, ...change }], markers: new Set<string>(), troubles: [] })
  expect(settling.complete(look(), by(0))).toEqual([])
  expect(settling.complete(look(), by(999))).toEqual([])
  expect(settling.complete(look({ inode: '2' }), by(1_000))).toEqual([])
  expect(settling.complete(look({ inode: '2' }), by(1_999))).toEqual([])
  expect(settling.complete(look({ inode: '2' }), by(2_000))).toHaveLength(1)
  // Gone and come back, it has to rest again.
  expect(settling.complete({ ...look(), files: [] }, by(3_000))).toEqual([])
  expect(settling.complete(look({ inode: '2' }), by(4_000))).toEqual([])
})

it('takes the oldest first, whatever their names are', async () => {
  for (const [index, name] of ['c.csv', 'a.csv', 'b.csv'].entries()) {
    utimesSync(books.drop(name, content()), 1_700_000_000 + index, 1_700_000_000 + index)
  }
  expect(await books.drain()).toBe(3)
  expect(await taken()).toEqual(['c.csv', 'a.csv', 'b.csv'])
})

it('records small files in the order of their age too, however many are taken at once', async () => {
  const names = Array.from({ length: 60 }, (_, i) => `n${(i * 37) % 60}.csv`)
  for (const [index, name] of names.entries()) {
    utimesSync(books.drop(name, content()), 1_700_000_000 + index, 1_700_000_000 + index)
    // Whoever has something beside it is looked at longer, and comes no later for it.
    if (index % 3 === 0) books.drop(`${name}.control.json`, `{"count":1}${' '.repeat(30_000)}`)
  }
  expect(await books.drain()).toBe(names.length)
  expect(await taken()).toEqual(names)
})

it('never reads what is on its way or hidden, what is no plain file, and what is in nobody’s folder', async () => {
  const outside = makeFolder()
  const secret = path.join(outside, 'secret.csv')
  writeFileSync(secret, content())
  const seven = folderOf('seven')
  for (const name of ['.hidden.csv', 'a.csv.tmp', 'a.csv.PART', 'a.filepart', 'b.csv.control.json', '.tmp']) {
    books.drop(name, content())
  }
  mkdirSync(path.join(seven, 'folder.csv'))
  writeFileSync(path.join(seven, 'folder.csv', 'inside.csv'), content())
  symlinkSync(secret, path.join(seven, 'link.csv'))
  symlinkSync(books.engine.layout.keys, path.join(seven, 'keys.csv'))
  symlinkSync(outside, path.join(seven, 'linked-folder.csv'))
  execFileSync('mkfifo', [path.join(seven, 'pipe.csv')])
  writeFileSync(path.join(books.engine.layout.drop, 'top.csv'), content())
  books.drop('x.csv', content(), 'unknown')
  const there = readdirSync(books.engine.layout.drop, { recursive: true }).toSorted()
  expect(await books.drain()).toBe(0)
  expect(await taken()).toEqual([])
  expect(readdirSync(books.engine.layout.drop, { recursive: true }).toSorted()).toEqual(there)
  expect(existsSync(secret)).toBe(true)
  removeFolder(outside)
})

it('does not follow a link that takes the place of a file between the look and the reading', async () => {
  const key = (await books.engine.opened()).ring.keys.store
  const keys = [{ generation: 1, key: new Uint8Array(32) }]
  const thread = startThread('intake', { keys, file: books.engine.layout.store, key })
  await thread.started
  const to = path.join(books.engine.layout.archive, 'x.cha')
  const folder = folderOf('seven')
  symlinkSync(books.engine.layout.keys, path.join(folder, 'link.csv'))
  execFileSync('mkfifo', [path.join(folder, 'pipe.csv')])
  mkdirSync(path.join(folder, 'folder.csv'))
  for (const name of ['link.csv', 'pipe.csv', 'folder.csv', 'gone.csv']) {
    for (const isSmall of [true, false]) {
      const answer = await thread.call('take', [{ from: path.join(folder, name), to, isSmall }], { actor: '' })
      expect([name, answer]).toEqual([name, [{ status: 'not_at_rest' }]])
    }
  }
  expect(archived()).toHaveLength(before.archives)
  await thread.end()
})

it('does not take a file that changes while it is read', async () => {
  const rows = Array.from({ length: 400_000 }, (_, i) => `2026-01-01,7,C${i},Central,T${i},TopUp,1`)
  const file = books.drop('growing.csv', csvOf(rows))
  const grow = setInterval(() => appendFileSync(file, '\n'), 5)
  const found = await books.drain()
  clearInterval(grow)
  expect(found).toBe(0)
  expect(await taken()).toEqual([])
  expect(existsSync(file)).toBe(true)
  expect(archived()).toHaveLength(before.archives)
  rmSync(file)
})

it('takes names as they are: spaces, Unicode, leading dashes, and as long as the file system allows', async () => {
  const long = `${'n'.repeat(251)}.csv`
  const names = [
    'two words.csv',
    '-rf.csv',
    '--help',
    'бухгалтерия 帳目 😀.csv',
    "it's; $(rm) `x` %00.csv",
    'no-suffix',
    '漢'.repeat(85),
    long,
  ]
  for (const name of names) books.drop(name, content())
  expect(await books.drain()).toBe(names.length)
  expect((await taken()).toSorted()).toEqual(names.toSorted())
  expect((await batches()).map(({ state }) => state)).toEqual(names.map(() => 'posted'))
  expect(readdirSync(folderOf('seven'))).toEqual([])
  // A filter finds part of a name, and takes nothing in it for a pattern.
  expect((await books.client.batches.list({ file: '%00' })).items.map(({ file }) => file)).toEqual([names[4]])
  expect((await books.client.batches.list({ file: '%' })).items).toHaveLength(1)
  expect((await books.client.batches.list({ file: '_' })).items).toHaveLength(0)
})

it('does not remove a file that came under the same name while the first was being recorded', async () => {
  const file = books.drop('daily.csv', content())
  const second = content()
  await withRawStore(books.engine, async (raw) => {
    // The writer waits for this transaction, so what was read can't be recorded until the second file is there.
    raw.exec('BEGIN IMMEDIATE')
    const draining = books.drain()
    await pause(400)
    rmSync(file)
    writeFileSync(file, second)
    raw.exec('COMMIT')
    await draining
  })
  expect(readFileSync(file, 'utf8')).toBe(second)
  expect(await books.drain()).toBe(1)
  expect(await taken()).toEqual(['daily.csv', 'daily.csv'])
  expect(await balance()).toBe(before.balance + 2)
})

/** Makes a file that even root can't remove, and answers how to undo it; null where this machine has no such thing. */
function fixInPlace(file: string): (() => void) | null {
  const undo = (): void => void execFileSync('chattr', ['-i', file])
  try {
    execFileSync('chattr', ['+i', file], { stdio: 'ignore' })
    return undo
  } catch {
    // No such attribute here; a folder that is mounted read-only over itself does the same.
  }
  try {
    const folder = path.dirname(file)
    execFileSync('mount', ['--bind', folder, folder], { stdio: 'ignore' })
    execFileSync('mount', ['-o', 'remount,bind,ro', folder], { stdio: 'ignore' })
    return () => void execFileSync('umount', [folder])
  } catch {
    return null
  }
}

it('remembers a file that it could take and not remove: shown, never taken twice, forgotten when it is gone', async ({
  skip,
}) => {
  const file = books.drop('stuck.csv', content())
  const release = fixInPlace(file)
  if (release === null) return skip('neither chattr +i nor a read-only bind mount works here')
  try {
    expect(await books.drain()).toBe(1)
    const trouble = { path: file, code: 'file_not_removable', since: expect.any(String) }
    const first = (await books.client.ingest.status()).troubles
    expect(first).toEqual([trouble])
    expect([await books.drain(), await books.drain()]).toEqual([0, 0])
    // Seen again and again it is one trouble, since the first time.
    expect((await books.client.ingest.status()).troubles).toEqual(first)
    expect(await taken()).toEqual(['stuck.csv'])
  } finally {
    release()
  }
  expect(await books.drain()).toBe(0)
  expect(existsSync(file)).toBe(false)
  expect((await books.client.ingest.status()).troubles).toEqual([])
  // The same name with other content is another file.
  books.drop('stuck.csv', content())
  expect(await books.drain()).toBe(1)
})

it('says which producer’s folder is gone, and stops saying so when it is back', async () => {
  rmSync(folderOf('eight'), { recursive: true })
  await books.drain()
  const { troubles } = await books.client.ingest.status()
  expect(troubles).toEqual([{ path: folderOf('eight'), code: 'folder_missing', since: expect.any(String) }])
  mkdirSync(folderOf('eight'))
  await books.drain()
  expect((await books.client.ingest.status()).troubles).toEqual([])
})

it('takes a file that has two names under each of them, and its rows once', async () => {
  linkSync(books.drop('one.csv', content()), path.join(folderOf('eight'), 'two.csv'))
  await books.drain()
  expect((await batches()).map(({ file, state, reasons }) => [file, state, reasons])).toEqual([
    // Of the same age, the path decides. In the folder of eight the rows of seven are nobody's.
    ['two.csv', 'posted', ['TOO_FEW_CLIENTS', 'TOO_MANY_FAULTS']],
    ['one.csv', 'rejected', ['FILE_REPEATED']],
  ])
})

it('judges a batch that goes on after a crash by the day on which it was received', async () => {
  books.drop('now.csv', csvOf([{ client: 'clock', tx: 'k1', amount: 1 }]))
  await books.drain()
  const [posted] = await batches()
  // The same file as a batch that was received long ago and never finished: for that day, its date lies in the future.
  const original = await withRawStore(books.engine, (raw) => {
    raw.exec(`
      INSERT INTO batch (producer_id, file, path, inode, bytes, modified_at, sha256, archive, state, received_at, drop_removed)
      SELECT producer_id, file, path, inode, bytes, modified_at, zeroblob(32), 'copy.cha', 'received', received_at - 864000000, 1
      FROM batch WHERE id = ${posted?.id}`)
    return raw.prepare('SELECT archive FROM batch WHERE id = ?').pluck().get(posted?.id) as string
  })
  const { archive } = books.engine.layout
  writeFileSync(path.join(archive, 'copy.cha'), readFileSync(path.join(archive, original)))
  await books.drain()
  const { items } = await books.client.batches.rows({ id: (posted?.id ?? 0) + 1 })
  expect(items.map(({ line, code }) => [line, code])).toEqual([[2, 'DATE_IN_FUTURE']])
})

it('removes archive files that no batch knows, and no others', async () => {
  books.drop('known.csv', content())
  await books.drain()
  const { archive } = books.engine.layout
  const known = readdirSync(archive, { recursive: true }).map(String).toSorted()
  for (const name of ['orphan.cha', 'half.cha.partial']) writeFileSync(path.join(archive, name), 'x')
  writeFileSync(path.join(archive, 'note.txt'), 'of a person')
  await (await books.engine.opened()).intake.removeOrphans()
  expect(readdirSync(archive, { recursive: true }).map(String).toSorted()).toEqual([...known, 'note.txt'].toSorted())
})
