/** What nobody explained yet on one side of an account, oldest first. */
import type { ReconciledItem } from '../../contract/reconciled-items.ts'
import { invariant } from '../../invariant.ts'
import { reconciledAccount } from '../../reconcile/look/find-account.ts'
import { type OpenEdge, openPage } from '../../reconcile/look/open-page.ts'
import { pageRows, pagesBehind, sourceOf } from '../source.ts'

type OpenLine = ReconciledItem & Readonly<{ currency: string }>

export const openItems = sourceOf<'open_items', OpenLine>('open_items', {
  title: 'Open items',
  columns: {
    side: 'state',
    id: ['integer', 0.9],
    day: ['day', 1.2],
    amount: ['money', 1.6],
    currency: ['text', 0.8],
    references: 'json',
    party: ['text', 1.6],
    text: ['text', 3],
    kind: ['text', 1],
    statement: 'integer',
    transaction: ['integer', 1],
    counter: 'text',
    batch: 'integer',
    line: 'integer',
    reversal: 'json',
    part: 'json',
  },
  pages: ({ raw }, asked) =>
    pagesBehind<OpenLine, OpenEdge>((after) => {
      const account = reconciledAccount(raw, asked)
      const page = openPage({ raw }, { ...asked, after, limit: pageRows })
      invariant(page.status === 'found' && account !== null, 'an account is reconciled no longer', asked)
      return { items: page.items.map((item) => ({ ...item, currency: account.currency })), next: page.next }
    }),
  missing: ({ raw }, asked) =>
    reconciledAccount(raw, asked) === null ? { noun: 'reconciled_account', id: asked.account } : null,
})
