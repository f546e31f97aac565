/**
 * kill -9 at random instants of a running ingest: the next start goes on by itself, and in the end the books are, byte for
 * byte, those of a run that nobody disturbed. `INGEST_KILLS` says how often, `INGEST_KILLS_SEED` when.
 */
import type { Database } from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { SeededRandom } from '../../fixtures/generator/random.ts'
import { differencesOf, exportBooks } from '../ingest/exported-books.ts'
import { copyOf, filesOf, withRawStore } from '../store/on-disk.ts'
import { openTestEngine, removeFolder } from '../workspace-fixture.ts'
import { dropAll, makeBooksOfFour } from './ingest-files.ts'
import { pause, start } from './processes.ts'

const kills = Number(process.env.INGEST_KILLS ?? 6)
const seed = Number(process.env.INGEST_KILLS_SEED ?? Date.now() % 1_000_000)
const rows = kills > 50 ? 140_000 : 70_000
const about = `INGEST_KILLS_SEED=${seed}`

type Outcome = Readonly<{ books: readonly string[]; check: unknown; chain: unknown; left: readonly string[] }>

let source: string
let expected: Outcome
let fileCount: number
let tookMs: number

beforeAll(async () => {
  source = await makeBooksOfFour()
  const undisturbed = copyOf(source)
  fileCount = dropAll(layoutOf(undisturbed).drop, { seed, rows })
  const child = start('ingest-forever', [undisturbed])
  await child.says()
  const began = performance.now()
  expect(await child.says(), about).toEqual(quietEnd)
  tookMs = performance.now() - began
  await child.kill()
  expected = await outcomeIn(undisturbed)
  removeFolder(undisturbed)
}, 120_000)
afterAll(() => removeFolder(source))

const quietEnd = { is: 'done', incidents: [], troubles: [] }

it('ingests files in which everything happens that ingest can do', () => {
  expect({ ...expected, books: [] }).toEqual(sound)
  const said = (pattern: RegExp) => expected.books.filter((line) => pattern.test(line)).length
  expect(said(/^batch /)).toBe(fileCount)
  for (const state of ['posted', 'held', 'rejected']) {
    expect([state, said(new RegExp(`^batch .*"state":"${state}"`))]).not.toEqual([state, 0])
  }
  for (const outcome of ['fault', 'conflict', 'repeat']) {
    expect([outcome, said(new RegExp(`^batch_row .*"outcome":"${outcome}"`))]).not.toEqual([outcome, 0])
  }
  expect(said(/^held_row .*"state":"posted"/)).toBeGreaterThan(50)
  expect(said(/^held_row .*"state":"held"/)).toBeGreaterThan(50)
  // Large files take several pieces.
  expect(said(/^batch_piece .*"batch_id":1,/)).toBeGreaterThan(1)
  expect(said(/^exception /)).toBeGreaterThan(5)
})

const sound = { books: [], check: { consistent: true, differences: [] }, chain: null, left: [] }

it(
  `ends in the same books after ${kills} kills as without any`,
  async () => {
    const random = new SeededRandom(seed)
    const met = new Map<string, number>()
    let killed = 0
    while (killed < kills) {
      const directory = copyOf(source)
      dropAll(layoutOf(directory).drop, { seed, rows })
      let last: Run = { end: 'killed', left: [] }
      while (last.end === 'killed') {
        // Half of them early, because each start goes on where the last one ended.
        const span = tookMs / (random.below(2) === 0 ? 3 : 12)
        const ms = killed < kills ? random.next() * span : null
        last = await runChild(directory, ms)
        for (const step of last.left) met.set(step, (met.get(step) ?? 0) + 1)
        if (last.end === 'killed') killed += 1
      }
      const outcome = await outcomeIn(directory)
      expect({ ...outcome, books: [] }, about).toEqual(sound)
      expect(differencesOf(outcome.books, expected.books), about).toEqual([])
      removeFolder(directory)
    }
    // A test of many crashes has to have had some in the middle of everything.
    const steps = kills > 50 ? ['between pieces', 'received', 'checking', 'posting'] : []
    expect([...met.keys()], about).toEqual(expect.arrayContaining(steps))
  },
  Math.max(120_000, kills * 12_000),
)

type Run = Readonly<{ end: 'killed' | 'done'; left: readonly string[] }>
type Word = Readonly<{ is: 'begins'; left: readonly string[] }>

/** Goes on with what is there, and is killed so long after it began; null lets it come to its end. */
async function runChild(directory: string, ms: number | null): Promise<Run> {
  const child = start('ingest-forever', [directory])
  const { left } = (await child.says()) as Word
  const done = child.says().then((said) => {
    expect(said, about).toEqual(quietEnd)
    return 'done' as const
  })
  // One that is killed says nothing any more.
  done.catch(() => undefined)
  const end = ms === null ? await done : await Promise.race([done, pause(ms).then(() => 'killed' as const)])
  await child.kill()
  return { end, left }
}

async function outcomeIn(directory: string): Promise<Outcome> {
  const { drop, archive } = layoutOf(directory)
  const books = await withRawStore(directory, (raw) => exportBooks(raw))
  const known = await withRawStore(directory, archivesOf)
  const opened = await openTestEngine(directory)
  const admin = await opened.as('admin')
  const { consistent, differences } = await admin.workspace.check({ deep: true })
  const { problem } = await admin.audit.verify({})
  await opened.engine.close()
  // Nothing lies in the drop folders, and the archive holds the files of all batches and nothing else.
  const archived = filesOf(archive).filter((file) => !known.has(file))
  const left = [
    ...filesOf(drop),
    ...archived,
    ...(filesOf(archive).length === known.size ? [] : ['an archive is gone']),
  ]
  return { books, check: { consistent, differences }, chain: problem, left }
}

const archivesOf = (raw: Database): ReadonlySet<string> =>
  new Set(raw.prepare('SELECT archive FROM batch').pluck().all() as string[])
