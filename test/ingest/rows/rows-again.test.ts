/** Rows of a batch that is in the books, read again from the archive: what was posted stands there, and what was not. */
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forms, type GeneratedFormat } from '../../../fixtures/generator/formats.ts'
import { SeededRandom } from '../../../fixtures/generator/random.ts'
import { refusalOf } from '../../workspace-fixture.ts'
import { type Books, csvOf, csvRow, forSmallFiles, openBooks, recentDay } from '../drop.ts'
import { readAgain, rowsInStore } from './stored-rows.ts'

let books: Books
beforeAll(async () => {
  books = await openBooks({}, [
    { name: 'ana', roles: ['analyst'] },
    { name: 'ben', roles: ['approver'] },
  ])
})
afterAll(() => books.close())

async function take(name: string, content: string | Uint8Array, code = 'seven'): Promise<number> {
  books.drop(name, content, code)
  await books.drain()
  const [batch] = (await books.client.batches.list({ file: name, limit: 1 })).items
  if (batch === undefined) throw new Error(`no batch came of ${name}`)
  return batch.id
}

const places = ['Central', 'Mong Kok', 'Sha Tin']

function generated(format: GeneratedFormat, seed: number, rows: number): string {
  const random = new SeededRandom(seed)
  const { head, tail, between, row } = forms[format]
  const written = Array.from({ length: rows }, (_, index) =>
    row({
      date: `${recentDay}T0${random.below(10)}:${10 + random.below(50)}:00.${random.below(1_000)}`,
      producer: '7',
      client: `G${random.below(30)}`,
      place: places[random.below(3)] ?? '',
      txId: `${format}-${seed}-${index}`,
      // Mostly more comes than goes, so that some rows post and some are held.
      type: random.below(3) === 0 ? 'Payment' : 'TopUp',
      amount: String(1 + random.below(100_000)),
    }),
  )
  return head + written.join(between) + tail
}

describe.each(['csv', 'json', 'ndjson', 'xml'] as const)('of a generated file in %s', (format) => {
  it.each([1, 2, 3])('every row says what was posted or held (seed %i)', async (seed) => {
    const text = generated(format, seed, 700)
    const packed = seed === 3
    const batch = await take(`${seed}.${format}${packed ? '.gz' : ''}`, packed ? gzipSync(text) : text)
    const { taken, notes } = await rowsInStore(books, batch)
    // What only the books know is against no rule about rows: payments of clients whom nobody knows.
    expect(notes.filter(({ code }) => code !== 'CLIENT_UNKNOWN')).toEqual([])
    expect(taken.length + notes.length).toBe(700)
    const again = await readAgain(books, batch, taken.map(({ line }) => line).toReversed())
    expect(again.map(({ line, row }) => ({ line, row }))).toEqual(taken)
    expect(again.filter(({ problems }) => problems.length > 0)).toEqual([])
  })
})

const faulty = [
  csvRow({ tx: 'ok', client: 'A', amount: 5 }),
  csvRow({ tx: 'gift', client: 'A', type: 'Gift', amount: 'much' }),
  csvRow({ tx: '4111111111111111', client: 'B', amount: 7 }),
  csvRow({ tx: 'big', client: 'A', amount: 100_000_001 }),
  csvRow({ tx: 'gift2', client: 'B', type: 'Gift', amount: 8 }),
]

describe('of an exception', () => {
  let batch: number
  beforeAll(async () => {
    batch = await take('faulty.csv', csvOf(faulty))
  })
  const idOf = async (code: string) =>
    (await books.client.exceptions.list({ batch })).items.find((each) => each.code === code)?.id ?? 0

  it('a person sees each field, what it means, and everything that speaks against it', async () => {
    const row = await books.client.exceptions.original({ id: await idOf('TYPE_UNKNOWN'), line: 3 })
    expect(row).toEqual({
      line: 3,
      raw: faulty[1],
      cells: {
        TxDate: recentDay,
        ProducerId: '7',
        ClientId: 'A',
        ProducerLocation: 'Central',
        TxId: 'gift',
        TxType: 'Gift',
        Amount: 'much',
      },
      row: {
        occurredAt: new Date(`${recentDay}T00:00+08:00`).toISOString(),
        client: 'A',
        location: 'Central',
        txId: 'gift',
      },
      problems: [
        { field: 'TxType', code: 'TYPE_UNKNOWN' },
        { field: 'Amount', code: 'FIELD_UNREADABLE' },
      ],
    })
  })

  it('a held row is seen in the same way', async () => {
    const row = await books.client.exceptions.original({ id: await idOf('AMOUNT_OVER_LIMIT'), line: 5 })
    expect(row).toMatchObject({ row: { txId: 'big', amount: 100_000_001 }, problems: [{ code: 'AMOUNT_OVER_LIMIT' }] })
  })

  it('no card number is shown', async () => {
    const row = await books.client.exceptions.original({ id: await idOf('CARD_DATA_FOUND'), line: 4 })
    expect(row.problems).toEqual([{ field: 'TxId', code: 'CARD_DATA_FOUND' }])
    expect(JSON.stringify(row)).not.toContain('41111')
  })

  it('only its own rows are shown', async () => {
    const gifts = await idOf('TYPE_UNKNOWN')
    const missing = (id: number, line: number) => ({ code: 'not_found', data: { noun: 'row', id: `${id}:${line}` } })
    for (const line of [1, 2, 4, 5, 7, 999])
      expect(await refusalOf(books.client.exceptions.original({ id: gifts, line }))).toEqual(missing(gifts, line))
    expect(await refusalOf(books.client.exceptions.original({ id: 999, line: 3 }))).toEqual(missing(999, 3))
    expect(await books.client.exceptions.original({ id: gifts, line: 6 })).toMatchObject({ line: 6 })
  })
})

it('rows are read by the agreement that judged them, whatever was agreed since', async () => {
  const batch = await take(
    'before.csv',
    csvOf([csvRow({ tx: 'b1', amount: 5 }), csvRow({ tx: 'b2', type: 'Sale', amount: 5 })]),
  )
  const agreement = { ...forSmallFiles, mapping: { units: 'major', types: { sale: 'Payment' } } } as const
  const proposal = { change: { kind: 'agreement', producer: 7, agreement }, reason: 'they said so', key: 'a1' } as const
  const { id } = await (await books.as('ana')).proposals.propose(proposal)
  await (await books.as('ben')).proposals.approve({ id })
  const [row] = await readAgain(books, batch, [3])
  expect(row).toMatchObject({ row: { amount: 5 }, problems: [{ field: 'TxType', code: 'TYPE_UNKNOWN' }] })
})

it('as many rows as anybody wants are read', async () => {
  const rows = Array.from({ length: 1_300 }, (_, i) => csvRow({ tx: `many ${i}`, client: 'M', amount: 1 }))
  const batch = await take('many.csv', csvOf(rows))
  const again = await readAgain(
    books,
    batch,
    Array.from({ length: 1_400 }, (_, i) => i + 1),
  )
  expect(again.map(({ line, row }) => `${line} ${row.txId}`)).toEqual(rows.map((_, i) => `${i + 2} many ${i}`))
  expect(await readAgain(books, batch, [])).toEqual([])
})
