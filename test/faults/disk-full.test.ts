/** A disk that is really full: everything that writes says so with one code, nothing is lost or done twice, and with space everything goes on. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rowsPerPiece } from '../../engine/ingest/posting/rows-to-post.ts'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { forSmallFiles } from '../ingest/drop.ts'
import { csvOf, drop, filesOf, ingest, movements, sizeOf } from '../store/on-disk.ts'
import { makeWorkspace, openTestEngine, passphraseOf, refusalOf, type TestEngine } from '../workspace-fixture.ts'
import { mountDisk, type SmallDisk, whyNoDisk } from './small-disk.ts'

const why = whyNoDisk()
if (why !== null) process.stdout.write(`skipped, no disk of our own to fill: ${why}\n`)

describe.skipIf(why !== null)('on a full disk', () => {
  let disk: SmallDisk
  let directory: string
  let opened: TestEngine | undefined

  beforeEach(() => {
    disk = mountDisk(48 * 1024)
    directory = path.join(disk.directory, 'workspace')
  })
  afterEach(async () => {
    await opened?.engine.close()
    opened = undefined
    disk.unmount()
  })

  async function open(): Promise<TestEngine> {
    opened = await openTestEngine(directory)
    return opened
  }

  /** With space again: signed in anew, every proof holds. */
  async function expectWhole({ postings = 0 }: Readonly<{ postings?: number }>): Promise<void> {
    const admin = await (opened ?? (await open())).as('admin')
    expect(await admin.workspace.check({ deep: true })).toMatchObject({ consistent: true, differences: [], postings })
    expect(await admin.audit.verify({})).toMatchObject({ intact: true, problem: null })
  }

  it.each([0, 300, 1_200])(
    '(%i KiB left) making a workspace fails, leaves none, and can be tried again',
    async (left) => {
      disk.fill(left)
      await expect(makeWorkspace(directory)).rejects.toMatchObject({ code: 'disk_full' })
      expect(filesOf(directory).filter((file) => !file.startsWith('lock'))).toEqual([])
      disk.free()
      await makeWorkspace(directory)
      await expectWhole({})
    },
  )

  it.each([0, 12, 100])(
    '(%i KiB left) signing in fails and opens nothing, and works once there is space',
    async (left) => {
      await makeWorkspace(directory)
      disk.fill(left)
      const code = await openTestEngine(directory).then(
        async (engine) => {
          opened = engine
          const refusal = await refusalOf(
            engine.stranger.session.signIn({ user: 'admin', passphrase: passphraseOf('admin') }),
          )
          expect(engine.engine.isOpen).toBe(false)
          return refusal.code
        },
        (error: { code: unknown }) => error.code,
      )
      expect(code).toBe('disk_full')
      disk.free()
      await expectWhole({})
    },
  )

  it('commands, audit, check, backup and rotation say so, reading goes on, and nothing of them is half done', async () => {
    await makeWorkspace(directory)
    const { as, stranger, engine } = await open()
    const admin = await as('admin')
    const before = await admin.audit.list({ limit: 100 })
    disk.fill()
    const refused = await Promise.all(
      [
        admin.producers.add({ id: 7, code: 'seven', name: 'Seven', agreement: forSmallFiles }),
        admin.session.setPreference({ name: 'theme', value: 'dark' }),
        admin.audit.anchor(),
        admin.workspace.check({ deep: false }),
        admin.workspace.backup({}),
        stranger.session.signIn({ user: 'admin', passphrase: 'not the passphrase' }),
      ].map(refusalOf),
    )
    expect(refused.map(({ code }) => code)).toEqual(Array(6).fill('disk_full'))
    expect(await admin.audit.list({ limit: 100 })).toEqual(before)
    expect(await admin.producers.list()).toEqual({ items: [], next: null })
    expect(existsSync(layoutOf(directory).backups) ? filesOf(layoutOf(directory).backups) : []).toEqual([])
    expect((await refusalOf(admin.keys.rotate())).code).toBe('disk_full')

    disk.free()
    const again = await as('admin')
    expect((await again.keys.list()).generation).toBe(1)
    expect(await again.producers.add({ id: 7, code: 'seven', name: 'Seven', agreement: forSmallFiles })).toMatchObject({
      id: 7,
    })
    expect((await again.workspace.backup({})).files).toBe(2)
    expect((await again.keys.rotate()).generation).toBe(2)
    // One writer, not a second one beside a forgotten first: a closed engine leaves no log open.
    await expectWhole({})
    await engine.close()
    expect(filesOf(directory).filter((file) => /-(?:wal|shm)$/.test(file))).toEqual([])
  })

  it('a batch waits in its folder while it can not be taken, and is posted once when there is space', async () => {
    await makeWorkspace(directory)
    const engine = await open()
    const admin = await engine.as('admin')
    await admin.producers.add({ id: 7, code: 'seven', name: 'Seven', agreement: forSmallFiles })
    drop(directory, { code: 'seven', file: 'a.csv', csv: csvOf(7, movements(1_000)) })
    disk.fill()
    expect(await ingest(engine)).toBe(0)
    expect((await admin.ingest.status()).troubles.map(({ code }) => code)).toEqual(['disk_full'])
    expect(filesOf(layoutOf(directory).drop)).toEqual([path.join('seven', 'a.csv')])
    expect(filesOf(layoutOf(directory).archive)).toEqual([])
    disk.free()
    expect(await ingest(engine)).toBe(1)
    expect((await admin.ingest.status()).troubles).toEqual([])
    expect((await admin.batches.list({})).items).toMatchObject([{ state: 'posted', rows: 1_000, posted: 1_000 }])
    await expectWhole({ postings: 1_000 })
  })

  it('a batch that stops in its middle goes on behind its last row, none lost and none twice', async () => {
    // Two pieces, of which one finds room.
    const rows = rowsPerPiece + 30_000
    await makeWorkspace(directory)
    const engine = await open()
    const admin = await engine.as('admin')
    await admin.producers.add({ id: 7, code: 'seven', name: 'Seven', agreement: forSmallFiles })
    drop(directory, { code: 'seven', file: 'a.csv', csv: csvOf(7, movements(rows)) })
    disk.fill(5_000)
    await ingest(engine)
    const [half] = (await admin.batches.list({})).items
    expect(half).toMatchObject({ state: 'posting' })
    expect(half?.posted).toBeGreaterThan(0)
    expect(half?.posted).toBeLessThan(rows)
    expect((await admin.ingest.status()).troubles.map(({ code }) => code)).toEqual(['disk_full'])
    // It is tried again and again meanwhile, to no harm.
    await ingest(engine)
    disk.free()
    await ingest(engine)
    expect((await admin.batches.list({})).items).toMatchObject([
      { state: 'posted', rows, posted: rows, sum: rows * 100 },
    ])
    await expectWhole({ postings: rows })
  })

  it('a checkpoint that finds no space fails no command and ends no thread', async () => {
    await makeWorkspace(directory)
    const engine = await open()
    await engine.as('admin')
    const { store } = await engine.engine.opened()
    const log = `${layoutOf(directory).store}-wal`
    const keep = async (name: string, value: string): Promise<string> => {
      await store.write('preferences.set', { user: 1, name, value }, 'admin')
      return name
    }
    disk.fill(6_000)
    // The log may grow past the length from which it is folded in; the store it is folded into then has no room.
    const value = 'x'.repeat(300_000)
    const kept: string[] = []
    while (sizeOf(log) < 4 * 2 ** 20) kept.push(await keep(`large ${kept.length}`, value))
    // Idle for a moment, it tries, and takes what space there was: from now on commands are refused, and nothing worse.
    const outcomes = await Promise.allSettled([1, 2, 3].map((each) => keep(`small ${each}`, 'small')))
    const codes = outcomes.map((each) =>
      each.status === 'fulfilled' ? 'done' : (each.reason as { code: string }).code,
    )
    expect(codes.filter((code) => code !== 'done' && code !== 'disk_full')).toEqual([])
    kept.push(...outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])))
    disk.free()
    kept.push(await keep('last', 'last'))
    expect(Object.keys(await store.read('preferences.read', { user: 1 })).toSorted()).toEqual(kept.toSorted())
    await expectWhole({})
    expect(sizeOf(log)).toBeLessThan(4 * 2 ** 20)
  })
})
