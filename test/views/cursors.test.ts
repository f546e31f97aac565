/** Keyset pages: every record once, while new ones arrive, whatever the sizes of the pages; and no cursor but ours. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cursorOf, readCursor } from '../../engine/views/cursor.ts'
import { type Books, csvOf, openBooks } from '../ingest/drop.ts'
import { refusalOf } from '../workspace-fixture.ts'

let books: Books
beforeAll(async () => {
  books = await openBooks()
  for (let i = 0; i < 25; i += 1)
    books.drop(
      `f${i}.csv`,
      csvOf([
        { tx: `t${i}`, amount: 'x' },
        { tx: `t${i}`, amount: 1 },
      ]),
    )
  await books.drain()
})
afterAll(() => books.close())

type Page = Readonly<{ items: readonly unknown[]; next: string | null }>

async function readAll(
  list: (input: { limit: number; cursor?: string }) => Promise<Page>,
  limits: readonly number[],
  between: () => Promise<void>,
): Promise<unknown[]> {
  const seen: unknown[] = []
  let cursor: string | null | undefined
  for (let page = 0; cursor !== null; page += 1) {
    const limit = limits[page % limits.length] ?? 1
    const { items, next } = await list({ limit, ...(cursor === undefined ? {} : { cursor }) })
    expect(items.length).toBeLessThanOrEqual(limit)
    // A page that is not full is the last one.
    if (items.length < limit) expect(next).toBeNull()
    seen.push(...items)
    cursor = next
    if (page < 3) await between()
  }
  return seen
}

const limitsOfPages = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 10 })

it('visits every audit record once that was there when the reading began', async () => {
  await fc.assert(
    fc.asyncProperty(limitsOfPages, async (limits) => {
      const newest = (await books.client.audit.list({ limit: 1 })).items[0]?.seq ?? 0
      const seen = await readAll(
        (input) => books.client.audit.list(input),
        limits,
        async () =>
          void (await refusalOf(
            books.stranger.session.signIn({ user: `u${Math.random()}`.replace('.', ''), passphrase: 'x' }),
          )),
      )
      expect(seen.map((each) => (each as { seq: number }).seq)).toEqual(
        Array.from({ length: newest }, (_, i) => newest - i),
      )
    }),
    { numRuns: 15 },
  )
})

it('visits every batch once that was there when the reading began', async () => {
  let files = 0
  await fc.assert(
    fc.asyncProperty(limitsOfPages, async (limits) => {
      const newest = (await books.client.batches.list({ limit: 1 })).items[0]?.id ?? 0
      const seen = await readAll(
        (input) => books.client.batches.list(input),
        limits,
        async () => {
          files += 1
          books.drop(`more${files}.csv`, csvOf([{ tx: `more${files}`, amount: 1 }]))
          await books.drain()
        },
      )
      expect(seen.map((each) => (each as { id: number }).id)).toEqual(
        Array.from({ length: newest }, (_, i) => newest - i),
      )
    }),
    { numRuns: 10 },
  )
})

it('visits the rows of a batch in line order, and filters without losing one', async () => {
  const rows = Array.from({ length: 137 }, (_, i) => ({ tx: `many${i}`, amount: i % 3 === 0 ? 1 : 'x' }))
  books.drop('many.csv', csvOf(rows))
  await books.drain()
  const [batch] = (await books.client.batches.list({ file: 'many' })).items
  const seen = await readAll(
    (input) => books.client.batches.rows({ id: batch?.id ?? 0, ...input }),
    [7, 1, 30],
    async () => {},
  )
  expect(seen.map((each) => (each as { line: number }).line)).toEqual(
    rows.flatMap(({ amount }, i) => (amount === 'x' ? [i + 2] : [])),
  )
  const seals = await readAll(
    (input) => books.client.audit.list({ action: 'batch.seal', ...input }),
    [3],
    async () => {},
  )
  expect(seals).toHaveLength((await books.client.batches.list({ limit: 1_000 })).items.length)
})

const forged = [
  '',
  'x',
  '5',
  'bnVsbA',
  Buffer.from('null').toString('base64url'),
  Buffer.from('5').toString('base64url'),
  Buffer.from('"5"').toString('base64url'),
  Buffer.from('["5"]').toString('base64url'),
  Buffer.from('[1.5]').toString('base64url'),
  Buffer.from('[1e999]').toString('base64url'),
  Buffer.from('[9007199254740993]').toString('base64url'),
  Buffer.from('[ 5]').toString('base64url'),
  Buffer.from('[5.0]').toString('base64url'),
  Buffer.from('[]').toString('base64url'),
  Buffer.from('[1,2,3]').toString('base64url'),
  Buffer.from('{"length":1}').toString('base64url'),
  `${cursorOf(5)}=`,
  `${cursorOf(5)}!`,
  ` ${cursorOf(5)}`,
]

it.each(forged)('takes %j for no cursor of ours, in any list', async (cursor) => {
  const { client } = books
  for (const list of [
    () => client.audit.list({ cursor }),
    () => client.batches.list({ cursor }),
    () => client.batches.rows({ id: 1, cursor }),
    () => client.clients.list({ cursor }),
    () => client.ledger.history({ client: 'C1', cursor }),
  ]) {
    expect((await refusalOf(list())).code).toBe('bad_input')
  }
})

it('reads back the keys that it wrote, and nothing that it did not', () => {
  fc.assert(
    fc.property(fc.array(fc.maxSafeInteger()), (keys) => {
      expect(readCursor(cursorOf(...keys))).toEqual(keys)
    }),
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.base64String(),
        fc.json().map((json) => Buffer.from(json).toString('base64url')),
      ),
      (text) => {
        const keys = readCursor(text)
        if (keys !== null) expect(cursorOf(...keys)).toBe(text)
      },
    ),
  )
})
