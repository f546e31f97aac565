import type { Period } from '../../engine/contract/periods.ts'
import type { Column } from '../grid/columns.ts'
import type { Text } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import type { Tone } from '../notice/Mark.tsx'
import type { Formats } from '../workspace/workspace-context.ts'

export const toneOfPeriod: Readonly<Record<Period['state'], Tone>> = { closing: 'progress', closed: 'ok' }

const hashFiguresShown = 12

/** Enough of a hash to tell two apart by eye; the pane has all of it, to be copied. */
export const shortHash = (hash: string): string =>
  hash.length <= hashFiguresShown ? hash : `${hash.slice(0, hashFiguresShown)}…`

export function periodColumns(text: Text, formats: Formats): readonly Column<Period>[] {
  return [
    {
      id: 'name',
      header: text('period.name'),
      priority: 1,
      minWidth: 120,
      className: 'ch-cell-figure',
      text: ({ name }) => name,
    },
    {
      id: 'kind',
      header: text('period.kind'),
      priority: 2,
      minWidth: 88,
      text: ({ kind }) => text(`period.kind.${kind}`),
    },
    {
      id: 'state',
      header: text('period.state'),
      priority: 1,
      minWidth: 112,
      tone: ({ state }) => toneOfPeriod[state],
      text: ({ state }) => text(`period.state.${state}`),
    },
    {
      id: 'days',
      header: text('period.days'),
      priority: 2,
      minWidth: 200,
      className: 'ch-cell-figure',
      text: ({ firstDay, lastDay }) => daysText(text, firstDay, lastDay),
    },
    {
      id: 'postings',
      header: text('period.postings'),
      priority: 1,
      minWidth: 104,
      align: 'right',
      text: ({ postings }) => (postings === null ? '' : formatCount(postings, formats.locale)),
    },
    {
      id: 'root',
      header: text('period.root'),
      priority: 2,
      minWidth: 136,
      flex: 1,
      className: 'ch-cell-figure',
      text: ({ root }) => (root === null ? '' : shortHash(root)),
      tooltip: ({ root }) => root ?? '',
    },
    {
      id: 'closedAt',
      header: text('period.closed_at'),
      priority: 1,
      minWidth: 184,
      className: 'ch-cell-figure',
      text: ({ closedAt }) => formats.instant(closedAt),
      tooltip: () => formats.zone,
    },
  ]
}

export const daysText = (text: Text, first: string, last: string): string =>
  first === last ? first : text('period.from_to', { first, last })
