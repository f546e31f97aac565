import type { ClosePack } from '../../engine/contract/close-packs.ts'
import type { Column } from '../grid/columns.ts'
import type { Text } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { daysText } from '../periods/columns.ts'
import type { Formats } from '../workspace/workspace-context.ts'
import { standingOf } from './words.ts'

export function packColumns(text: Text, formats: Formats): readonly Column<ClosePack>[] {
  return [
    {
      id: 'days',
      header: text('pack.days'),
      priority: 1,
      minWidth: 208,
      className: 'ch-cell-figure',
      text: ({ from, to }) => daysText(text, from, to),
    },
    {
      id: 'state',
      header: text('pack.state'),
      priority: 1,
      minWidth: 176,
      flex: 1,
      tone: (pack) => standingOf(pack, text).tone,
      text: (pack) => standingOf(pack, text).words,
    },
    {
      id: 'askedBy',
      header: text('pack.by'),
      priority: 2,
      minWidth: 112,
      text: ({ askedBy }) => askedBy,
    },
    {
      id: 'askedAt',
      header: text('pack.at'),
      priority: 2,
      minWidth: 184,
      className: 'ch-cell-figure',
      text: ({ askedAt }) => formats.instant(askedAt),
      tooltip: () => formats.zone,
    },
    {
      id: 'bytes',
      header: text('pack.bytes'),
      priority: 3,
      minWidth: 112,
      align: 'right',
      text: ({ bytes }) => (bytes === null ? '' : formatCount(bytes, formats.locale)),
    },
    {
      id: 'fingerprint',
      header: text('pack.key'),
      priority: 3,
      minWidth: 136,
      className: 'ch-cell-figure',
      text: ({ fingerprint }) => fingerprint?.slice(0, 9) ?? '',
      tooltip: ({ fingerprint }) => fingerprint ?? '',
    },
  ]
}
