/** Transactions with what they moved, oldest first: the day book. */
import type { Database } from 'better-sqlite3'
import type { Posting } from '../../contract/accounts.ts'
import type { ParametersOf } from '../../contract/export-sources.ts'
import { beyond, daysOf, everything, lookThrough, pageOfFound } from '../../ledger/look.ts'
import { postingOf, readPostings } from '../../ledger/posting-rows.ts'
import { perConnection } from '../../store/compiled.ts'
import type { Pages } from '../sheet.ts'
import { pageRows, pagesBehind, type SourceContext, sourceOf } from '../source.ts'
import { transactionsOf } from '../whole-transactions.ts'
import { type Origin, originColumns, originOf } from './origin.ts'

type TransactionLine = Readonly<{
  id: number
  kind: string
  currency: string
  amount: number
  at: string
  businessDay: string
  postings: number
}> &
  Origin

export const transactions = sourceOf<'transactions', TransactionLine>('transactions', {
  title: 'Transactions',
  columns: {
    id: ['integer', 1],
    kind: ['state', 1.2],
    currency: ['text', 0.8],
    amount: ['money', 1.8],
    at: ['instant', 1.8],
    businessDay: ['day', 1.2],
    postings: ['integer', 0.9],
    ...originColumns,
  },
  pages: async function* ({ raw }, asked) {
    for await (const page of transactionsOf(oldestFirst({ raw }, asked)))
      yield page.flatMap((postings) => lineOf(raw, postings))
  },
  postings: oldestFirst,
})

function oldestFirst({ raw }: Pick<SourceContext, 'raw'>, asked: ParametersOf<'transactions'>): Pages<Posting> {
  const { currency = '' } = asked
  const all = currency === '' ? [] : ['posting.currency = @currency']
  const order = 'oldestFirst'
  const look = { from: everything, all, values: { currency }, days: daysOf(asked), order } as const
  return pagesBehind<Posting, number>((after) => {
    const found = lookThrough(raw, look, { edge: after ?? beyond(order), want: pageRows + 1 })
    const { shown, next } = pageOfFound(found, pageRows)
    return { items: readPostings(raw, shown).map(postingOf), next }
  })
}

function lineOf(raw: Database, postings: readonly Posting[]): readonly TransactionLine[] {
  const [first] = postings
  if (first === undefined) return []
  const { transaction: id, kind, currency, postedAt: at, businessDay, source } = first
  // What somebody asked for may come to less than its postings move, one behind the other.
  const asked = source.from === 'entry' ? (amountOf(raw).get(id) as number | undefined) : undefined
  const amount = asked ?? first.amount
  return [{ id, kind, currency, amount, at, businessDay, postings: postings.length, ...originOf(source) }]
}

const amountOf = perConnection((raw) => raw.prepare('SELECT amount FROM entry WHERE id = ?').pluck())
