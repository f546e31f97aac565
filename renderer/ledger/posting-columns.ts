import type { Posting } from '../../engine/contract/accounts.ts'
import type { Column } from '../grid/columns.ts'
import { type Text, textOfCode } from '../messages/use-text.ts'
import type { Formats } from '../workspace/workspace-context.ts'
import { originText, referenceText } from './words.ts'

/** A transaction may have several postings, and each is a row. */
export const postingId = ({ transaction, seq }: Pick<Posting, 'transaction' | 'seq'>): string => `${transaction}.${seq}`

export function postingOfId(id: string): Readonly<{ transaction: number; posting: number }> {
  const [transaction = 0, posting = 0] = id.split('.').map(Number)
  return { transaction, posting }
}

export function postingColumns(text: Text, formats: Formats): readonly Column<Posting>[] {
  return [
    {
      id: 'postedAt',
      header: text('transaction.posted'),
      priority: 2,
      minWidth: 168,
      className: 'ch-cell-figure',
      text: ({ postedAt }) => formats.instant(postedAt),
      tooltip: () => formats.zone,
    },
    {
      id: 'businessDay',
      header: text('transaction.business_day'),
      priority: 1,
      minWidth: 104,
      className: 'ch-cell-figure',
      text: ({ businessDay }) => businessDay,
    },
    {
      id: 'kind',
      header: text('posting.kind'),
      priority: 1,
      minWidth: 92,
      text: ({ kind, late }) => {
        const word = textOfCode(text, 'posting', kind)
        return late ? text('posting.kind_late', { kind: word }) : word
      },
    },
    { id: 'debit', header: text('ledger.debit'), priority: 1, minWidth: 100, flex: 2, text: ({ debit }) => debit },
    { id: 'credit', header: text('ledger.credit'), priority: 1, minWidth: 100, flex: 2, text: ({ credit }) => credit },
    {
      id: 'amount',
      header: text('posting.amount', { currency: formats.currency }),
      priority: 1,
      minWidth: 124,
      align: 'right',
      text: (posting) => amountText(posting, formats),
    },
    {
      id: 'reference',
      header: text('posting.reference'),
      priority: 2,
      minWidth: 112,
      flex: 1,
      text: ({ source }) => referenceText(source),
    },
    {
      id: 'origin',
      header: text('transaction.source'),
      priority: 3,
      minWidth: 168,
      flex: 2,
      text: ({ source }) => originText(source, text),
    },
    {
      id: 'seq',
      header: text('posting.number'),
      priority: 3,
      minWidth: 80,
      align: 'right',
      text: ({ seq }) => String(seq),
    },
  ]
}

/** An amount in another currency than the workspace's says so in its own cell, as the header does not. */
export function amountText({ amount, currency }: Pick<Posting, 'amount' | 'currency'>, formats: Formats): string {
  const money = formats.money(amount, currency)
  return currency === formats.currency ? money : `${currency} ${money}`
}
