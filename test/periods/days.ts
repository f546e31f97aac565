/** Books with postings on the days that a test wants, and periods closed as people close them: proposed, and approved. */
import { hash } from 'node:crypto'
import type { z } from 'zod'
import type { Instant } from '../../engine/calendar/instant.ts'
import { Zone } from '../../engine/calendar/zone.ts'
import type { PeriodName } from '../../engine/contract/periods.ts'
import type { Minor } from '../../engine/money/minor.ts'
import { closingPeriods } from '../../engine/periods/finish.ts'
import { reckonPeriod } from '../../engine/periods/root.ts'
import type { OpenBooks } from '../operations/open-books.ts'

const zone = new Zone('Asia/Hong_Kong')

export type DayRow = Readonly<{ day: string; client?: string; type?: 'TopUp' | 'Payment'; amount?: number }>

let lastNumber = 0
const nextNumber = (): number => {
  lastNumber += 1
  return lastNumber
}

/** Posts rows as a batch of the producer 7, which is registered when there is none; answers the batch. */
export async function takeRows(books: OpenBooks, rows: readonly DayRow[]): Promise<number> {
  const known = books.raw.prepare('SELECT 1 FROM producer WHERE id = 7').get()
  if (known === undefined) await books.run('producers.add', { id: 7, code: 'seven', name: 'Seven Corner' })
  const name = `batch-${nextNumber()}`
  const file = { file: name, path: name, inode: '1', bytes: 1, modifiedAt: 1, archive: name }
  const sha256 = hash('sha256', name, 'buffer')
  const { batch } = await books.run('ingest.receive', { producer: 7, ...file, sha256 })
  const judged = rows.map(({ day, client = 'anna', type = 'TopUp', amount = 100 }, index) => ({
    kind: 'valid' as const,
    line: index + 2,
    raw: '',
    client,
    txId: `tx-${nextNumber()}`,
    type,
    amount: amount as Minor,
    location: 'Central',
    occurredAt: zone.readInstant(`${day}T12:00:00`) as Instant,
    businessDay: day,
  }))
  await books.run('ingest.postRows', { batch, producer: 7, rows: judged, bytesDone: 1, linesDone: rows.length + 1 })
  await books.run('ingest.seal', { batch, bytes: 1 })
  return batch
}

export async function proposeClose(books: OpenBooks, period: z.infer<typeof PeriodName>) {
  const initiator = books.as('ben')
  const change = { kind: 'period_close', period } as const
  return books.run('proposals.propose', { change, reason: 'over', key: `close-${nextNumber()}`, initiator }, 'ben')
}

export const approve = (books: OpenBooks, id: number) =>
  books.run('proposals.approve', { id, decider: books.as('eve') }, 'eve')

/** Proposes and approves; answers what either of them was refused for, or what the approval did. */
export async function closePeriod(books: OpenBooks, period: string) {
  const proposed = await proposeClose(books, period)
  return 'answer' in proposed ? approve(books, proposed.answer.proposal) : proposed
}

/** What the engine does by itself after an approval, without its threads. */
export async function finish(books: OpenBooks): Promise<readonly string[]> {
  const closing = closingPeriods(books, null)
  for (const name of closing) await books.run('periods.seal', { name, ...reckonPeriod(books, { name }) })
  return closing
}

/** Each posting's number and the day that it stands on. */
export const daysOf = ({ raw }: OpenBooks): readonly string[] =>
  raw.prepare('SELECT business_day FROM posting ORDER BY seq').pluck().all() as string[]
