/** Statements, those that came last first. */
import type { Statement } from '../../contract/statements.ts'
import { listStatements } from '../../statements/statement-queries.ts'
import { behindLast, pageRows, pagesBehind, sourceOf } from '../source.ts'
import { currencyOf } from './statement-lines.ts'

/** Its balances say nothing without a currency: where it names none, it is its account's. */
type WithCurrency = Omit<Statement, 'currency'> & Readonly<{ currency: string }>

export const statements = sourceOf<'statements', WithCurrency>('statements', {
  title: 'Statements',
  columns: {
    id: ['integer', 0.7],
    file: 'integer',
    source: ['text', 1.2],
    account: ['text', 1.6],
    said: 'text',
    currency: ['text', 0.8],
    number: ['text', 1],
    saidId: 'text',
    page: 'integer',
    from: ['day', 1.1],
    to: ['day', 1.1],
    opening: ['money', 1.5],
    closing: ['money', 1.5],
    lines: 'integer',
    sumIn: 'money',
    sumOut: 'money',
    state: ['state', 1],
    isOpened: 'flag',
  },
  pages: (context, filter) =>
    pagesBehind<WithCurrency, number>((before) => {
      const { items, more } = listStatements(context, { filter, before, limit: pageRows })
      const named = items.map((each) => ({
        ...each,
        currency: each.currency ?? currencyOf(context.raw, each.id) ?? '',
      }))
      return behindLast({ items: named, more }, ({ id }) => id)
    }),
})
