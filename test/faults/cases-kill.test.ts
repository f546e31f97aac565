/**
 * kill -9 while people work on cases. A deed for three hundred of them goes on by itself after each kill, and in the end the
 * books are those of a run that nobody disturbed; a correction that is approved is whole, or is not there. `CASES_KILLS` says
 * how often.
 */
import type { Database } from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkWorkspace } from '../../engine/workspace/check.ts'
import { openCases } from '../cases/open-cases.ts'
import { csvOf, recentDay } from '../ingest/drop.ts'
import { differencesOf } from '../ingest/exported-books.ts'
import { copyOf, withRawStore } from '../store/on-disk.ts'
import { openTestEngine, removeFolder } from '../workspace-fixture.ts'
import { pause, start } from './processes.ts'

const kills = Number(process.env.CASES_KILLS ?? 5)
const files = 150
const reason = 'because'

let source: string
/** With a correction proposed for every file. */
let proposed: string

beforeAll(async () => {
  const cases = await openCases()
  for (let n = 0; n < files; n += 1) {
    const bad = ['a', 'b', 'c'].map((tx) => ({ producer: 9, client: `F${n}`, tx: `${tx}${n}`, amount: 'x' }))
    const held = { producer: 9, client: `H${n % 7}`, tx: `h${n}`, amount: 500_000 }
    cases.drop(`file${n}.csv`, csvOf([...bad, held, { producer: 9, client: 'Z', tx: `z${n}`, amount: 10 }]), 'nine')
  }
  await cases.drain()
  await cases.engine.close()
  source = cases.directory
  proposed = copyOf(source)
  const opened = await openTestEngine(proposed)
  const ana = await opened.as('ana')
  const row = { occurredAt: `${recentDay}T04:00:00.000Z`, location: 'Central', type: 'TopUp', amount: 900 } as const
  const { items } = await ana.exceptions.list({ code: 'FIELD_UNREADABLE', limit: 1_000 })
  expect(items).toHaveLength(files)
  for (const { id, version } of items) {
    const rows = [2, 3, 4].map((line) => ({ line, row: { ...row, client: `F${id % 5}`, txId: `n${id}-${line}` } }))
    await ana.exceptions.act({ id, version, key: `k${id}`, deed: { action: 'correct', rows, reason } })
  }
  await opened.engine.close()
}, 180_000)
afterAll(() => {
  removeFolder(source)
  removeFolder(proposed)
})

it(
  `a deed for ${2 * files} cases that is killed again and again ends as one that was not`,
  async () => {
    const undisturbed = copyOf(source)
    const { tookMs, ...first } = await runBulk(undisturbed, null)
    expect(first).toEqual({ end: 'done', left: null })
    const expected = await withRawStore(undisturbed, saidBy)
    expect(expected.filter((line) => /^bulk_item .*"outcome":"done"/.test(line))).toHaveLength(2 * files)
    removeFolder(undisturbed)

    let killed = 0
    const met = new Set<number | null>()
    while (killed < kills) {
      const directory = copyOf(source)
      let last: Run = { end: 'killed', left: null, tookMs: 0 }
      while (last.end === 'killed') {
        last = await runBulk(directory, killed < kills ? Math.random() * tookMs * 0.8 : null)
        met.add(last.left)
        if (last.end === 'killed') killed += 1
      }
      expect(differencesOf(await withRawStore(directory, saidBy), expected)).toEqual([])
      expect(await withRawStore(directory, checkOf)).toMatchObject({ consistent: true, differences: [] })
      removeFolder(directory)
    }
    // Some kills fell into the middle of it.
    expect([...met].filter((left) => left !== null && left > 0 && left < 2 * files)).not.toEqual([])
  },
  120_000 + kills * 15_000,
)

it(
  'an approval of corrected rows that is killed is whole, or is not there',
  async () => {
    const told: number[] = []
    let open = files
    for (let round = 0; round < kills && open > 0; round += 1) {
      const child = start('approve-forever', [proposed])
      await child.says()
      child.child.on('message', (said) => {
        const { is, id } = said as { is: string; id: number }
        if (is === 'approved') told.push(id)
      })
      // So that each falls somewhere into the work, however busy the machine is.
      const after = told.length + 1 + Math.floor(Math.random() * 8)
      while (told.length < after) await pause(5)
      await pause(Math.random() * 20)
      await child.kill()
      const { approved, whole } = await withRawStore(proposed, (raw) => {
        expect(checkOf(raw)).toMatchObject({ consistent: true, differences: [] })
        open = raw.prepare(`SELECT count(*) FROM proposal WHERE state = 'open'`).pluck().get() as number
        return {
          approved: raw
            .prepare(`SELECT id FROM proposal WHERE state = 'approved' ORDER BY id`)
            .pluck()
            .all() as number[],
          whole: raw.prepare(wholeProposals).pluck().all() as number[],
        }
      })
      expect(whole).toEqual(approved)
      // What was answered is there.
      expect(told.filter((id) => !approved.includes(id))).toEqual([])
    }
    expect(told.length).toBeGreaterThan(kills)
    expect(open).toBeGreaterThan(0)
  },
  60_000 + kills * 10_000,
)

type Run = Readonly<{ end: 'killed' | 'done'; left: number | null; tookMs: number }>

/** Killed so long after it began; null lets it come to its end. */
async function runBulk(directory: string, ms: number | null): Promise<Run> {
  const child = start('bulk-forever', [directory])
  const { left } = (await child.says()) as Readonly<{ left: number | null }>
  const began = performance.now()
  const done = child.says().then((said) => {
    expect(said).toEqual({ is: 'done', incidents: [] })
    return 'done' as const
  })
  // One that is killed says nothing any more.
  done.catch(() => undefined)
  const end = ms === null ? await done : await Promise.race([done, pause(ms).then(() => 'killed' as const)])
  const tookMs = performance.now() - began
  await child.kill()
  return { end, left, tookMs }
}

const checkOf = (raw: Database) =>
  checkWorkspace({ raw, db: null as never, onProgress: () => undefined }, { deep: true })

/** All of its rows posted and decided on, its case over and everything said in its history. */
const wholeProposals = `
  SELECT proposal.id FROM proposal JOIN exception ON exception.id = proposal.change ->> 'exception'
  WHERE exception.status = 'resolved' AND exception.resolution = 'corrected' AND exception.decided = 3
    AND (SELECT count(*) FROM row_decision JOIN held_row ON held_row.batch_id = row_decision.batch_id
        AND held_row.line = row_decision.line AND held_row.posting = row_decision.posting
        JOIN movement ON movement.seq = row_decision.posting
      WHERE row_decision.proposal = proposal.id) = 3
    AND (SELECT count(*) FROM exception_event WHERE exception_id = exception.id) = 5
  ORDER BY proposal.id`

const tables = [
  `SELECT id, code, scope, severity, status, resolution, batch_id, client_id, line, rows, amount, owner, version, touched_by,
     resolved_by, reopened, decided FROM exception ORDER BY id`,
  'SELECT exception_id, by, kind, detail FROM exception_event ORDER BY exception_id, id',
  'SELECT exception_id, batch_id, line, decision, by, reason FROM row_decision ORDER BY id',
  'SELECT batch_id, line, client_id, amount, state, posting FROM held_row ORDER BY batch_id, line',
  'SELECT code, balance, waiting, postings FROM account ORDER BY id',
  'SELECT seq, debit, credit, amount, kind, batch_id, line FROM movement ORDER BY seq',
  'SELECT seq, exception_id, outcome, code, proposal FROM bulk_item ORDER BY bulk_id, seq',
  'SELECT id, deed, user, state, cases, done, proposed, refused FROM bulk ORDER BY id',
  `SELECT action, subject, outcome, detail FROM audit_record WHERE action = 'exceptions.reject' ORDER BY seq`,
]

const saidBy = (raw: Database): readonly string[] =>
  tables.flatMap((query) =>
    (raw.prepare(query).all() as object[]).map((row) => `${/FROM (\w+)/.exec(query)?.[1]} ${JSON.stringify(row)}`),
  )
