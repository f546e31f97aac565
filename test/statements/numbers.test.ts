/** A statement that moved nothing leaves no gap in balances; that its number is missing is noticed, and nothing else is taken for that. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Exception } from '../../engine/contract/exceptions.ts'
import { camt053 } from '../../fixtures/demo/statement-forms.ts'
import { set } from '../contact/open-contact.ts'
import { iban, type LineDraft, mt940 } from './mt940-file.ts'
import { bank, openStatements, type Statements } from './open-statements.ts'

let books: Statements
beforeEach(async () => {
  books = await openStatements()
})
afterEach(() => books.close())

type Draft = Readonly<{ day: string; amounts?: readonly number[]; opening?: number; account?: string }>
let files = 0
/** Its lines come to nothing unless they are said, so that balances always join. */
function send(number: string, { day, amounts = [5, -5], opening = 100, account = iban }: Draft): Promise<number> {
  files += 1
  const lines: readonly LineDraft[] = amounts.map((amount, at) => ({ day, amount, ref: `R${files}-${at}-REF` }))
  return books.send(`${files}.sta`, mt940([{ number, account, opening, lines, day }]))
}
const cases = async (): Promise<readonly Exception[]> =>
  (await books.tom.exceptions.list({ status: 'unresolved' })).items
const codes = async (): Promise<readonly string[]> => (await cases()).map(({ code }) => code)

it('notices that a number is skipped though balances join, and ends it by itself when that one comes', async () => {
  await send('11/1', { day: '2026-01-05' })
  await send('14/1', { day: '2026-01-08' })
  const [skipped] = await cases()
  expect(skipped).toMatchObject({ code: 'STATEMENT_NUMBER_MISSING', severity: 'medium', scope: 'engine', amount: null })
  const detailOf = async () => (await books.tom.exceptions.get({ id: skipped?.id ?? 0 })).detail
  expect(await detailOf()).toMatchObject({ account: 'omnibus:main', statement: 2, after: 1, first: 12, last: 13 })
  expect(await books.tom.statements.get({ id: 2 })).toMatchObject({
    findings: [{ finding: 'number_missing', after: 1, first: 12, last: 13 }],
  })
  await send('12/1', { day: '2026-01-06' })
  expect(await codes()).toEqual(['STATEMENT_NUMBER_MISSING'])
  expect(await detailOf()).toMatchObject({ after: 3, first: 13, last: 13 })
  await send('13/1', { day: '2026-01-07', amounts: [] })
  expect(await cases()).toEqual([])
  expect(await books.tom.exceptions.get({ id: skipped?.id ?? 0 })).toMatchObject({
    status: 'resolved',
    resolution: 'not_a_problem',
    resolvedBy: 'engine',
  })
  expect(await books.tom.statements.get({ id: 2 })).toMatchObject({ findings: [] })
})

it('leaves to the gap what is a gap', async () => {
  await send('11/1', { day: '2026-01-05' })
  await send('13/1', { day: '2026-01-07', opening: 140 })
  expect(await codes()).toEqual(['STATEMENT_GAP'])
})

it.each([
  [
    'begins anew with the year',
    [
      ['365', '2025-12-31'],
      ['3', '2026-01-02'],
    ],
  ],
  [
    'goes on over the year',
    [
      ['52', '2025-12-30'],
      ['55', '2026-01-04'],
    ],
  ],
  [
    'counts days of the year',
    [
      ['45', '2026-02-14'],
      ['48', '2026-02-17'],
    ],
  ],
  [
    'is the date',
    [
      ['260116', '2026-01-16'],
      ['260119', '2026-01-19'],
    ],
  ],
  [
    'counts years and days',
    [
      ['25365', '2025-12-31'],
      ['26002', '2026-01-02'],
    ],
  ],
  [
    'has pages',
    [
      ['12/1', '2026-01-05'],
      ['12/2', '2026-01-05'],
      ['13/1', '2026-01-06'],
    ],
  ],
  [
    'is another way of counting',
    [
      ['7', '2026-01-05'],
      ['900', '2026-01-09'],
    ],
  ],
  [
    'is no number',
    [
      ['A1', '2026-01-05'],
      ['A9', '2026-01-09'],
    ],
  ],
] as const)('is no alarm where the numbering %s', async (_, statements) => {
  for (const [number, day] of statements) await send(number, { day })
  expect(await codes()).toEqual([])
})

it('is no alarm where accounts of a source share their numbers, whichever comes first', async () => {
  await books.ann.accounts.open({ kind: 'omnibus', name: 'other' })
  const other = { said: 'GB00OTHER', currency: 'USD', account: 'omnibus:other' }
  await set(books, 'statements', { sources: [{ ...bank, accounts: [...bank.accounts, other] }] })
  await send('11', { day: '2026-01-05' })
  await send('13', { day: '2026-01-09' })
  expect(await codes()).toEqual(['STATEMENT_NUMBER_MISSING'])
  await send('12', { day: '2026-01-09', account: other.said })
  expect(await codes()).toEqual([])
})

it('counts in each format by itself', async () => {
  await send('11', { day: '2026-01-05' })
  const told = { account: iban, currency: 'USD', number: '14', opening: 100, day: '2026-01-09' }
  const entries = [
    { amount: 1, reference: 'ONE-1' },
    { amount: -1, reference: 'TWO-2' },
  ]
  await books.send('a.xml', camt053({ ...told, entries }))
  expect(await codes()).toEqual([])
})
