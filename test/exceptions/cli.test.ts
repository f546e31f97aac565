/** `exceptions` on the command line: the promised JSON, words for every code, and what is written wrongly. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { exceptionWords } from '../../engine/cli/exception-words.ts'
import { exceptionCodes } from '../../engine/contract/exceptions.ts'
import { runHere } from '../cli/run-cli.ts'
import type { Books } from '../ingest/drop.ts'
import { openLenientBooks, standsAt, takeBatch } from './open-exceptions.ts'

let books: Books
beforeAll(async () => {
  books = await openLenientBooks()
  const faults = Array.from({ length: 25 }, (_, i) => ({ tx: `f${i}`, amount: 'x' }))
  const facts = [{ fact: 'control_count', expected: 30, found: 27 }] as const
  const control = { code: 'CONTROL_MISMATCH', effect: 'hold', facts } as const
  const batch = await takeBatch(books, 'a.csv', [...faults, { tx: 'g', amount: 0 }, { tx: 'h', amount: 1 }])
  await standsAt(books, batch, 'held', [control])
})
afterAll(() => books.close())

const open = async () => ({ engine: books.engine, close: async () => undefined })
const run = (...args: string[]) => runHere(books.directory, ['exceptions', ...args], {}, open)
const documentOf = async (...args: string[]) =>
  JSON.parse((await run(...args, '--json')).out) as { items: Record<string, unknown>[]; next: string | null }

it('lists with the fields that scripts rely on, filtered, page by page', async () => {
  const { items, next } = await documentOf('list', '--limit', '2')
  expect(items).toHaveLength(2)
  for (const item of items)
    expect(Object.keys(item)).toEqual(
      expect.arrayContaining([
        'id',
        'code',
        'severity',
        'status',
        'producer',
        'batch',
        'client',
        'line',
        'amount',
        'rows',
      ]),
    )
  const rest = await documentOf('list', '--limit', '2', '--cursor', next ?? '')
  expect([rest.items.length, rest.next]).toEqual([1, null])
  const narrowed = [
    '--status',
    'open',
    '--code',
    'FIELD_UNREADABLE',
    '--producer',
    '9',
    '--batch',
    '1',
    '--order',
    'due',
  ]
  expect((await documentOf('list', ...narrowed)).items).toMatchObject([
    { code: 'FIELD_UNREADABLE', rows: 25, line: null },
  ])
  expect((await documentOf('list', '--severity', 'critical')).items).toEqual([])
  expect((await documentOf('list', '--client', 'nobody')).items).toEqual([])
})

it('shows for people what happened, what it means, the rows, and the history', async () => {
  const [control] = (await documentOf('list', '--code', 'CONTROL_MISMATCH')).items
  expect(control).toMatchObject({ found: null, facts: [{ fact: 'control_count', expected: 30, found: 27 }] })
  const [faults] = (await documentOf('list', '--code', 'FIELD_UNREADABLE')).items
  const stopped = (await run('show', String(control?.id))).out
  expect(stopped).toContain(exceptionWords.CONTROL_MISMATCH.happened)
  expect(stopped).toMatch(/Expected +30 rows\nFound +27 rows/)
  expect(stopped).toMatch(/raised by engine, rows 27/)
  const { out } = await run('show', String(faults?.id))
  expect(out).toMatch(/File +a\.csv/)
  expect(out).toContain(`"exceptions rows ${String(faults?.id)}" lists them all`)
  expect((await documentOf('rows', String(faults?.id))).items).toHaveLength(25)
  expect((await run('list')).out).toMatch(/medium +open +FIELD_UNREADABLE +nine +1 +25 +-/)
  expect((await run('rows', String(faults?.id), '--limit', '1')).out).toMatch(/^Line .*\n +2 +fault +FIELD_UNREADABLE/)
})

it('lists the queue whole and in any order, what it has in common, and how well it goes', async () => {
  const stakes = (await documentOf('list', '--sort', 'rows', '--descending')).items.map(({ rows }) => rows)
  expect(stakes).toEqual([27, 25, 1])
  expect((await documentOf('list', '--sort', 'rows', '--limit', '1')).items).toMatchObject([{ rows: 1 }])
  expect((await documentOf('list', '--unowned', '--code', 'FIELD_UNREADABLE')).items).toHaveLength(1)
  expect((await documentOf('list', '--mine')).items).toEqual([])
  expect((await documentOf('list', '--owner', 'nobody')).items).toEqual([])
  expect((await documentOf('list', '--search', 'A.CSV')).items).toHaveLength(3)
  expect((await documentOf('list', '--due-before', '2024-01-31')).items).toEqual([])
  expect((await documentOf('list', '--due-before', '2099-01-31')).items).toHaveLength(3)
  const { out } = await run('list', '--group', 'code')
  expect(out).toMatch(/^Group +Exceptions +Rows +At stake/)
  expect(out).toMatch(/\nFIELD_UNREADABLE +1 +25 +0\.00 USD +1 /)
  expect((await documentOf('list', '--group', 'severity')).items).toMatchObject([
    { exceptions: 2, filter: { severity: ['medium'] } },
    { exceptions: 1, filter: { severity: ['high'] } },
  ])
  expect((await run('measures')).out).toMatch(/^Of +Raised .*\n- +3 +0 /)
  expect((await documentOf('measures', '--by', 'code')).items).toHaveLength(3)
  expect((await documentOf('measures', '--by', 'code', '--to', '2024-01-31')).items).toEqual([])
})

it('refuses what there is not: an exception with exit 1, a status, code or number with exit 2', async () => {
  const ended = async (...args: string[]) => (await run(...args)).exit
  expect(await ended('show', '999')).toBe(1)
  expect(await ended('rows', '999')).toBe(1)
  expect(await ended('list', '--status', 'closed')).toBe(2)
  expect(await ended('list', '--code', 'NONE')).toBe(2)
  expect(await ended('list', '--sort', 'colour')).toBe(2)
  expect(await ended('list', '--group', 'colour')).toBe(2)
  expect(await ended('list', '--mine', '--cursor', 'WzFd')).toBe(2)
  expect(await ended('list', '--due-before', 'soon')).toBe(2)
  expect(await ended('measures', '--by', 'colour')).toBe(2)
  expect(await ended('measures', '--from', 'soon')).toBe(2)
  expect(await ended('show', 'x')).toBe(2)
  expect(await ended('show')).toBe(2)
})

it('has a sentence of its own for what each code is and for what it means', () => {
  expect(Object.keys(exceptionWords).toSorted()).toEqual([...exceptionCodes].toSorted())
  const sentences = Object.values(exceptionWords).flatMap(({ happened, means }) => [happened, means])
  expect(sentences.filter((sentence) => !/^[A-Z].{15,}\.$/.test(sentence))).toEqual([])
  expect(new Set(sentences).size).toBe(sentences.length)
})
