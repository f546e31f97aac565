/** Drop folders as they are: thousands of files at once, files that vanish, and folders that tell no watcher anything. */
import { execFileSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { SeededRandom } from '../../fixtures/generator/random.ts'
import { type Books, csvOf, openBooks } from '../ingest/drop.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { pause } from './processes.ts'
import { whyNoDisk } from './small-disk.ts'

let books: Books
afterEach(() => books.close())

const one = (name: string): string => csvOf([{ client: 'drop', tx: name, amount: 1 }])
const folder = (): string => path.join(books.engine.layout.drop, 'seven')
const count = (query: string): Promise<number> =>
  withRawStore(books.engine, (raw) => raw.prepare(query).pluck().get() as number)
const posted = (): Promise<number> => count(`SELECT count(*) FROM batch WHERE state = 'posted' AND drop_removed = 1`)

it('takes two thousand files at once, those that vanish meanwhile aside', async () => {
  books = await openBooks()
  const files = 2_000
  for (let file = 0; file < files; file += 1) books.drop(`${file}.csv`, one(`${file}`))
  const random = new SeededRandom(3)
  const taken = books.drain()
  let gone = 0
  // Somebody takes files back while they are being read.
  const takeBack = setInterval(() => {
    const left = readdirSync(folder())
    const name = left[random.below(left.length)]
    if (name === undefined || gone === 100) return
    rmSync(path.join(folder(), name))
    gone += 1
  }, 5)
  const found = await taken
  clearInterval(takeBack)
  expect(readdirSync(folder())).toEqual([])
  expect(gone).toBeGreaterThan(20)
  expect(await posted()).toBe(found)
  // Of those that vanished, some had been read already: they are batches, and there is nothing left of them to remove.
  expect(found).toBeGreaterThanOrEqual(files - gone)
  expect((await books.client.clients.get({ client: 'drop' })).balance).toBe(found)
  expect(await count('SELECT count(DISTINCT tx_id) FROM movement')).toBe(found)
  expect((await books.client.ingest.status()).troubles).toEqual([])
  expect(books.incidents).toEqual([])
  expect((await books.client.workspace.check({})).differences).toEqual([])
}, 120_000)

it('reads what lies beside a file when both arrive together, in whatever order', async () => {
  books = await openBooks({ background: true, settleMs: 400 })
  const control = (rows: number): string => JSON.stringify({ count: rows })
  books.drop('a.csv.control.json', control(1))
  books.drop('a.csv', one('a'))
  books.drop('b.csv', one('b'))
  books.drop('b.csv.control.json', control(2))
  while ((await count(`SELECT count(*) FROM batch WHERE state IN ('posted', 'held') AND drop_removed = 1`)) < 2)
    await pause(50)
  const { items } = await books.client.batches.list({})
  const held = items.map(({ file, state, reasons }) => [file, state, reasons.includes('CONTROL_MISMATCH')])
  expect(held.toSorted()).toEqual([
    ['a.csv', 'posted', false],
    ['b.csv', 'held', true],
  ])
  expect(readdirSync(folder())).toEqual([])
})

it('takes what arrives in a folder that is polled', async () => {
  books = await openBooks({ background: true, settleMs: 20, pollDrop: true })
  for (const name of ['a', 'b']) {
    books.drop(`${name}.csv`, one(name))
    while (!readdirSync(folder()).every((file) => file.endsWith('.done'))) await pause(50)
  }
  while ((await posted()) < 2) await pause(50)
  expect(books.incidents).toEqual([])
})

it.skipIf(whyNoDisk() !== null)('finds what arrives where no watcher hears of it', async () => {
  books = await openBooks({ background: true, settleMs: 20 })
  books.drop('heard.csv', one('heard'))
  while ((await posted()) < 1) await pause(50)
  // Another disk in the place of the folder, as when a share is mounted: the watcher still watches the one beneath.
  const mounted = folder()
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', mounted])
  try {
    books.drop('unheard.csv', one('unheard'))
    while ((await posted()) < 2) await pause(50)
    expect(readdirSync(mounted)).toEqual([])
  } finally {
    execFileSync('umount', ['-l', mounted])
  }
  expect(books.incidents).toEqual([])
})
