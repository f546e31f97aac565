/** Books of three days with all that a close pack speaks of, a pack made of them, and its file as it would be downloaded. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { vi } from 'vitest'
import { type ToWrite, type Written, writePack } from '../../engine/close-pack/write-pack.ts'
import { archivedFile } from '../../engine/ingest/archived-file.ts'
import type { QueryContext } from '../../engine/store/command.ts'
import { type OpenBooks, openBooks } from '../operations/open-books.ts'
import { closePeriod, finish, takeRows } from '../periods/days.ts'
import { putLines, putPostings } from '../reconcile/put-sides.ts'
import { reconcile } from '../reconcile/reconciling.ts'
import type { MadeLine, MadePosting } from '../reconcile/two-sides.ts'
import { keysOf } from '../store/on-disk.ts'

export const firstDay = 20_700
const dayMs = 86_400_000
export const dayAt = (at: number): string => new Date((firstDay + at) * dayMs).toISOString().slice(0, 10)
/** Noon in Hong Kong, so that no zone is near its midnight. */
export const noonOf = (at: number): number => (firstDay + at) * dayMs + 4 * 3_600_000

export const posting = (day: number, amount: number, reference: string, client = 'anna'): MadePosting => ({
  day: firstDay + day,
  amount,
  client,
  reference,
  bank: null,
})
export const line = (day: number, amount: number, reference: string): MadeLine => ({
  day: firstDay + day,
  amount,
  refs: [['end_to_end', reference]],
  party: null,
  text: `for ${reference}`,
  charge: 0,
})

/** Day 0 is closed, day 1 has a residue and what is open, on day 2 the bank has 300 that no statement told of. */
export async function booksOfThreeDays(): Promise<OpenBooks> {
  vi.useFakeTimers({ toFake: ['Date'], now: noonOf(0) })
  const books = await openBooks()
  putPostings(books.raw, [posting(0, 10_000, 'ORDER-1'), posting(0, 4_000, 'ORDER-2', '陳大文')])
  await takeRows(books, [
    { day: dayAt(0), amount: 700 },
    { day: dayAt(0), client: '=cmd()', amount: 250 },
    { day: dayAt(1), type: 'Payment', amount: 120 },
  ])
  putLines(books.raw, [line(0, 10_000, 'ORDER-1'), line(0, 4_000, 'ORDER-2')], { opening: 0 })
  await reconcile(books)
  vi.setSystemTime(noonOf(1))
  await closePeriod(books, dayAt(0))
  await finish(books)
  putPostings(books.raw, [posting(1, 50_000, 'ORDER-3'), posting(1, 900, 'ORDER-4')])
  putLines(books.raw, [line(1, 49_950, 'ORDER-3'), line(1, 77, 'WHO-KNOWS')], { opening: 14_000 })
  await reconcile(books)
  const findings = [{ code: 'balance_differs', subject: 'account:1', expected: '1', found: '2' }]
  await books.run('exceptions.noteCheck', { check: 'ledger.check', findings })
  vi.setSystemTime(noonOf(2))
  putLines(books.raw, [line(2, 5, 'BEHIND-THE-GAP')], { opening: 64_327 })
  vi.setSystemTime(noonOf(8))
  await reconcile(books)
  return books
}

export type Made = Readonly<{ written: Extract<Written, { status: 'written' }>; zip: Buffer; steps: readonly string[] }>

/** Makes a pack of the books as the reader's thread does, and takes it out of the archive again. */
export async function makePack(books: OpenBooks, asked: Partial<ToWrite> = {}): Promise<Made> {
  const keys = await keysOf(books.directory)
  const workspace = books.raw.prepare('SELECT uid FROM workspace').pluck().get() as string
  const archive = { generation: 1, key: keys.archive }
  const file = path.join(books.directory, 'archive', 'close-packs', 'made.cha')
  const steps: string[] = []
  const context = {
    raw: books.raw,
    onProgress: (value: unknown) => steps.push((value as { step: string }).step),
  } as unknown as QueryContext
  const written = await writePack(context, {
    from: dayAt(0),
    to: dayAt(2),
    includeClients: true,
    madeAt: noonOf(8),
    madeBy: 'ben',
    workspace,
    generation: 1,
    signing: keys.signing,
    archive,
    file,
    ...asked,
  })
  if (written.status !== 'written') throw new Error(written.status)
  const chunks: Uint8Array[] = []
  for await (const chunk of archivedFile(asked.file ?? file, [archive])) chunks.push(chunk)
  return { written, zip: Buffer.concat(chunks), steps }
}

export function putZip(folder: string, zip: Uint8Array, name = 'pack.zip'): string {
  const file = path.join(folder, name)
  writeFileSync(file, zip)
  return file
}
