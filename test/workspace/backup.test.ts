/** A backup restores to the same workspace, proven; one that was touched is refused and leaves nothing behind. */
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Anchor } from '../../engine/contract/audit.ts'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { restore } from '../../engine/workspace/restore.ts'
import { forSmallFiles } from '../ingest/drop.ts'
import { bytesOf, copyOf, csvOf, drop, filesOf, flipBit, ingest, movements, withRawStore } from '../store/on-disk.ts'
import {
  makeFolder,
  makeWorkspace,
  openTestEngine,
  passphraseOf,
  refusalOf,
  removeFolder,
} from '../workspace-fixture.ts'

type Manifest = { files: { path: string; bytes: number; sha256: string }[]; anchor: Anchor; mac: string }

let source: string
let pristine: string
let older: string
let folder: string
let from: string
let to: string

const tables = [
  'user',
  'user_role',
  'producer',
  'client',
  'account',
  'movement',
  'batch',
  'batch_row',
  'identity_block',
]
const contentOf = (directory: string) =>
  withRawStore(directory, (raw) =>
    Object.fromEntries(tables.map((name) => [name, raw.prepare(`SELECT * FROM "${name}"`).all()])),
  )

beforeAll(async () => {
  source = (await makeWorkspace()).directory
  older = path.join(makeFolder(), 'older')
  pristine = path.join(path.dirname(older), 'backup')
  const opened = await openTestEngine(source)
  const admin = await opened.as('admin')
  await admin.producers.add({ id: 7, code: 'seven', name: 'Seven', agreement: forSmallFiles })
  drop(source, { code: 'seven', file: 'a.csv', csv: csvOf(7, movements(500)) })
  await ingest(opened)
  await admin.workspace.backup({ to: older })
  drop(source, { code: 'seven', file: 'b.csv', csv: csvOf(7, movements(300, 'later')) })
  await ingest(opened)
  expect(await admin.workspace.backup({ to: pristine })).toMatchObject({ directory: pristine, files: 4 })
  await opened.engine.close()
})
afterAll(() => {
  removeFolder(source)
  removeFolder(path.dirname(pristine))
})
beforeEach(() => {
  folder = makeFolder()
  from = path.join(folder, 'backup')
  to = path.join(folder, 'restored')
  cpSync(pristine, from, { recursive: true })
})
afterEach(() => removeFolder(folder))

const restored = (changes: Partial<Parameters<typeof restore>[0]> = {}) =>
  restore({ from, directory: to, program: 'cli', user: 'admin', passphrase: passphraseOf('admin'), ...changes })

describe('a backup', () => {
  it('holds the store, the keys, the archive and a manifest of them, and no plain text', () => {
    const files = filesOf(pristine)
    expect(files.map((file) => file.replace(/^archive\/.*\.cha$/, 'archive/….cha'))).toEqual([
      'archive/….cha',
      'archive/….cha',
      'keys.json',
      'manifest.json',
      'store.db',
    ])
    const all = files.map((file) => readFileSync(path.join(pristine, file), 'latin1')).join('\n')
    for (const word of ['SQLite format 3', 'client-1', 'tx-1', 'later-1', 'Seven', 'admin', 'Central', 'TopUp']) {
      expect({ word, found: all.includes(word) }).toEqual({ word, found: false })
    }
  })

  it('restores to the same content, and tells what it proved', async () => {
    const result = await restored()
    expect(result).toMatchObject({
      directory: to,
      files: 4,
      check: { consistent: true, differences: [], postings: 800 },
      chain: { intact: true, brokenAt: null, problem: null },
    })
    expect(result.check.pages).toBeGreaterThan(30)
    expect(await contentOf(to)).toEqual(await contentOf(source))
    expect(filesOf(path.join(to, 'archive'))).toEqual(filesOf(path.join(source, 'archive')))
    expect(readdirSync(to).toSorted()).toEqual(['archive', 'drop', 'keys.json', 'lock', 'store.db'])
  })

  it('that was restored goes on as a workspace: the same people sign in, and the same file is not taken twice', async () => {
    await restored()
    drop(to, { code: 'seven', file: 'a.csv', csv: csvOf(7, movements(500)) })
    drop(to, { code: 'seven', file: 'c.csv', csv: csvOf(7, movements(10, 'new')) })
    const opened = await openTestEngine(to)
    const admin = await opened.as('admin')
    expect(await ingest(opened)).toBe(2)
    const { items } = await admin.batches.list({})
    expect(items.map(({ file, state, posted }) => [file, state, posted])).toEqual([
      ['c.csv', 'posted', 10],
      ['a.csv', 'rejected', 0],
      ['b.csv', 'posted', 300],
      ['a.csv', 'posted', 500],
    ])
    expect(await admin.audit.verify({})).toMatchObject({ intact: true })
    expect(await admin.workspace.check({ deep: true })).toMatchObject({ consistent: true, postings: 810 })
    await opened.engine.close()
  })

  it('is never written over another', async () => {
    const opened = await openTestEngine(source)
    const admin = await opened.as('admin')
    expect(await refusalOf(admin.workspace.backup({ to: pristine }))).toEqual({
      code: 'backup_directory_unusable',
      data: { directory: pristine, reason: 'exists' },
    })
    await opened.engine.close()
  })

  it.each([
    ['below a file', (folder: string) => path.join(folder, 'keys.json', 'below')],
    ['with a name that is too long', (folder: string) => path.join(folder, 'x'.repeat(300))],
    ['with a character that no path has', (folder: string) => path.join(folder, 'a\0b')],
  ])('%s is refused with the reason', async (_, to) => {
    const opened = await openTestEngine(source)
    const admin = await opened.as('admin')
    expect(await refusalOf(admin.workspace.backup({ to: to(pristine) }))).toMatchObject({
      code: 'backup_directory_unusable',
      data: { reason: 'unwritable' },
    })
    await opened.engine.close()
  })

  it('taken while the master is replaced restores with the keys it was taken with', async () => {
    const copy = copyOf(source)
    const opened = await openTestEngine(copy)
    const admin = await opened.as('admin')
    let made = 0
    for (const delayMs of [0, 5, 20]) {
      const backup = path.join(folder, `during-${delayMs}`)
      const [outcome] = await Promise.allSettled([
        admin.workspace.backup({ to: backup }),
        new Promise((resolve) => setTimeout(resolve, delayMs)).then(() => admin.keys.rotate()),
      ])
      // Cut off by the rotation it says so and leaves nothing; whole it must restore.
      if (outcome.status === 'rejected') {
        expect((outcome.reason as { code: string }).code).toBe('engine_stopping')
        expect(readdirSync(folder).filter((name) => name.startsWith(`during-${delayMs}`))).toEqual([])
        continue
      }
      made += 1
      const result = await restored({ from: backup, directory: `${to}-${delayMs}` })
      expect(result).toMatchObject({ check: { consistent: true, postings: 800 }, chain: { intact: true } })
    }
    expect(made).toBeGreaterThan(0)
    await opened.engine.close()
    removeFolder(copy)
  })
})

describe('a backup that was touched is refused and leaves nothing', () => {
  const store = () => path.join(from, 'store.db')
  const keys = () => path.join(from, 'keys.json')
  const archived = () => path.join(from, filesOf(from).find((file) => file.endsWith('.cha')) ?? '')
  const edit = (change: (manifest: Manifest) => void) => {
    const file = path.join(from, 'manifest.json')
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest
    change(manifest)
    writeFileSync(file, JSON.stringify(manifest))
  }
  /** Makes the manifest say that the files are as they are now: everything but its seal fits. */
  const forge = () =>
    edit((manifest) => {
      manifest.files = manifest.files
        .filter((file) => existsSync(path.join(from, file.path)))
        .map((file) => {
          const bytes = readFileSync(path.join(from, file.path))
          return { path: file.path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
        })
    })

  const forgedAfter = (touch: () => void) => () => {
    touch()
    forge()
  }

  it.each<readonly [string, () => void, Readonly<Record<string, unknown>>]>([
    ['a byte of the store is changed', () => flipBit(store(), 100_000), { file: 'store.db', reason: 'changed' }],
    ['the store is missing', () => rmSync(store()), { file: 'store.db', reason: 'missing' }],
    ['a byte of the keys is changed', () => flipBit(keys(), 300), { file: 'keys.json', reason: 'changed' }],
    ['the keys are missing', () => rmSync(keys()), { file: 'keys.json', reason: 'missing' }],
    ['a byte of an archived file is changed', () => flipBit(archived(), 60), { reason: 'changed' }],
    ['an archived file is missing', () => rmSync(archived()), { reason: 'missing' }],
    ['the manifest is missing', () => rmSync(path.join(from, 'manifest.json')), { reason: 'no_manifest' }],
    [
      'the manifest is no JSON',
      () => writeFileSync(path.join(from, 'manifest.json'), '{'),
      { reason: 'manifest_unreadable' },
    ],
    [
      'a manifest is forged to fit a changed archive',
      forgedAfter(() => flipBit(archived(), 60)),
      { reason: 'manifest_forged' },
    ],
    [
      'a manifest is forged to fit a missing archive',
      forgedAfter(() => rmSync(archived())),
      { reason: 'manifest_forged' },
    ],
    [
      'a manifest is forged to fit a changed store',
      forgedAfter(() => flipBit(store(), 100_000)),
      { reason: 'manifest_forged' },
    ],
    [
      'a manifest is forged to fit an older store',
      forgedAfter(() => cpSync(path.join(older, 'store.db'), store())),
      { reason: 'manifest_forged' },
    ],
    [
      'a manifest is forged to write outside the workspace',
      () => {
        writeFileSync(path.join(folder, 'evil'), 'evil')
        edit((manifest) =>
          manifest.files.push({ path: '../evil', bytes: 4, sha256: createHash('sha256').update('evil').digest('hex') }),
        )
      },
      { reason: 'manifest_forged' },
    ],
    [
      'the time in the manifest is changed',
      () => edit((manifest) => Object.assign(manifest, { madeAt: '2020-01-01T00:00:00.000Z' })),
      { reason: 'manifest_forged' },
    ],
    [
      'the anchor in the manifest is changed',
      () => edit(({ anchor }) => Object.assign(anchor, { seq: 1 })),
      { reason: 'manifest_forged' },
    ],
    [
      'the manifest is that of another backup',
      () => cpSync(path.join(older, 'manifest.json'), path.join(from, 'manifest.json')),
      { reason: 'changed' },
    ],
  ])('when %s', async (_, touch, facts) => {
    touch()
    const before = filesOf(folder)
    await expect(restored()).rejects.toMatchObject({ code: 'backup_damaged', facts })
    expect(existsSync(to)).toBe(false)
    expect(filesOf(folder)).toEqual(before)
  })

  it('when the passphrase is not one of its users', async () => {
    await expect(restored({ passphrase: 'not the passphrase' })).rejects.toMatchObject({ code: 'wrong_key' })
    expect(existsSync(to)).toBe(false)
  })

  it('and what was in the folder before stays as it was', async () => {
    mkdirSync(path.join(to, 'drop', 'seven'), { recursive: true })
    writeFileSync(path.join(to, 'drop', 'seven', 'waiting.csv'), 'waits')
    const before = bytesOf(to)
    flipBit(store(), 100_000)
    await expect(restored()).rejects.toMatchObject({ code: 'backup_damaged' })
    expect(bytesOf(to)).toEqual(before)
    cpSync(path.join(pristine, 'store.db'), store())
    await restored()
    expect(readFileSync(path.join(to, 'drop', 'seven', 'waiting.csv'), 'utf8')).toBe('waits')
  })

  it('and an archive whose store was lost is neither mixed with the backup nor removed', async () => {
    mkdirSync(path.join(to, 'archive'), { recursive: true })
    writeFileSync(path.join(to, 'archive', 'precious.cha'), 'the only copy')
    await expect(restored()).rejects.toMatchObject({ code: 'directory_unusable', facts: { reason: 'not_empty' } })
    expect(filesOf(to)).toEqual(['archive/precious.cha'])
  })

  it('and one that was cut off before can be restored again', async () => {
    await restored()
    const layout = layoutOf(to)
    // As after kill -9 while everything was still beside its place.
    mkdirSync(path.join(to, 'restore.partial'))
    renameSync(layout.store, path.join(to, 'restore.partial', 'store.db'))
    rmSync(layout.keys)
    rmSync(layout.archive, { recursive: true })
    expect(await restored()).toMatchObject({ check: { consistent: true } })
    expect(existsSync(path.join(to, 'restore.partial'))).toBe(false)
  })
})
