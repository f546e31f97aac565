/** A bank that sends its days in two formats tells each movement twice; the books take it once. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { camt053, type Told } from '../../fixtures/demo/statement-forms.ts'
import { iban, type LineDraft, mt940 } from './mt940-file.ts'
import { openLinesOf, openStatements, readStore, type Statements } from './open-statements.ts'

let books: Statements
beforeEach(async () => {
  books = await openStatements()
})
afterEach(() => books.close())

const day = '2026-01-05'
const lines: readonly LineDraft[] = [
  { day, amount: 10_000, ref: 'TOPUP-2026-00017', text: 'TOP UP CHAN TAI MAN' },
  { day, amount: -350, text: 'CHARGE' },
  { day, amount: -9_650, ref: 'PAYOUT-7', text: 'PAYOUT' },
]
const today = mt940([{ number: '12/1', opening: 1_000, lines }])
const same: Told = {
  account: iban,
  currency: 'USD',
  number: '12',
  opening: 1_000,
  day,
  entries: [
    // What MT940 had no room for.
    { amount: 10_000, reference: 'TOPUP-2026-00017-WALLET-1001', name: 'Chan Tai Man' },
    { amount: -350, text: 'Monthly charge' },
    { amount: -9_650, reference: 'PAYOUT-7' },
  ],
}

it('takes the same day in another format for a repeat, and says in which format it came first', async () => {
  await books.send('a.sta', today)
  await books.send('b.xml', camt053(same))
  expect(await statements()).toEqual(['camt053 repeated', 'mt940 accepted'])
  expect(await books.tom.statements.get({ id: 2 })).toMatchObject({
    findings: [{ finding: 'repeated', of: 1, format: 'mt940' }],
  })
  expect(await openIn()).toEqual([-9_650, -350, 10_000])
  expect(await cases()).toEqual([])
})

it('whichever of both comes first', async () => {
  await books.send('b.xml', camt053(same))
  await books.send('a.sta', today)
  expect(await statements()).toEqual(['mt940 repeated', 'camt053 accepted'])
  expect(await openIn()).toEqual([-9_650, -350, 10_000])
  expect(await cases()).toEqual([])
})

it('in another order too', async () => {
  await books.send('a.sta', today)
  await books.send('b.xml', camt053({ ...same, entries: same.entries.toReversed() }))
  expect(await statements()).toEqual(['camt053 repeated', 'mt940 accepted'])
  expect(await openIn()).toEqual([-9_650, -350, 10_000])
  expect(await cases()).toEqual([])
})

it('knows the days of a week that came day by day in the other one', async () => {
  await books.send('a.sta', today)
  await books.send('b.sta', mt940([{ number: '13/1', opening: 1_000, lines: [{ day: '2026-01-06', amount: 77 }] }]))
  const entries = [...same.entries.map((entry) => ({ ...entry, day })), { amount: 77, day: '2026-01-06' }]
  await books.send('c.xml', camt053({ ...same, entries, day: '2026-01-06', from: day }))
  expect(await openIn()).toEqual([-9_650, -350, 10_000, 77])
  expect(await cases()).toEqual([])
  expect(await books.tom.statements.get({ id: 3 })).toMatchObject({ findings: [{ finding: 'overlaps', lines: 4 }] })
})

it.each([
  ['an amount differs', [10_000, -300, -9_700]],
  ['a line was split', [10_000, -350, -9_000, -650]],
  ['lines balance out otherwise', [5_000, -5_000]],
] as const satisfies readonly [string, readonly number[]][])(
  'is an exception where it is only nearly the same: %s',
  async (_, amounts) => {
    await books.send('a.sta', today)
    await books.send('b.xml', camt053({ ...same, entries: amounts.map((amount) => ({ amount })) }))
    expect((await cases()).map(({ code }) => code)).toEqual(['STATEMENT_CORRECTED'])
    const known: number[] = [10_000, -350, -9_650]
    const fresh = [...amounts].filter((amount: number) => !known.includes(amount))
    expect(await openIn()).toEqual([...known, ...fresh].toSorted((a, b) => a - b))
  },
)

it('is an exception where a reference speaks against it', async () => {
  await books.send('a.sta', today)
  const [first, second] = same.entries
  await books.send(
    'b.xml',
    camt053({ ...same, entries: [first, second, { amount: -9_650, reference: 'PAYOUT-8' }] as never }),
  )
  expect((await cases()).map(({ code }) => code)).toEqual(['STATEMENT_CORRECTED'])
  expect(await openIn()).toEqual([-9_650, -9_650, -350, 10_000])
})

it('does not take the afternoon in another format for the morning', async () => {
  const coffee = (opening: number) => ({ opening, lines: [{ day, amount: -350 }] })
  await books.send('a.sta', mt940([{ number: '1', ...coffee(1_000) }]))
  await books.send('b.xml', camt053({ ...same, number: '2', opening: 650, entries: [{ amount: -350 }] }))
  expect(await statements()).toEqual(['camt053 accepted', 'mt940 accepted'])
  expect(await openIn()).toEqual([-350, -350])
  expect(await cases()).toEqual([])
})

async function statements(): Promise<readonly string[]> {
  const { items } = await books.tom.statements.list({})
  const files = new Map((await books.tom.statements.files({})).items.map(({ id, format }) => [id, format]))
  return items.map(({ file, state }) => `${files.get(file)} ${state}`)
}
const openIn = async (): Promise<readonly number[]> => (await readStore(books, openLinesOf)).map(({ amount }) => amount)
const cases = async () => (await books.tom.exceptions.list({ status: 'unresolved' })).items
