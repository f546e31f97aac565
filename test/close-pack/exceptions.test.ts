/** What a pack says of the exceptions of a time stays so, whatever becomes of them later. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { PackDocument } from '../../engine/close-pack/document.ts'
import { verifyPack } from '../../engine/close-pack/verify/verify-pack.ts'
import { type OpenBooks, openBooks } from '../operations/open-books.ts'
import { keysOf } from '../store/on-disk.ts'
import { makeFolder, removeFolder } from '../workspace-fixture.ts'
import { makePack, putZip } from './made.ts'
import { contentOf, replaced, signedAnew, withChanged } from './zip.ts'

let books: OpenBooks
let folder: string
const noon = (day: string): number => Date.parse(`${day}T04:00:00Z`)
/** What the nightly proof finds: there is one row of it for an account, however often it comes and goes. */
const proven = async (day: string, difference: string): Promise<void> => {
  vi.setSystemTime(noon(day))
  const aged = { count: 0, money: 0, oldest: null }
  await books.run('reconcile.noteDifferences', {
    code: 'omnibus:main',
    currency: 'USD',
    olderThanDays: 3,
    lines: aged,
    postings: aged,
    what: '',
    proof: { day, difference, items: [], bounded: false },
  })
}

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: noon('2026-01-01') })
  books = await openBooks()
  folder = makeFolder()
})
afterEach(() => {
  books.close()
  removeFolder(folder)
  vi.useRealTimers()
})

async function packOf(from: string, to: string) {
  const { zip } = await makePack(books, { from, to, madeAt: Date.now() })
  const { exceptionsByCode } = JSON.parse(contentOf(zip, 'close-pack.json').toString()) as PackDocument
  const counts = exceptionsByCode.map(({ openBefore, raised, reopened, resolved, openAtEnd }) => [
    openBefore.count,
    raised.count,
    reopened.count,
    resolved.count,
    openAtEnd.count,
  ])
  const csv = contentOf(zip, 'exceptions.csv').toString().trimEnd().split('\r\n').slice(1)
  return { zip, counts, csv }
}

it('tells of each time as it was: raised, over the next day, and opened again a month later', async () => {
  await proven('2026-01-03', '300')
  await proven('2026-01-04', '0')
  const before = await packOf('2026-01-01', '2026-01-31')
  expect(before.counts).toEqual([[0, 1, 0, 1, 0]])
  await proven('2026-02-10', '300')
  const january = await packOf('2026-01-01', '2026-01-31')
  expect(january.csv).toEqual(before.csv)
  expect(january.counts).toEqual(before.counts)
  expect(january.csv[0]).toMatch(
    /^1,"OMNIBUS_DOES_NOT_PROVE","[a-z]+","resolved",0,1,0,1,0,"2026-01-03T[^"]+","2026-01-04T[^"]+",/,
  )
  expect((await packOf('2026-01-03', '2026-01-03')).counts).toEqual([[0, 1, 0, 0, 1]])
  expect((await packOf('2026-01-04', '2026-01-04')).counts).toEqual([[1, 0, 0, 1, 0]])
  expect((await packOf('2026-01-10', '2026-01-31')).counts).toEqual([])
  expect((await packOf('2026-02-01', '2026-02-28')).counts).toEqual([[0, 0, 1, 0, 1]])
  expect((await packOf('2026-02-20', '2026-02-28')).counts).toEqual([[1, 0, 0, 0, 1]])
  expect((await packOf('2026-01-01', '2026-02-28')).counts).toEqual([[0, 1, 1, 1, 1]])
})

it('counts one that came and went several times as often as it did', async () => {
  await proven('2026-01-03', '300')
  await proven('2026-01-04', '0')
  await proven('2026-01-05', '300')
  await proven('2026-01-06', '0')
  await proven('2026-01-20', '300')
  expect((await packOf('2026-01-04', '2026-01-10')).counts).toEqual([[1, 0, 1, 2, 0]])
})

it('is found out where its numbers were signed and do not come out', async () => {
  await proven('2026-01-03', '300')
  const { zip } = await packOf('2026-01-01', '2026-01-31')
  expect(await verifyPack(putZip(folder, zip))).toMatchObject({ isSound: true })
  const { signing } = await keysOf(books.directory)
  const spoilt = withChanged(zip, {
    'close-pack.json': replaced('"resolved": {\n    "count": 0', '"resolved": {\n    "count": 1'),
  })
  expect((await verifyPack(putZip(folder, signedAnew(spoilt, signing)))).problems).toEqual([
    { code: 'document_differs', field: 'exceptionsByCode' },
  ])
})
