/**
 * kill -9 at random instants while statements are taken in: the next start goes on by itself, and in the end the store says
 * of them what it says after a run that nobody disturbed. `STATEMENT_KILLS` says how often, `STATEMENT_KILLS_SEED` when.
 */
import { utimesSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { SeededRandom } from '../../fixtures/generator/random.ts'
import { differencesOf } from '../ingest/exported-books.ts'
import { type LineDraft, mt940 } from '../statements/mt940-file.ts'
import { openStatements, putFile } from '../statements/open-statements.ts'
import { copyOf, filesOf, withRawStore } from '../store/on-disk.ts'
import { openTestEngine, removeFolder } from '../workspace-fixture.ts'
import { pause, start } from './processes.ts'

const kills = Number(process.env.STATEMENT_KILLS ?? 4)
const seed = Number(process.env.STATEMENT_KILLS_SEED ?? Date.now() % 1_000_000)
const about = `STATEMENT_KILLS_SEED=${seed}`

type Outcome = Readonly<{ said: readonly string[]; check: unknown; chain: unknown; left: readonly string[] }>

let source: string
let expected: Outcome
let tookMs: number

beforeAll(async () => {
  const books = await openStatements()
  const { directory } = books
  await books.engine.close()
  source = copyOf(directory)
  removeFolder(directory)
  const undisturbed = copyOf(source)
  putAll(undisturbed)
  const child = start('statements-forever', [undisturbed])
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
const sound = { said: [], check: { consistent: true, differences: [] }, chain: null, left: [] }

it('takes statements in which everything happens that can', () => {
  expect({ ...expected, said: [] }).toEqual(sound)
  const said = (pattern: RegExp) => expected.said.filter((line) => pattern.test(line)).length
  for (const state of ['read', 'refused', 'repeated'])
    expect([state, said(new RegExp(`^statement_file .*"state":"${state}"`))]).not.toEqual([state, 0])
  for (const state of ['accepted', 'broken', 'repeated', 'waiting'])
    expect([state, said(new RegExp(`^statement .*"state":"${state}"`))]).not.toEqual([state, 0])
  expect(said(/^statement_line .*"repeats":\d/)).toBeGreaterThan(1_000)
  // More than one piece is opened.
  expect(said(/^open_item /)).toBeGreaterThan(36_000)
  expect(said(/^exception /)).toBeGreaterThan(2)
})

it(
  `says the same after ${kills} kills as without any`,
  async () => {
    const random = new SeededRandom(seed)
    const met = new Map<string, number>()
    let killed = 0
    while (killed < kills) {
      const directory = copyOf(source)
      putAll(directory)
      let last: Run = { end: 'killed', left: [] }
      while (last.end === 'killed') {
        const span = tookMs / (random.below(2) === 0 ? 1.5 : 6)
        const ms = killed < kills ? random.next() * span : null
        last = await runChild(directory, ms)
        for (const step of last.left) met.set(step, (met.get(step) ?? 0) + 1)
        if (last.end === 'killed') killed += 1
      }
      const outcome = await outcomeIn(directory)
      expect({ ...outcome, said: [] }, about).toEqual(sound)
      expect(differencesOf(outcome.said, expected.said), about).toEqual([])
      removeFolder(directory)
    }
    // A test of many crashes has to have had some in the middle of everything.
    const steps = kills > 50 ? ['reading', 'deciding'] : []
    expect([...met.keys()], about).toEqual(expect.arrayContaining(steps))
  },
  Math.max(180_000, kills * 12_000),
)

type Run = Readonly<{ end: 'killed' | 'done'; left: readonly string[] }>
type Word = Readonly<{ is: 'begins'; left: readonly string[] }>

async function runChild(directory: string, ms: number | null): Promise<Run> {
  const child = start('statements-forever', [directory])
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

/** A large one, one that goes on from within it, one that is it again, and some of which little comes. */
function putAll(directory: string): void {
  const large = linesFrom(0, 36_000)
  const next = linesFrom(33_000, 40_000)
  const files: readonly (readonly [name: string, content: string])[] = [
    ['1-large.sta', mt940([{ number: '1', opening: 0, lines: large }])],
    ['2-same.sta', mt940([{ number: '1', opening: 0, lines: large }])],
    ['3-again.sta', mt940([{ number: '1', opening: 0, lines: large, reference: 'AGAIN' }])],
    ['4-next.sta', mt940([{ number: '2', opening: sumOf(linesFrom(0, 33_000)), lines: next }])],
    ['5-broken-off.sta', mt940([{ number: '3', opening: 0, lines: linesFrom(0, 9_000) }]).slice(0, -20)],
    [
      '6-some.sta',
      mt940([
        { number: '1', account: 'NOBODYS', opening: 0, lines: linesFrom(0, 500) },
        { number: '9', opening: 7, lines: linesFrom(60_000, 60_010) },
        { number: '10', opening: 0, lines: linesFrom(0, 10), closing: 1 },
      ]),
    ],
  ]
  for (const [at, [name, content]] of files.entries()) {
    const file = putFile(layoutOf(directory).statements, { source: 'bank', name }, content)
    utimesSync(file, 1_700_000_000 + at, 1_700_000_000 + at)
  }
}

const linesFrom = (from: number, to: number): readonly LineDraft[] =>
  Array.from({ length: to - from }, (_, place) => {
    const at = from + place
    const day = new Date(Date.UTC(2026, 0, 1) + Math.floor(at / 2_000) * 86_400_000).toISOString().slice(0, 10)
    return { day, amount: (at % 97) + 1, ref: `R${at}`, text: `Payment ${at}` }
  })

const sumOf = (lines: readonly LineDraft[]): number => lines.reduce((sum, { amount }) => sum + amount, 0)

const tables = [
  `SELECT id, source, name, bytes, hex(sha256) AS sha256, format, state, problem, repeats, folder_left FROM statement_file
   ORDER BY id`,
  `SELECT id, file, account, account_said, number, currency, from_day, to_day, opening, closing, first_line, last_line,
     lines, sum_in, sum_out, state, findings, span, opened_to FROM statement ORDER BY id`,
  'SELECT * FROM statement_line ORDER BY id',
  'SELECT * FROM statement_span ORDER BY id',
  'SELECT * FROM open_item ORDER BY account, side, item',
  'SELECT code, cause, status, amount, detail FROM exception ORDER BY code, cause',
]

function said(raw: Database): readonly string[] {
  return tables.flatMap((query) => {
    const table = /FROM (\w+)/.exec(query)?.[1] ?? ''
    return raw
      .prepare(query)
      .all()
      .map((row) => `${table} ${JSON.stringify(row)}`)
  })
}

async function outcomeIn(directory: string): Promise<Outcome> {
  const { statements, archive } = layoutOf(directory)
  const found = await withRawStore(directory, said)
  const known = await withRawStore(
    directory,
    (raw) => new Set(raw.prepare('SELECT archive FROM statement_file').pluck().all() as string[]),
  )
  const opened = await openTestEngine(directory)
  const admin = await opened.as('admin')
  const { consistent, differences } = await admin.workspace.check({ deep: true })
  const { problem } = await admin.audit.verify({})
  await opened.engine.close()
  // Nothing lies in the folders, and the archive holds the files that are known and nothing else.
  const archived = filesOf(archive).filter((file) => !known.has(file))
  const isGone = filesOf(archive).length !== known.size
  const left = [...filesOf(statements), ...archived, ...(isGone ? ['an archive is gone'] : [])]
  return { said: found, check: { consistent, differences }, chain: problem, left }
}
