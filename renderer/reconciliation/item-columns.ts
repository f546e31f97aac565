import type { ItemSide, ReconciledItem } from '../../engine/contract/reconciled-items.ts'
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
      text: (item) => itemWords(item, { text, formats, currency }),
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

/** Of a part also which it is, and of how much. */
export function itemWords(item: ReconciledItem, { text, formats, currency }: Words): string {
  const { part } = item
  const what = whatWords(item, text)
  if (part === null) return what
  const amount = formats.money(Math.abs(part.amount), currency)
  return `${text('item.part', { place: part.place, of: part.of, amount })} · ${what}`
}

/** Who, and what for; of a posting what kind it is, and the account on its other side. */
export function whatWords({ side, party, text: said, kind, counter, reversal }: ReconciledItem, text: Text): string {
  const parts =
    side === 'line'
      ? [reversalWords(reversal, text), party ?? '', said]
      : [textOfCode(text, 'posting', kind), counter ?? party ?? '', said]
  const words = parts.filter((part) => part !== '').join(' · ')
  return words === '' ? kind : words
}

/** A line that takes back what is matched is for a person: the match says with which posting. */
function reversalWords(reversal: ReconciledItem['reversal'], text: Text): string {
  if (reversal === null) return ''
  const { match } = reversal
  return match === null ? text('item.reversal') : text('item.reversal.matched', { match: String(match) })
}

export const referencesWords = ({ references }: ReconciledItem, text: Text): string =>
  references.map(({ name, value }) => `${referenceWords(name, text)}: ${value}`).join(' · ')
