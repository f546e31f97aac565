/**
 * Generated files against the outcome that the generator writes beside them: what `npm run fixtures` says has to come of a
 * file is what the engine makes of it, in whatever order the files are taken, and the same arguments make the same files.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { ProducerDraft } from '../../engine/contract/producers.ts'
import { type FaultPlan, faultKinds, readFaultSpec } from '../../fixtures/generator/faults.ts'
import { type GenerateOptions, generate } from '../../fixtures/generator/generate.ts'
import { makeFolder, removeFolder } from '../workspace-fixture.ts'
import { type Books, openBooks, recentDay } from './drop.ts'
import { anna, freeze } from './standing.ts'

let books: Books
let analyst: EngineClient
const folders: string[] = []
beforeAll(async () => {
  books = await openBooks({}, [anna])
  analyst = await books.as(anna.name)
})
afterAll(async () => {
  await books.close()
  for (const folder of folders) removeFolder(folder)
})

/** A little of everything that the books can say, and few enough faults that no file is held as a whole. */
const everything = faultKinds
  .map((kind) => `${kind}:${kind === 'repeats' || kind === 'released' ? '3%' : '9'}`)
  .join(',')

function planOf(text: string, rows: number): FaultPlan {
  const spec = readFaultSpec(text, rows)
  if (spec.status !== 'read') throw new Error(spec.status)
  return spec.plan
}

function options(change: Partial<GenerateOptions> = {}): GenerateOptions {
  const rows = change.rows ?? 3_000
  const out = makeFolder('generated-')
  folders.push(out)
  return {
    rows,
    format: 'csv',
    gzip: false,
    producers: 3,
    clients: 120,
    ids: 'random',
    seed: 7,
    plan: change.plan ?? planOf(everything, rows),
    day: recentDay,
    out,
    ...change,
  }
}

const json = (file: string) => JSON.parse(readFileSync(file, 'utf8'))
const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .toSorted()

it('posts what the generator says, file by file and client by client, the last file first', async () => {
  const { out } = options()
  const made = await generate(options({ out }))
  for (const shop of json(path.join(out, 'producers.json')) as ProducerDraft[]) await books.client.producers.add(shop)
  if (made.opening === null) throw new Error('no opening file')
  await take(made.opening)
  for (const client of json(path.join(out, 'before', 'freeze.json')) as string[]) await freeze(analyst, client)
  for (const { file } of made.files.toReversed()) await take(path.join(out, file.slice(0, 'shop-001'.length), file))
  const { items } = await books.client.clients.list({ limit: 1_000 })
  const digest = createHash('sha256')
  for (const { id, balance } of items) digest.update(`${id} ${balance}\n`)
  const sum = items.reduce((total, { balance }) => total + BigInt(balance), 0n)
  expect({ clients: items.length, sum, sha256: digest.digest('hex') }).toEqual(made.balances)
  expect(made.files.map(({ state, unposted }) => [state, unposted])).toEqual(made.files.map(() => ['posted', 0]))
})

/** Drops a file, and holds what came of it against what lies beside it. */
async function take(file: string): Promise<void> {
  const expected = json(`${file}.expected.json`)
  books.drop(path.basename(file), readFileSync(file), path.basename(path.dirname(file)))
  expect(await books.drain()).toBe(1)
  const [batch] = (await books.client.batches.list({ limit: 1 })).items
  const { faultsByCode, heldByCode, ...documents } = expected
  expect(batch).toMatchObject(documents)
  const { items } = await books.client.batches.rows({ id: batch?.id ?? 0, limit: 1_000 })
  const count = (outcome: string) => {
    const counts: Record<string, number> = {}
    for (const row of items) if (row.outcome === outcome) counts[row.code] = (counts[row.code] ?? 0) + 1
    return counts
  }
  expect({ faults: count('fault'), held: count('held') }).toEqual({ faults: faultsByCode, held: heldByCode })
}

it.each(['csv', 'json', 'ndjson', 'xml'] as const)(
  'writes the same %s for the same arguments, packed or not',
  async (format) => {
    const [first, second, packed, other] = [
      options({ format }),
      options({ format }),
      options({ format, gzip: true }),
      options({ format, seed: 8 }),
    ]
    for (const each of [first, second, packed, other]) await generate(each)
    const names = filesUnder(first.out)
    expect(names).toEqual(filesUnder(second.out))
    for (const name of names) {
      expect(readFileSync(path.join(second.out, name))).toEqual(readFileSync(path.join(first.out, name)))
    }
    const name = path.join('shop-002', `shop-002-${recentDay}.${format}`)
    const plain = readFileSync(path.join(first.out, name))
    expect(gunzipSync(readFileSync(path.join(packed.out, `${name}.gz`)))).toEqual(plain)
    expect(readFileSync(path.join(other.out, name))).not.toEqual(plain)
  },
)

it('puts in exactly as many of each kind as were asked for, and makes every TxId once', async () => {
  for (const ids of ['ordered', 'random'] as const) {
    const { out, plan } = options({ ids })
    const { files } = await generate(options({ ids, out, plan }))
    const total: Record<string, number> = { repeats: 0, TXID_CONFLICT: 0 }
    for (const { repeats, conflicts, faultsByCode, heldByCode } of files) {
      total.repeats = (total.repeats ?? 0) + repeats
      total.TXID_CONFLICT = (total.TXID_CONFLICT ?? 0) + conflicts
      for (const [code, number] of [...Object.entries(faultsByCode), ...Object.entries(heldByCode)])
        total[code] = (total[code] ?? 0) + number
    }
    // What is released is held for a while and posted in the end.
    const { released: _, ...asked } = Object.fromEntries(plan)
    expect(total).toEqual(asked)
    const [first] = files
    const text = readFileSync(path.join(out, 'shop-001', first?.file ?? ''), 'utf8')
    const numbers = text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[4])
    const again = (first?.repeats ?? 0) + (first?.conflicts ?? 0)
    expect(new Set(numbers).size).toBe(numbers.length - again)
  }
})

it('holds a file as a whole where a rule over the whole file speaks, and expects nothing of it in the books', async () => {
  const plan = planOf('FIELD_MISSING:6%', 1_000)
  const { files, balances } = await generate(options({ rows: 1_000, producers: 1, plan }))
  expect(files).toMatchObject([
    { state: 'held', reasons: ['TOO_MANY_FAULTS'], rows: 1_000, faults: 60, unposted: 940, posted: 0, sum: 0n },
  ])
  expect(balances).toMatchObject({ clients: 0, sum: 0n })
  const few = await generate(options({ rows: 10, producers: 1, clients: 2, plan: new Map() }))
  expect(few.files).toMatchObject([{ state: 'held', reasons: ['TOO_FEW_CLIENTS'], unposted: 10 }])
})

it.each([
  ['none', { status: 'read', plan: new Map() }],
  [
    'repeats:1%,TYPE_UNKNOWN:3',
    {
      status: 'read',
      plan: new Map([
        ['repeats', 10],
        ['TYPE_UNKNOWN', 3],
      ]),
    },
  ],
  ['FIELD_MISSING:0.25%', { status: 'read', plan: new Map([['FIELD_MISSING', 3]]) }],
  ['repeats:1.5', { status: 'unreadable', part: 'repeats:1.5' }],
  ['SOMETHING:1', { status: 'unreadable', part: 'SOMETHING:1' }],
  ['repeats:1,repeats:2', { status: 'unreadable', part: 'repeats:2' }],
  ['repeats:60%,released:41%', { status: 'too_many', faults: 1_010 }],
])('reads what is to be wrong: %s', (text, expected) => {
  expect(readFaultSpec(text, 1_000)).toEqual(expected)
})
