import type { MatchState, ReconciliationMatch } from '../../engine/contract/reconciliation.ts'
import type { Column } from '../grid/columns.ts'
import { isMessageId } from '../messages/messages.ts'
import type { Text } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import type { Tone } from '../notice/Mark.tsx'
import type { Formats } from '../workspace/workspace-context.ts'
import { evidenceWords } from './evidence-words.ts'

type Words = Readonly<{ text: Text; formats: Formats; currency: string }>

export const toneOfMatch: Readonly<Record<MatchState, Tone>> = {
  provisional: 'progress',
  final: 'reconciled',
  undone: 'low',
}

/** What is no rule of the setting: a person, and lines that say by themselves what is to be posted. */
export function ruleCodeWords(rule: string, text: Text): string {
  const id = `rule.own.${rule}`
  return isMessageId(id) ? text(id) : rule
}

export const ruleWords = ({ rule, ruleName }: Pick<ReconciliationMatch, 'rule' | 'ruleName'>, text: Text): string =>
  ruleName ?? ruleCodeWords(rule ?? 'hand', text)

export function matchColumns(words: Words): readonly Column<ReconciliationMatch>[] {
  const { text, formats, currency } = words
  const money = (minor: number): string => formats.money(minor, currency)
  return [
    {
      id: 'id',
      header: text('match.number'),
      priority: 1,
      minWidth: 76,
      align: 'right',
      names: true,
      text: ({ id }) => String(id),
    },
    {
      id: 'day',
      header: text('item.day'),
      priority: 2,
      minWidth: 108,
      className: 'ch-cell-figure',
      text: ({ day }) => day,
    },
    {
      id: 'state',
      header: text('match.state'),
      priority: 1,
      minWidth: 116,
      tone: ({ state }) => toneOfMatch[state],
      text: ({ state }) => text(`match.state.${state}`),
    },
    {
      id: 'rule',
      header: text('match.rule'),
      priority: 1,
      minWidth: 160,
      flex: 1,
      text: (match) => ruleWords(match, text),
    },
    {
      id: 'evidence',
      header: text('match.evidence'),
      priority: 3,
      minWidth: 220,
      flex: 2,
      text: ({ evidence, reason }) => evidenceWords(evidence, { text, money }) || (reason ?? ''),
    },
    ...sumColumns(words),
  ]
}

/** What is in it and what it comes to. */
function sumColumns({ text, formats, currency }: Words): readonly Column<ReconciliationMatch>[] {
  return [
    {
      id: 'items',
      header: text('match.items'),
      priority: 2,
      minWidth: 116,
      align: 'right',
      text: ({ lines, postings }) =>
        text('reconcile.both_counts', {
          lines: formatCount(lines, formats.locale),
          postings: formatCount(postings, formats.locale),
        }),
      tooltip: ({ lines, postings }) => text('reconcile.both_counts.long', { lines, postings }),
    },
    {
      id: 'lineSum',
      header: text('reconcile.line_sum'),
      priority: 1,
      minWidth: 116,
      align: 'right',
      text: ({ lineSum }) => formats.signedMoney(lineSum, currency),
    },
    {
      id: 'residue',
      header: text('match.residue'),
      priority: 2,
      minWidth: 100,
      align: 'right',
      text: ({ residue }) => (residue === 0 ? '' : formats.signedMoney(residue, currency)),
    },
    {
      id: 'madeAt',
      header: text('match.made_at'),
      priority: 4,
      minWidth: 168,
      className: 'ch-cell-figure',
      text: ({ madeAt }) => formats.instant(madeAt),
      tooltip: () => formats.zone,
    },
  ]
}
