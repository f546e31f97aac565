/** The lines of a statement, in its own order. */
import type { Database } from 'better-sqlite3'
import type { StatementLine } from '../../contract/statements.ts'
import { listLines } from '../../statements/statement-queries.ts'
import { perConnection } from '../../store/compiled.ts'
import { pageRows, pagesBehind, sourceOf } from '../source.ts'

type LineOfStatement = StatementLine & Readonly<{ currency: string }>

export const statementLines = sourceOf<'statement_lines', LineOfStatement>('statement_lines', {
  title: 'Lines of a statement',
  columns: {
    id: 'integer',
    seq: ['integer', 0.7],
    place: 'integer',
    day: ['day', 1.2],
    valueDay: ['day', 1.2],
    amount: ['money', 1.6],
    currency: ['text', 0.8],
    isReversal: 'flag',
    isPending: 'flag',
    code: ['text', 0.9],
    references: 'json',
    partyName: ['text', 1.8],
    partyAccount: 'text',
    text: ['text', 3.5],
    rest: 'json',
    repeats: 'integer',
  },
  pages: (context, { statement }) => {
    const currency = currencyOf(context.raw, statement) as string
    return pagesBehind<LineOfStatement, number>((after) => {
      const from = after ?? 0
      const { items, more } = listLines(context, { statement, after: from, limit: pageRows })
      return { items: items.map((line) => ({ ...line, currency })), next: more ? from + items.length : null }
    })
  },
  missing: ({ raw }, { statement }) =>
    currencyOf(raw, statement) === undefined ? { noun: 'statement', id: String(statement) } : null,
})

/** Where a statement does not say its currency, it is its account's; of an account that nobody knows there is none. */
export const currencyOf = (raw: Database, statement: number): string | undefined =>
  currenciesIn(raw).get(statement) as string | undefined

const currenciesIn = perConnection((raw) =>
  raw
    .prepare(`
      SELECT coalesce(statement.currency, account.currency, '') FROM statement
      LEFT JOIN account ON account.id = statement.account WHERE statement.id = ?`)
    .pluck(),
)
