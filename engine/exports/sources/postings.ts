/** Postings that match, newest first. */
import type { Posting } from '../../contract/accounts.ts'
import type { ParametersOf } from '../../contract/export-sources.ts'
import { searchPostings } from '../../ledger/postings.ts'
import type { Pages } from '../sheet.ts'
import { pageRows, pagesBehind, type SourceContext, sourceOf } from '../source.ts'
import { type Origin, originColumns, originOf } from './origin.ts'

/** Where it came from lies beside it, a column for each part of it: a table has no cell inside a cell. */
type PostingLine = Omit<Posting, 'source'> & Origin

export const postings = sourceOf<'postings', PostingLine>('postings', {
  title: 'Postings',
  columns: {
    seq: ['integer', 0.8],
    transaction: ['integer', 1],
    kind: ['state', 1],
    debit: ['text', 2.2],
    credit: ['text', 2.2],
    currency: ['text', 0.8],
    amount: ['money', 1.6],
    occurredAt: 'instant',
    postedAt: 'instant',
    businessDay: ['day', 1.3],
    late: 'flag',
    debitAfter: 'money',
    creditAfter: 'money',
    ...originColumns,
  },
  pages: async function* (context, filter) {
    for await (const page of matching(context, filter))
      yield page.map(({ source, ...posting }) => ({ ...posting, ...originOf(source) }))
  },
  // Numbers are given in order and none is left out.
  total: ({ raw }, filter) =>
    Object.values(filter).every((each) => each === undefined)
      ? (raw.prepare('SELECT coalesce(max(seq), 0) FROM movement').pluck().get() as number)
      : null,
  postings: matching,
})

function matching(context: SourceContext, filter: ParametersOf<'postings'>): Pages<Posting> {
  return pagesBehind<Posting, number>((before) => searchPostings(context, { filter, before, limit: pageRows }))
}
