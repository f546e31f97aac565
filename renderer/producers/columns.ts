import type { Producer } from '../../engine/contract/producers.ts'
import type { Column } from '../grid/columns.ts'
import type { Text } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import type { Tone } from '../notice/Mark.tsx'
import type { Formats } from '../workspace/workspace-context.ts'

export const toneOfProducer: Readonly<Record<Producer['state'], Tone>> = { active: 'ok', suspended: 'high' }

export function producerColumns(text: Text, formats: Formats): readonly Column<Producer>[] {
  return [
    {
      id: 'name',
      header: text('producer.name'),
      priority: 1,
      minWidth: 136,
      flex: 2,
      text: ({ name }) => name,
      order: ({ name }) => name,
    },
    {
      id: 'state',
      header: text('producer.state'),
      priority: 1,
      minWidth: 112,
      tone: ({ state }) => toneOfProducer[state],
      text: ({ state }) => text(`producer.state.${state}`),
      order: ({ state }) => state,
    },
    {
      id: 'id',
      header: text('producer.id'),
      priority: 2,
      minWidth: 96,
      align: 'right',
      text: ({ id }) => String(id),
      order: ({ id }) => id,
    },
    {
      id: 'code',
      header: text('producer.code'),
      priority: 2,
      minWidth: 112,
      text: ({ code }) => code,
      order: ({ code }) => code,
    },
    {
      id: 'dropFolder',
      header: text('producer.drop_folder'),
      priority: 3,
      minWidth: 200,
      flex: 3,
      text: ({ dropFolder }) => dropFolder,
    },
    {
      id: 'batches',
      header: text('producer.batches'),
      priority: 1,
      minWidth: 96,
      align: 'right',
      text: ({ batches }) => formatCount(batches, formats.locale),
      order: ({ batches }) => batches,
    },
    {
      id: 'lastBatchAt',
      header: text('producer.last_batch'),
      priority: 1,
      minWidth: 176,
      className: 'ch-cell-figure',
      text: ({ lastBatchAt }) => (lastBatchAt === null ? text('producer.no_batch') : formats.instant(lastBatchAt)),
      tooltip: () => formats.zone,
      order: ({ lastBatchAt }) => lastBatchAt ?? '',
    },
  ]
}
