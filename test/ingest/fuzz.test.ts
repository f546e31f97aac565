/**
 * Spoilt files in great number, dropped into one workspace: whatever they are, each becomes a batch that ends posted, held
 * or rejected for a reason, every row of it accounted for, and the books stay proven. `INGEST_FUZZ` says how many files,
 * `INGEST_FUZZ_SEED` where to begin: file and number are the same thing, so one that failed is made again by its number.
 */
import type { Database } from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ProducerDraft } from '../../engine/contract/producers.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { type Books, openBooks } from './drop.ts'
import { fuzzedFile } from './fuzz-files.ts'
import { goldenCases } from './golden-case.ts'

const files = Number(process.env.INGEST_FUZZ ?? 1_000)
const firstSeed = Number(process.env.INGEST_FUZZ_SEED ?? 1)
const filesPerDrain = 100
/** No file takes more than 5 s; a hundred of them that take this long have one that hangs. */
const watchdogMs = 60_000
const memoryMax = 1_024 * 2 ** 20
/** Numbers that failed once. */
const pinned: readonly number[] = []

const cases = goldenCases()
let books: Books
beforeAll(async () => {
  books = await openBooks()
  for (const { own, producer } of cases) {
    const { agreement, ...draft } = producer as Draft
    const agreed = isStrict(own.seven) ? agreement : { ...agreement, effects: { ...agreement?.effects, ...onlyWarns } }
    const code = codeOf(own.seven)
    await books.client.producers.add({ id: own.seven, code, name: code, ...draft, agreement: agreed } as ProducerDraft)
  }
}, 60_000)
afterAll(() => books.close())

type Draft = Readonly<{ agreement?: Readonly<{ effects?: object }> }>

/** Most spoilt files have too many faults; where that only warns, the good rows of them are posted all the same. */
const onlyWarns = { TOO_FEW_CLIENTS: 'warn', TOO_MANY_FAULTS: 'warn', BATCH_DOUBLED: 'warn', CONTROL_MISMATCH: 'warn' }
const isStrict = (producer: number): boolean => producer % 4 === 0
const codeOf = (producer: number): string => `fuzz-${producer}`

it(
  `takes ${files} spoilt files, accounts for every row of them, and stays proven`,
  async () => {
    const seeds = [...pinned, ...Array.from({ length: files }, (_, i) => firstSeed + i)]
    const ended = new Map<string, number>()
    for (let from = 0; from < seeds.length; from += filesPerDrain) {
      const some = seeds.slice(from, from + filesPerDrain)
      for (const [state, batches] of await takeAll(some)) ended.set(state, (ended.get(state) ?? 0) + batches)
      expect(process.memoryUsage().rss, `memory after ${describe(some)}`).toBeLessThan(memoryMax)
    }
    const { consistent, differences } = await books.client.workspace.check({ deep: true })
    expect({ consistent, differences }).toEqual({ consistent: true, differences: [] })
    // A fuzzer of which every file is refused at the door tries nothing behind it.
    for (const state of ['posted', 'held', 'rejected'])
      expect([state, ended.get(state)]).not.toEqual([state, undefined])
    expect(ended.get('posted')).toBeGreaterThan(files / 5)
  },
  Math.max(120_000, files * 100),
)

const describe = (seeds: readonly number[]): string => `files ${seeds[0]} to ${seeds.at(-1)}`

async function takeAll(seeds: readonly number[]): Promise<ReadonlyMap<string, number>> {
  const last = await withRawStore(books.engine, lastBatch)
  const dropped = new Set<string>()
  for (const seed of seeds) {
    const { golden, name, bytes, beside } = fuzzedFile(seed, cases)
    const code = codeOf(golden.own.seven)
    if (beside !== null) books.drop(`${name}.control.json`, beside, code)
    books.drop(name, bytes, code)
    dropped.add(name)
  }
  await inTime(books.drain(), seeds)
  const batches = await withRawStore(books.engine, (raw) => batchesAfter(raw, last))
  const about = describe(seeds)
  expect(books.incidents, about).toEqual([])
  expect((await books.client.ingest.status()).troubles, about).toEqual([])
  expect(batches.map(({ file }) => file).toSorted(), about).toEqual([...dropped].toSorted())
  expect(batches.filter((each) => !isAccountedFor(each))).toEqual([])
  const states = new Map<string, number>()
  for (const { state } of batches) states.set(state, (states.get(state) ?? 0) + 1)
  return states
}

/** Should one hang, those that have not become a batch with an end are named. */
async function inTime(work: Promise<number>, seeds: readonly number[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), watchdogMs)
  })
  const first = await Promise.race([work, late])
  clearTimeout(timer)
  if (first !== 'late') return
  const ended = await withRawStore(books.engine, (raw) => batchesAfter(raw, 0).filter(({ state }) => isEnd(state)))
  const names = new Set(ended.map(({ file }) => file))
  const left = seeds.filter((seed) => !names.has(fuzzedFile(seed, cases).name))
  throw new Error(`these are not done after a minute, the first of them hangs: ${left.join(', ')}`)
}

type Fuzzed = Readonly<{
  id: number
  file: string
  state: string
  reasons: string
  rows: number
  counted: number
  unposted: number
  notes: number
  noted: number
  heldRows: number
  held: number
  postings: number
  posted: number
  left: number
}>

const lastBatch = (raw: Database): number =>
  (raw.prepare('SELECT max(id) FROM batch').pluck().get() as number | null) ?? 0

function batchesAfter(raw: Database, last: number): readonly Fuzzed[] {
  return raw
    .prepare(`
      SELECT id, file, state, reasons, rows, posted + repeats + conflicts + faults + held + unposted AS counted, unposted,
        (SELECT count(*) FROM batch_row WHERE batch_id = batch.id) AS notes, repeats + conflicts + faults AS noted,
        (SELECT count(*) FROM held_row WHERE batch_id = batch.id AND state = 'held' AND code <> 'INSUFFICIENT_FUNDS')
          AS heldRows, held,
        (SELECT count(*) FROM movement WHERE batch_id = batch.id) AS postings, posted, drop_removed = 0 AS left
      FROM batch WHERE id > ? ORDER BY id`)
    .all(last) as Fuzzed[]
}

const isEnd = (state: string): boolean => state === 'posted' || state === 'held' || state === 'rejected'

function isAccountedFor(batch: Fuzzed): boolean {
  const { state, reasons, rows, counted, unposted, notes, noted, heldRows, held, postings, posted, left } = batch
  const isExplained =
    state === 'posted' ? unposted === 0 : reasons !== '[]' && postings === 0 && rows - noted === unposted
  return (
    isEnd(state) &&
    isExplained &&
    rows === counted &&
    notes === noted &&
    heldRows <= held &&
    postings >= posted &&
    left === 0
  )
}
