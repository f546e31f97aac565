/** A store that is not what it was: refused with a clear code and nothing written, or found by the deep check and named. */

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { migrations } from '../../engine/store/migrations/migrations.ts'
import { upgrade } from '../../engine/store/upgrade.ts'
import { type Layout, layoutOf } from '../../engine/workspace/layout.ts'
import { forSmallFiles } from '../ingest/drop.ts'
import { makeWorkspace, openTestEngine, refusalOf, removeFolder } from '../workspace-fixture.ts'
import { bytesOf, copyOf, csvOf, drop, flipBit, ingest, keysOf, movements, sizeOf, withRawStore } from './on-disk.ts'

const pageBytes = 16_384
let whole: string
let directory: string
let layout: Layout

beforeAll(async () => {
  whole = (await makeWorkspace()).directory
  const opened = await openTestEngine(whole)
  const admin = await opened.as('admin')
  await admin.producers.add({ id: 7, code: 'seven', name: 'Seven', agreement: forSmallFiles })
  drop(whole, { code: 'seven', file: 'a.csv', csv: csvOf(7, movements(2_000)) })
  await ingest(opened)
  await opened.engine.close()
})
afterAll(() => removeFolder(whole))
beforeEach(() => {
  directory = copyOf(whole)
  layout = layoutOf(directory)
})
afterEach(() => removeFolder(directory))

/** The code that opening the workspace or signing in ends with, and the incident that the log of this machine got. */
async function openingOf(): Promise<unknown> {
  try {
    const opened = await openTestEngine(directory)
    try {
      const { code } = await refusalOf(opened.as('admin'))
      return { code, incidents: opened.incidents.map((incident) => incident.code) }
    } finally {
      await opened.engine.close()
    }
  } catch (error) {
    return { code: (error as { code: unknown }).code }
  }
}

describe('a store that is damaged is refused, and nothing is written', () => {
  const cut = (bytes: (size: number) => number) => (store: string) => truncateSync(store, bytes(sizeOf(store)))
  const flip = (at: number) => (store: string) => flipBit(store, at)

  // Where the first page can't be proven, the key may be the wrong one; whoever proved the key knows better, see below.
  it.each<readonly [string, (store: string) => void, string]>([
    ['nothing is left of it', cut(() => 0), 'store_damaged'],
    ['ten bytes are left of it', cut(() => 10), 'store_damaged'],
    ['one page is left of it', cut(() => pageBytes), 'store_damaged'],
    ['its second half is gone', cut((size) => Math.floor(size / 2)), 'store_damaged'],
    ['its last page is gone', cut((size) => size - pageBytes), 'store_damaged'],
    ['its last 100 bytes are gone', cut((size) => size - 100), 'store_damaged'],
    ['it is zeros', (store) => writeFileSync(store, Buffer.alloc(sizeOf(store))), 'store_damaged'],
    ['it is a letter', (store) => writeFileSync(store, 'Dear auditor, '.repeat(5_000)), 'store_damaged'],
    ['the page size in the header is changed', flip(16), 'store_damaged'],
    ['the write version in the header is changed', flip(18), 'store_damaged'],
    ['the read version in the header is changed', flip(19), 'store_damaged'],
    ['the reserved bytes in the header are changed', flip(20), 'store_damaged'],
    ['a byte of the encrypted header is changed', flip(24), 'wrong_key'],
    ['the last byte of the first page is changed', flip(pageBytes - 1), 'wrong_key'],
  ])('when %s', async (_, damage, code) => {
    const { store: key } = await keysOf(directory)
    damage(layout.store)
    const before = bytesOf(directory)
    const open = () => upgrade({ file: layout.store, key, copies: layout.upgrades, migrations })
    expect(open).toThrow(expect.objectContaining({ code }))
    expect(bytesOf(directory)).toEqual(before)
  })
})

describe('a workspace whose files are damaged is refused, and nothing is written', () => {
  const damagedStore = { code: 'store_damaged', incidents: ['store_damaged'] }

  it.each<readonly [string, (layout: Layout) => void, unknown]>([
    ['no store', ({ store }) => rmSync(store), { code: 'store_damaged' }],
    ['no key file', ({ keys }) => rmSync(keys), { code: 'workspace_missing' }],
    ['a store of no bytes', ({ store }) => truncateSync(store, 0), damagedStore],
    ['a changed byte in the encrypted header', ({ store }) => flipBit(store, 24), damagedStore],
    ['an empty key file', ({ keys }) => truncateSync(keys, 0), { code: 'keys_damaged' }],
    ['half a key file', ({ keys }) => truncateSync(keys, Math.floor(sizeOf(keys) / 2)), { code: 'keys_damaged' }],
    ['a key file of other JSON', ({ keys }) => writeFileSync(keys, '{"version":1}'), { code: 'keys_damaged' }],
    [
      'a key file of a newer version',
      ({ keys }) => editKeys(keys, '"version": 1', '"version": 2'),
      { code: 'keys_damaged' },
    ],
    [
      'a key file whose generation was changed',
      ({ keys }) => editKeys(keys, '"generation": 1', '"generation": 3'),
      { code: 'store_damaged', incidents: ['keys_damaged'] },
    ],
  ])('%s', async (_, damage, expected) => {
    damage(layout)
    const before = bytesOf(directory)
    expect(await openingOf()).toEqual(expected)
    expect(bytesOf(directory)).toEqual(before)
  })

  it('a store from a newer program', async () => {
    await withRawStore(directory, (raw) => raw.pragma('user_version = 99'))
    const before = bytesOf(directory)
    expect(await openingOf()).toEqual({ code: 'store_newer', incidents: [] })
    expect(bytesOf(directory)).toEqual(before)
  })

  it('the store of another workspace beside these keys', async () => {
    const other = await makeWorkspace()
    writeFileSync(layout.store, readFileSync(layoutOf(other.directory).store))
    removeFolder(other.directory)
    const before = bytesOf(directory)
    expect(await openingOf()).toEqual(damagedStore)
    expect(bytesOf(directory)).toEqual(before)
  })
})

describe('a damaged page in the middle of the store', () => {
  /** A page that opening does not read: in the middle of what was posted. */
  async function pageOf(name: string): Promise<number> {
    return withRawStore(directory, (raw) => {
      const pages = raw.prepare(`SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf'`).pluck().all(name)
      return pages[Math.floor(pages.length / 2)] as number
    })
  }

  it('is found by the deep check and named, each table and index with one', async () => {
    const names = ['movement', 'account_mark', 'identity_block']
    const pages = new Map<string, number>()
    for (const name of names) pages.set(name, await pageOf(name))
    for (const page of pages.values()) flipBit(layout.store, (page - 1) * pageBytes + 9_000)
    const opened = await openTestEngine(directory)
    try {
      const admin = await opened.as('admin')
      const result = await admin.workspace.check({ deep: true })
      expect(result).toMatchObject({ consistent: false, postings: 0 })
      const found = result.differences.map(({ code, subject }) => `${code} ${subject}`)
      const expected = [...names, ...[...pages.values()].map((page) => `page:${page}`)]
      expect(found.toSorted()).toEqual(expected.map((subject) => `page_damaged ${subject}`).toSorted())
      // What needs no damaged page goes on.
      expect((await admin.users.list()).items.map(({ name }) => name)).toEqual(['admin'])
    } finally {
      await opened.engine.close()
    }
  })

  it('is named whichever it is: by the deep check, or by the sign-in that needs it', async () => {
    const count = sizeOf(layout.store) / pageBytes
    const ways = new Set<string>()
    for (let page = 2; page <= count; page += Math.ceil(count / 12)) {
      flipBit(layout.store, (page - 1) * pageBytes + 100)
      const opened = await openTestEngine(directory)
      try {
        const admin = await opened.as('admin')
        const { differences } = await admin.workspace.check({ deep: true })
        expect(differences.map(({ subject }) => subject)).toContain(`page:${page}`)
        ways.add('check')
      } catch (error) {
        expect(error).toMatchObject({ code: 'store_damaged', data: { pages: String(page) } })
        ways.add('sign-in')
      } finally {
        await opened.engine.close()
      }
      removeFolder(directory)
      directory = copyOf(whole)
      layout = layoutOf(directory)
    }
    expect([...ways].toSorted()).toEqual(['check', 'sign-in'])
  }, 120_000)

  it('is found by the nightly job, whose run says so', async () => {
    const page = await pageOf('movement')
    flipBit(layout.store, (page - 1) * pageBytes + 100)
    const opened = await openTestEngine(directory)
    try {
      await opened.as('admin')
      const { scheduler, store } = await opened.engine.opened()
      const request = await scheduler.run('store.check_pages', 'engine')
      if (request.status === 'started') await request.ended
      const [run] = await store.read('jobs.runs', { job: 'store.check_pages', limit: 1 })
      expect(run).toMatchObject({
        outcome: 'problems',
        detail: {
          findings: [
            { code: 'page_damaged', subject: 'movement' },
            { code: 'page_damaged', subject: `page:${page}` },
          ],
        },
      })
    } finally {
      await opened.engine.close()
    }
  })

  it('is found also when its page was in memory already', async () => {
    const page = await pageOf('movement')
    const opened = await openTestEngine(directory)
    try {
      await opened.as('admin')
      const { store } = await opened.engine.opened()
      const check = () => store.readLong('workspace.check', { deep: true })
      expect(await check()).toMatchObject({ consistent: true, postings: 2_000 })
      // From outside, as a failing disk would: the engine's own file handles stay as they are.
      const at = (page - 1) * pageBytes + 9_000
      execFileSync('dd', [`of=${layout.store}`, 'bs=1', `seek=${at}`, 'conv=notrunc', 'status=none'], { input: 'X' })
      expect(await check()).toMatchObject({
        consistent: false,
        differences: [{ subject: 'movement' }, { subject: `page:${page}` }],
      })
    } finally {
      await opened.engine.close()
    }
  })

  it('of a whole store finds nothing, and counts every page of the file', async () => {
    const opened = await openTestEngine(directory)
    const admin = await opened.as('admin')
    const result = await admin.workspace.check({ deep: true })
    await opened.engine.close()
    expect(existsSync(`${layout.store}-wal`)).toBe(false)
    const { pages, kinds } = result
    expect(result).toEqual({ consistent: true, differences: [], postings: 2_000, pages, kinds })
    expect(result.pages).toBeLessThanOrEqual(statSync(layout.store).size / pageBytes)
    expect(result.pages).toBeGreaterThan(30)
  })
})

function editKeys(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8')
  expect(text).toContain(from)
  writeFileSync(file, text.replace(from, to))
}
