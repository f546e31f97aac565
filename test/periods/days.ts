/** Books with postings on the days that a test wants, and periods closed as people close them: proposed, and approved. */
import type { z } from 'zod'
import type { PeriodName } from '../../engine/contract/periods.ts'
import { closingPeriods } from '../../engine/periods/finish.ts'
import { reckonPeriod } from '../../engine/periods/root.ts'
import { enterBatch } from '../ledger/entries.ts'
import type { OpenBooks } from '../operations/open-books.ts'

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
  return enterBatch(
    books.raw,
    7,
    rows.map(({ day, client = 'anna', type = 'TopUp', amount = 100 }) => ({
      day,
      client,
      type,
      amount,
      txId: `tx-${nextNumber()}`,
    })),
  )
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
