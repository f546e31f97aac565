/** Two formats tell of days that they share only in part: what one does not say is never taken for what the other one says. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { StatementMapping } from '../../engine/contract/statement-mappings.ts'
import { set } from '../contact/open-contact.ts'
import { iban, type LineDraft, mt940 } from './mt940-file.ts'
import { bank, openLinesOf, openStatements, readStore, type Statements } from './open-statements.ts'

const table = { format: 'csv', encoding: 'utf-8', delimiter: ',', decimalMark: '.', header: true, units: 'major' }
const columns = {
  account: { fixed: iban },
  currency: { fixed: 'USD' },
  bookedOn: 'Day',
  amount: { by: 'sign', column: 'Amount' },
  references: [{ column: 'Reference', kind: 'end_to_end' }],
  text: ['Text'],
}
const withoutBalances = StatementMapping.parse({ ...table, ...columns })
const withBalances = StatementMapping.parse({ ...table, ...columns, balances: { running: 'Balance' } })

let books: Statements
beforeEach(async () => {
  books = await openStatements([{ ...bank, mapping: withoutBalances }])
})
const tellBalances = () => set(books, 'statements', { sources: [{ ...bank, mapping: withBalances }] })
afterEach(() => books.close())

const units = (amount: number): string => (amount / 100).toFixed(2)
function csv(lines: readonly LineDraft[], opening = 0): string {
  let balance = opening
  const rows = lines.map(({ day, amount, ref = '', text = '' }) => {
    balance += amount
    return [day, units(amount), units(balance), ref, text].join(',')
  })
  return ['Day,Amount,Balance,Reference,Text', ...rows, ''].join('\r\n')
}
const openIn = async (): Promise<readonly string[]> =>
  (await readStore(books, openLinesOf)).map(({ day, amount }) => `${january(day)} ${amount}`)
const january = (day: number): number => day - Date.UTC(2026, 0, 0) / 86_400_000
const on = (day: number): string => new Date(Date.UTC(2026, 0, day)).toISOString().slice(0, 10)
const cases = async () => {
  const { items } = await books.tom.exceptions.list({ status: 'unresolved' })
  return items.map(({ code }) => code).filter((code) => code !== 'STATEMENT_GAP')
}
const findingsOf = async (id: number) => (await books.tom.statements.get({ id }))?.findings
const line = (day: number, amount: number, ref?: string): LineDraft => ({
  day: on(day),
  amount,
  ...(ref === undefined ? {} : { ref }),
})

it('an export without balances that fills a gap keeps each line of days nobody told of', async () => {
  const first = { number: '1', opening: 0, lines: [line(5, 100_000)] }
  const last = { number: '9', opening: 250_000, lines: [line(25, 7_700)] }
  await books.send('a.sta', mt940([first]))
  await books.send('b.sta', mt940([last]))
  await books.send('c.csv', csv([line(5, 300), line(20, 100_000), line(25, 7_700)]))
  expect(await openIn()).toEqual(['5 300', '5 100000', '20 100000', '25 7700'])
  // The line of the fifth, which the export leaves out, is told.
  expect(await cases()).toEqual(['STATEMENT_CORRECTED'])
  expect(await findingsOf(3)).toMatchObject([
    { finding: 'overlaps', lines: 1 },
    { finding: 'corrected', lines: 1, sum: 100_000 },
  ])
})

it.each(['the export first', 'the export last'])(
  'days that both tell of count once, as often as they were told: %s',
  async (order) => {
    const lines = [line(5, 100_000), line(6, -350), line(6, -350), line(7, 4_000, 'ORDER-4000')]
    const told = mt940([{ number: '1', opening: 0, lines: [...lines, line(8, 90)] }])
    const exported = csv([...lines.toReversed(), line(6, -350)])
    const files = [
      ['a.sta', told],
      ['b.csv', exported],
    ] as const
    for (const [name, content] of order === 'the export first' ? files.toReversed() : files)
      await books.send(name, content)
    expect(await openIn()).toEqual(['5 100000', '6 -350', '6 -350', '6 -350', '7 4000', '8 90'])
  },
)

it('a line that one format tells a day or two later is the same, within the days that both tell of', async () => {
  const lines = [line(5, 100), line(6, 2_000), line(7, 30_000, 'ORDER-30000'), line(9, 400)]
  await books.send('a.sta', mt940([{ number: '1', opening: 0, lines }]))
  await books.send('b.csv', csv([line(5, 100), line(8, 2_000), line(8, 30_000, 'ORDER-30000'), line(9, 400)]))
  expect(await openIn()).toEqual(['5 100', '6 2000', '7 30000', '9 400'])
  expect(await cases()).toEqual([])
})

it.each([
  ['weeks later', line(26, 2_000)],
  ['a reference speaks against it', line(6, 2_000, 'ORDER-OTHER')],
  ['behind all that was told', line(31, 400)],
])('the same amount is another line, and people are told: %s', async (_, other) => {
  const lines = [line(5, 100), line(6, 2_000, 'ORDER-2000'), line(29, 400)]
  await books.send('a.sta', mt940([{ number: '1', opening: 0, lines }]))
  await books.send('b.csv', csv([line(5, 100), other]))
  const days = [...lines, other].map(({ day, amount }) => `${Number(day.slice(8))} ${amount}`)
  expect((await openIn()).toSorted()).toEqual(days.toSorted())
  expect(await cases()).toEqual(other.day > on(6) || other.ref !== undefined ? ['STATEMENT_CORRECTED'] : [])
})

it('an afternoon that begins where the morning began and ended keeps its lines, and people are told', async () => {
  await tellBalances()
  await books.send('a.csv', csv([line(5, 100), line(5, -100)]))
  await books.send('b.sta', mt940([{ number: '2', opening: 0, lines: [line(5, 100)] }]))
  expect(await openIn()).toEqual(['5 -100', '5 100', '5 100'])
  expect(await cases()).toEqual(['STATEMENT_CORRECTED'])
})

it('the whole day in another format behind its morning says the morning once', async () => {
  await tellBalances()
  await books.send('a.csv', csv([line(5, 100), line(5, -100)]))
  await books.send('b.sta', mt940([{ number: '2', opening: 0, lines: [line(5, 100), line(5, -100), line(5, 100)] }]))
  expect(await openIn()).toEqual(['5 -100', '5 100', '5 100'])
  expect(await cases()).toEqual([])
})

it('a part of the day that another format told whole is known by its references', async () => {
  await tellBalances()
  await books.send('a.csv', csv([line(5, 100, 'ORDER-1'), line(5, -100, 'ORDER-2'), line(5, 70)]))
  await books.send('b.sta', mt940([{ number: '2', opening: 0, lines: [line(5, 100, 'ORDER-1')] }]))
  expect(await openIn()).toEqual(['5 -100', '5 70', '5 100'])
  expect(await cases()).toEqual([])
})
