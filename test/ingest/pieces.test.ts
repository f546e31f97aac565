/**
 * A large file goes to the writer in pieces. One ends early when somebody waits for the writer or when many wallets opened;
 * wherever it ends, the books are the same.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ByteHash } from '../../engine/ingest/judge/byte-hash.ts'
import { ClientNumbers } from '../../engine/ingest/posting/client-numbers.ts'
import { rowsPerPiece } from '../../engine/ingest/posting/rows-to-post.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { type Books, csvOf, openBooks } from './drop.ts'

const textOf = (bytes: string): Uint8Array => new TextEncoder().encode(bytes)

describe('the clients of a file', () => {
  const numbered = (numbers: ClientNumbers, name: string): number => {
    const bytes = textOf(`, ${name},`)
    return numbers.numberOf(bytes, 2, bytes.length - 1)
  }

  it('have a number each, the same whenever they come, and are told once', () => {
    const numbers = new ClientNumbers(new ByteHash(7))
    const names = Array.from({ length: 20_000 }, (_, i) => `客-${i * 7}`)
    expect(names.map((name) => numbered(numbers, name))).toEqual(names.map((_, i) => i))
    expect(numbers.takeNew()).toEqual({ from: 0, names })
    expect(names.map((name) => numbered(numbers, name))).toEqual(names.map((_, i) => i))
    expect(numbered(numbers, 'another')).toBe(20_000)
    expect(numbers.takeNew()).toEqual({ from: 20_000, names: ['another'] })
    expect(numbers.takeNew()).toEqual({ from: 20_001, names: [] })
  })

  it('are told apart by every byte', () => {
    const numbers = new ClientNumbers(new ByteHash(7))
    const names = ['a', 'A', 'a ', ' a', 'aa', '', '\u00e1', 'a\u0301']
    expect(new Set(names.map((name) => numbered(numbers, name))).size).toBe(names.length)
  })

  it('are told apart when their hashes are the same', () => {
    const numbers = new ClientNumbers({ start: () => {}, addBytes: () => {}, value: () => 5 })
    expect(['anna', 'anne', 'ann', 'anna', 'ann'].map((name) => numbered(numbers, name))).toEqual([0, 1, 2, 0, 2])
  })

  it('are numbered from the beginning again behind a piece that had very many', () => {
    const numbers = new ClientNumbers(new ByteHash(7))
    for (let i = 0; i < 2 ** 18 + 10; i += 1) numbered(numbers, `c${i}`)
    const told = numbers.takeNew()
    expect([told.from, told.names.length]).toEqual([0, 2 ** 18 + 10])
    expect([numbered(numbers, 'c5'), numbered(numbers, 'c4')]).toEqual([0, 1])
    expect(numbers.takeNew()).toEqual({ from: 0, names: ['c5', 'c4'] })
  })
})

describe('a large file', () => {
  let books: Books
  beforeEach(async () => {
    books = await openBooks({}, [{ name: 'ana', roles: ['analyst'] }])
  })
  afterEach(() => books.close())

  const rows = rowsPerPiece + 9_000
  // The last rows come a second time, far behind the first, and half of them with another amount.
  const again = rows - 2_000
  const content = (clientOf: (row: number) => string): string =>
    csvOf(
      Array.from({ length: rows }, (_, line) => {
        const row = line < again ? line : line - again
        const type = row % 3 === 2 && row > 40_000 ? 'Payment' : 'TopUp'
        return { client: clientOf(row), tx: `t${row}`, type, amount: line >= rows - 1_000 ? 99 : 1 + (row % 7) }
      }),
    )
  const said = () =>
    withRawStore(books.engine, (raw) => ({
      accounts: raw
        .prepare(`
          SELECT code, balance, postings FROM account WHERE code NOT IN ('omnibus:main', 'wallet:other', 'wallet:C5')
          ORDER BY code`)
        .all(),
      batches: raw
        .prepare('SELECT state, rows, posted, repeats, conflicts, faults, held, unposted, sum FROM batch')
        .all(),
      rows: raw.prepare('SELECT line, outcome, code FROM batch_row ORDER BY line').all(),
    }))
  const pieces = () =>
    withRawStore(
      books.engine,
      (raw) =>
        raw.prepare('SELECT first_line, last_line FROM batch_piece ORDER BY 1').raw().all() as [number, number][],
    )
  const balanceOf = async (client: string) => (await books.client.clients.get({ client })).balance
  const expectProven = async (): Promise<void> => {
    expect(await books.client.workspace.check({ deep: true })).toMatchObject({ consistent: true, differences: [] })
  }

  it('ends in the same books whether or not somebody kept asking the writer for something else', async () => {
    const file = content((i) => `C${i % 900}`)
    books.drop('a.csv', file)
    await books.drain()
    const undisturbed = await said()
    expect(undisturbed.batches).toMatchObject([{ state: 'posted', repeats: 1_000, conflicts: 1_000, unposted: 0 }])
    expect(await pieces()).toHaveLength(2)
    const ofItself = await balanceOf('C5')
    await expectProven()

    await books.close()
    books = await openBooks({}, [{ name: 'ana', roles: ['analyst'] }])
    const ana = await books.as('ana')
    await ana.wallets.open({ client: 'other' })
    books.drop('a.csv', file)
    let done = false
    const draining = books.drain().finally(() => {
      done = true
    })
    let asked = 0
    let ofFile = 0
    while (!done) {
      asked += 1
      await ana.operations.deposit({ client: 'other', amount: 5, key: `d${asked}` })
      // One of the file's own clients, as soon as there is one.
      const taken = await ana.operations.deposit({ client: 'C5', amount: 5, key: `e${asked}` }).catch(() => null)
      if (taken !== null) ofFile += 1
    }
    await draining
    expect(await said()).toEqual(undisturbed)
    expect((await pieces()).length).toBeGreaterThan(4)
    expect(ofFile).toBeGreaterThan(3)
    expect([await balanceOf('other'), await balanceOf('C5')]).toEqual([asked * 5, ofItself + ofFile * 5])
    await expectProven()
  }, 120_000)

  it('goes on in a further piece when very many wallets opened in one', async () => {
    books.drop(
      'a.csv',
      content((i) => `C${i}`),
    )
    await books.drain()
    const all = await pieces()
    expect(all.length).toBeGreaterThan(4)
    // No line between two pieces is lost, and none is in both.
    expect(all.map(([first]) => first)).toEqual(
      [2, ...all.slice(0, -1).map(([, last]) => last + 1)].map((line, i) => (i === 0 ? all[0]?.[0] : line)),
    )
    await expectProven()
  }, 120_000)
})
