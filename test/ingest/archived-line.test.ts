/** From a posting to its source: the line as it stood in the file, from the encrypted archive. */
import { readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findLine } from '../../engine/ingest/archived-line.ts'
import { flipBit } from '../store/on-disk.ts'
import { refusalOf } from '../workspace-fixture.ts'
import { type Books, csvOf, csvRow, header, openBooks } from './drop.ts'

let books: Books
const card = '4111 1111 1111 1111'
const quoted = `"two\nlines",${csvRow({ tx: 'q', amount: 5 })}`
const lines = [
  csvRow({ tx: '1', amount: 100, client: 'A' }),
  csvRow({ tx: `card ${card}`, amount: 100, client: 'A' }),
  quoted,
  csvRow({ tx: '4', amount: 30, client: 'A', location: '九龍' }),
]
beforeAll(async () => {
  books = await openBooks()
  books.drop('a.csv', csvOf(lines, '\r\n'))
  // Long enough that chunks of the archive end in the middle of lines.
  const long = Array.from({ length: 20_000 }, (_, index) => csvRow({ tx: `long ${index}`, amount: 1, client: 'B' }))
  books.drop('b.csv', csvOf(long))
  await books.drain()
})
afterAll(() => books.close())

const line = (of: number, id = 1) => books.client.batches.line({ id, line: of })

it('answers the line that a posting was made of', async () => {
  const { items } = await books.client.ledger.history({ client: 'A' })
  const [newest] = items
  // The record before it has two lines, so it is the sixth of the file and the fifth record.
  expect(newest).toMatchObject({ txId: '4', batch: 1, line: 6 })
  expect(await line(6)).toEqual({ batch: 1, line: 6, raw: lines[3] })
  expect(await line(1)).toEqual({ batch: 1, line: 1, raw: header })
  expect(await line(2)).toEqual({ batch: 1, line: 2, raw: lines[0] })
  expect(await line(4)).toEqual({ batch: 1, line: 4, raw: quoted })
})

it('masks card numbers', async () => {
  expect((await line(3)).raw).toBe(lines[1]?.replace(card, '************1111'))
  expect((await line(3)).raw).not.toContain('4111')
})

it('finds any line of a file of any length', async () => {
  for (const of of [2, 777, 12_345, 20_001])
    expect((await line(of, 2)).raw).toBe(csvRow({ tx: `long ${of - 2}`, amount: 1, client: 'B' }))
})

it('knows no line that is not there', async () => {
  const missing = (id: string) => ({ code: 'not_found', data: { noun: 'line', id } })
  expect(await refusalOf(line(7))).toEqual(missing('1:7'))
  // The second line of a record is no record.
  expect(await refusalOf(line(5))).toEqual(missing('1:5'))
  expect(await refusalOf(line(20_002, 2))).toEqual(missing('2:20002'))
  expect(await refusalOf(line(2, 99))).toEqual({ code: 'not_found', data: { noun: 'batch', id: '99' } })
  expect((await refusalOf(line(0))).code).toBe('bad_input')
})

it('reads no further than the line, and holds no more than a record', async () => {
  let read = 0
  async function* endless(text: string) {
    for (;;) {
      read += 1
      yield Buffer.from(text)
    }
  }
  expect(await findLine(endless('a,b\n'.repeat(10)), 35)).toBe('a,b')
  expect(read).toBe(4)
  read = 0
  expect(await findLine(endless('x'.repeat(100_000)), 2)).toBeNull()
  expect(read).toBe(11)
})

it('shows a line of a file that was refused, and the last one without a line break', async () => {
  books.drop('c.csv', 'no header\nlast')
  await books.drain()
  const [batch] = (await books.client.batches.list({ limit: 1 })).items
  expect(batch?.state).toBe('rejected')
  expect((await line(2, batch?.id)).raw).toBe('last')
})

it('says that an archive is damaged or gone, and goes on with the others', async () => {
  const folder = path.join(books.engine.layout.archive, new Date().toISOString().slice(0, 7))
  const before = readdirSync(folder)
  books.drop('d.csv', csvOf([csvRow({ tx: 'd', amount: 1 })]))
  await books.drain()
  const file = path.join(folder, readdirSync(folder).find((name) => !before.includes(name)) ?? '')
  flipBit(file, 60)
  const [batch] = (await books.client.batches.list({ limit: 1 })).items
  expect((await refusalOf(line(2, batch?.id))).code).toBe('store_damaged')
  rmSync(file)
  expect((await refusalOf(line(2, batch?.id))).code).toBe('store_damaged')
  expect((await line(2)).raw).toBe(lines[0])
})
