/**
 * A disk that is really full, at one write of ingest or another: the intake says so with a code, loses nothing and takes
 * nothing twice, and once there is space it goes on by itself to the same books. A file that does not fit keeps no other, so
 * these have nothing to do with each other. `INGEST_DISKS` says how often.
 */
import path from 'node:path'
import type { Database } from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { SeededRandom } from '../../fixtures/generator/random.ts'
import { differencesOf, exportOutcome } from '../ingest/exported-books.ts'
import { copyOf, copyTo, filesOf, ingest, withRawStore } from '../store/on-disk.ts'
import { openTestEngine, removeFolder, type TestEngine } from '../workspace-fixture.ts'
import { dropApart, makeBooksOfFour } from './ingest-files.ts'
import { pause } from './processes.ts'
import { mountDisk, type SmallDisk, whyNoDisk } from './small-disk.ts'

const why = whyNoDisk()
if (why !== null) process.stdout.write(`skipped, no disk of our own to fill: ${why}\n`)

const times = Number(process.env.INGEST_DISKS ?? 2)
const seed = Number(process.env.INGEST_DISKS_SEED ?? Date.now() % 1_000_000)
const about = `INGEST_DISKS_SEED=${seed}`
const files = { seed, rows: 5_000 }

describe.skipIf(why !== null)('on a disk that fills up', () => {
  let source: string
  let expected: readonly string[]
  let fileCount: number
  let disk: SmallDisk | undefined
  let opened: TestEngine | undefined

  beforeAll(async () => {
    source = await makeBooksOfFour()
    const undisturbed = copyOf(source)
    fileCount = dropApart(layoutOf(undisturbed).drop, files)
    const undisturbing = await openTestEngine(undisturbed)
    await undisturbing.as('admin')
    await ingest(undisturbing)
    await undisturbing.engine.close()
    expected = await withRawStore(undisturbed, exportOutcome)
    removeFolder(undisturbed)
  }, 60_000)
  afterAll(() => removeFolder(source))
  afterEach(() => leave())

  async function leave(): Promise<void> {
    await opened?.engine.close()
    disk?.unmount()
    opened = undefined
    disk = undefined
  }

  /** A workspace of its own on a disk of its own, with all files dropped and so many KiB left. */
  function prepare(leaveKib: number): Readonly<{ disk: SmallDisk; directory: string }> {
    const mounted = mountDisk(64 * 1024)
    disk = mounted
    const directory = path.join(mounted.directory, 'workspace')
    copyTo(source, directory)
    dropApart(layoutOf(directory).drop, files)
    mounted.fill(leaveKib)
    return { disk: mounted, directory }
  }

  it(`ends in the same books, wherever ${times} times the space ran out`, async () => {
    const random = new SeededRandom(seed)
    for (let round = 0; round < times; round += 1) {
      // From not enough for a single file up to enough for all but the last.
      const { disk: small, directory } = prepare(200 + random.below(round % 2 === 0 ? 1_500 : 4_500))
      opened = await openTestEngine(directory)
      const admin = await opened.as('admin')
      for (let more = 0; more < 3; more += 1) {
        // What stands in the way of all files ends the round, what stands in the way of one is its trouble.
        const ended = await ingest(opened).catch((error: Readonly<{ code?: string }>) => error.code)
        const { troubles } = await admin.ingest.status()
        const codes = typeof ended === 'number' ? troubles.map(({ code }) => code) : [ended]
        expect([...new Set(codes)], about).toEqual(['disk_full'])
        await expectNothingLost(opened)
        small.fill(random.below(400))
      }
      small.free()
      await ingest(opened)
      expect((await admin.ingest.status()).troubles, about).toEqual([])
      await expectSameBooks(opened, directory)
      await leave()
    }
  }, 300_000)

  it('goes on by itself as soon as there is space', async () => {
    const { disk: small, directory } = prepare(900)
    opened = await openTestEngine(directory, { background: true, settleMs: 100 })
    const admin = await opened.as('admin')
    const status = () => admin.ingest.status()
    while (!(await status()).troubles.some(({ code }) => code === 'disk_full')) await pause(100)
    small.free()
    const ended = () => withRawStore(directory, (raw) => raw.prepare(endedBatches).pluck().get() as number)
    while ((await ended()) < fileCount) await pause(200)
    while ((await status()).troubles.length > 0) await pause(100)
    await expectSameBooks(opened, directory)
  }, 120_000)

  async function expectSameBooks({ engine, incidents, as }: TestEngine, directory: string): Promise<void> {
    const admin = await as('admin')
    expect(await admin.workspace.check({ deep: true }), about).toMatchObject({ consistent: true, differences: [] })
    expect((await admin.audit.verify({})).problem, about).toBeNull()
    expect(incidents, about).toEqual([])
    await engine.close()
    const { drop, archive } = layoutOf(directory)
    expect(filesOf(drop), about).toEqual([])
    expect(filesOf(archive), about).toEqual(await withRawStore(directory, archivesOf))
    expect(differencesOf(await withRawStore(directory, exportOutcome), expected), about).toEqual([])
  }

  /** Every file still lies where it was dropped or is a batch, and the archive has room for nothing but batches. */
  async function expectNothingLost({ engine }: TestEngine): Promise<void> {
    const { directory } = engine.layout
    const [names, archives] = await withRawStore(directory, (raw) => [droppedOf(raw), archivesOf(raw)] as const)
    const waiting = filesOf(layoutOf(directory).drop).map((file) => path.basename(file))
    const all = new Set([...names, ...waiting])
    expect([all.size, filesOf(layoutOf(directory).archive)], about).toEqual([fileCount, archives])
  }
})

const endedBatches = `SELECT count(*) FROM batch WHERE state IN ('posted', 'held', 'rejected') AND drop_removed = 1`

const archivesOf = (raw: Database): readonly string[] =>
  (raw.prepare('SELECT archive FROM batch').pluck().all() as string[]).toSorted()

const droppedOf = (raw: Database): readonly string[] => raw.prepare('SELECT file FROM batch').pluck().all() as string[]
