/** A day is proven only where a statement says what the bank had: what nobody told of is no proof, whatever it comes to. */
import type { Database } from 'better-sqlite3'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { PackDocument } from '../../engine/close-pack/document.ts'
import { words } from '../../engine/close-pack/print/words.ts'
import { verifyPack } from '../../engine/close-pack/verify/verify-pack.ts'
import { Report } from '../../engine/pdf/report.ts'
import { type OpenBooks, openBooks } from '../operations/open-books.ts'
import { putLines, putPostings } from '../reconcile/put-sides.ts'
import { reconcile } from '../reconcile/reconciling.ts'
import { keysOf } from '../store/on-disk.ts'
import { makeFolder, removeFolder } from '../workspace-fixture.ts'
import { dayAt, line, makePack, noonOf, posting, putZip } from './made.ts'
import { contentOf, replaced, signedAnew, withChanged } from './zip.ts'

let books: OpenBooks
let folder: string
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: noonOf(-5) })
  books = await openBooks()
  folder = makeFolder()
  putPostings(books.raw, [posting(0, 10_000, 'ORDER-1')])
  vi.setSystemTime(noonOf(8))
  putLines(books.raw, [line(0, 10_000, 'ORDER-1')], { opening: 0 })
  putPostings(books.raw, [posting(1, 700, 'ORDER-2'), posting(2, 300, 'ORDER-3')])
  await reconcile(books)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
  books.close()
  removeFolder(folder)
})

/** Statements that join are one span, as they are when they are taken in. */
function join(raw: Database): void {
  const span = raw
    .prepare(`
      INSERT INTO statement_span (account, from_day, to_day, opening, closing, first, last)
      SELECT account, min(from_day), max(to_day), 0, 0, min(id), max(id) FROM statement WHERE state = 'accepted'
      GROUP BY account`)
    .run().lastInsertRowid
  raw.prepare(`UPDATE statement SET span = ? WHERE state = 'accepted'`).run(span)
}

const documentOf = (zip: Buffer): PackDocument =>
  JSON.parse(contentOf(zip, 'close-pack.json').toString()) as PackDocument
const proofOf = ({ tables }: PackDocument) =>
  (tables.proof?.items ?? []).map(({ day, told, difference }) => [day, told, difference])
const sentencesOf = () => {
  const notice = vi.spyOn(Report.prototype, 'notice')
  return () => notice.mock.calls.map(([tone, text]) => [tone, text])
}

it('has days that no statement tells of, and nothing is proven by what only waits for the bank', async () => {
  const said = sentencesOf()
  const { zip, written } = await makePack(books)
  const document = documentOf(zip)
  expect(proofOf(document)).toEqual([
    [dayAt(0), 1, '0'],
    [dayAt(1), 0, '0'],
    [dayAt(2), 0, '0'],
  ])
  expect(document.proof).toMatchObject({
    verdict: 'incomplete',
    untold: 2,
    withoutBalance: 0,
    withoutStatementOfDay: 2,
  })
  expect(written.proves).toBe('incomplete')
  expect(said()).toContainEqual(['bad', words.untold(2)])
  expect(said().flat()).not.toContain(words.verdict('proves'))
  expect(await verifyPack(putZip(folder, zip))).toMatchObject({ isSound: true, pack: { proves: 'incomplete' } })
})

it('has days between two statements of which the later begins with what the one before ended with', async () => {
  putLines(books.raw, [line(2, 700, 'ORDER-2'), line(2, 300, 'ORDER-3')], { opening: 10_000 })
  await reconcile(books)
  join(books.raw)
  const said = sentencesOf()
  const document = documentOf((await makePack(books)).zip)
  expect(proofOf(document)).toEqual([
    [dayAt(0), 1, '0'],
    [dayAt(1), 1, '0'],
    [dayAt(2), 1, '0'],
  ])
  expect(document.proof).toMatchObject({ verdict: 'proves', untold: 0, withoutStatementOfDay: 1 })
  expect(said()).toContainEqual(['plain', words.carriedOver(1)])
})

it('where the later statement does not join, does not count what lies before it', async () => {
  putLines(books.raw, [line(2, 700, 'ORDER-2'), line(2, 300, 'ORDER-3')], { opening: 10_000 })
  await reconcile(books)
  expect(proofOf(documentOf((await makePack(books)).zip)).map(([, told]) => told)).toEqual([1, 0, 1])
})

it('is found out where it was signed to say that it proves all the same', async () => {
  const { zip } = await makePack(books)
  const { signing } = await keysOf(books.directory)
  const forged = signedAnew(
    withChanged(zip, { 'close-pack.json': replaced('"verdict": "incomplete"', '"verdict": "proves"') }),
    signing,
  )
  expect((await verifyPack(putZip(folder, forged))).problems).toEqual([
    { code: 'verdict_wrong', says: 'proves', found: 'incomplete' },
  ])
})

it('of a time before any statement says so, and not that an earlier one was used', async () => {
  const said = sentencesOf()
  const { zip } = await makePack(books, { from: dayAt(-3), to: dayAt(-2) })
  expect(documentOf(zip).proof).toMatchObject({ untold: 2, withoutBalance: 2 })
  expect(said()).toContainEqual(['bad', words.withoutBalance(2)])
  expect(said().filter(([, text]) => text === words.untold(2) || text === words.carriedOver(2))).toEqual([])
})

const openBank = (name: string) => books.run('accounts.open', { kind: 'omnibus', name })

it('leaves out banks that were opened after the period', async () => {
  await openBank('later')
  const { zip, written } = await makePack(books, { from: dayAt(0), to: dayAt(0) })
  expect(proofOf(documentOf(zip))).toEqual([[dayAt(0), 1, '0']])
  expect(written.proves).toBe('proves')
})

it('prints the whole equation of the last day for every bank, however many lines its table has', async () => {
  const banks = ['bea', 'citi', 'dbs', 'hsbc', 'icbc']
  for (const bank of banks) await openBank(bank)
  const table = vi.spyOn(Report.prototype, 'table')
  const to = dayAt(8)
  await makePack(books, { from: dayAt(8 - 91), to })
  const titles = new Set(table.mock.calls.map(([columns]) => columns[0]?.title))
  for (const bank of ['main', ...banks]) expect(titles).toContain(words.equation(`omnibus:${bank}`, to))
})
