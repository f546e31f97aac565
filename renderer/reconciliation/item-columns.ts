import type { ItemSide, ReconciledItem } from '../../engine/contract/reconciliation.ts'
import type { Column } from '../grid/columns.ts'
import { type Text, textOfCode } from '../messages/use-text.ts'
import type { Formats } from '../workspace/workspace-context.ts'
import { referenceWords } from './evidence-words.ts'

type Words = Readonly<{ text: Text; formats: Formats; currency: string }>

/** The same places on both sides, so that the eye goes straight across. */
export function itemColumns(side: ItemSide, { text, formats, currency }: Words): readonly Column<ReconciledItem>[] {
  return [
    {
      id: 'day',
      header: text('item.day'),
      priority: 1,
      minWidth: 104,
      className: 'ch-cell-figure',
      text: ({ day }) => day,
    },
    {
      id: 'what',
      header: text(`item.what.${side}`),
      priority: 1,
      minWidth: 140,
      flex: 2,
      text: (item) => whatWords(item, text),
    },
    {
      id: 'reference',
      header: text('item.reference'),
      priority: 2,
      minWidth: 120,
      flex: 1,
      names: true,
      text: ({ references }) => references[0]?.value ?? '',
      tooltip: (item) => referencesWords(item, text),
    },
    {
      id: 'amount',
      header: text('posting.amount', { currency }),
      priority: 1,
      minWidth: 112,
      align: 'right',
      text: ({ amount }) => formats.signedMoney(amount, currency),
      plain: ({ amount }) => formats.money(amount, currency),
    },
  ]
}

/** Who, and what for; of a posting what kind it is, and the account on its other side. */
export function whatWords({ side, party, text: said, kind, counter }: ReconciledItem, text: Text): string {
  const parts =
    side === 'line' ? [party ?? '', said] : [textOfCode(text, 'posting', kind), counter ?? party ?? '', said]
  const words = parts.filter((part) => part !== '').join(' · ')
  return words === '' ? kind : words
}

export const referencesWords = ({ references }: ReconciledItem, text: Text): string =>
  references.map(({ name, value }) => `${referenceWords(name, text)}: ${value}`).join(' · ')
