import type { Batch } from '../../engine/contract/batches.ts'
import type { Column } from '../grid/columns.ts'
import type { Text } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import type { Formats } from '../workspace/workspace-context.ts'
import { barOf } from './equation.ts'
import type { Pace } from './pace.ts'
import { equationWords, reasonsText, runningWords } from './sentences.ts'
import { isRunning, toneOfState } from './states.ts'

type Words = Readonly<{ text: Text; formats: Formats; paceOf: (batch: Batch) => Pace }>

export function batchColumns({ text, formats, paceOf }: Words): readonly Column<Batch>[] {
  return [
    {
      id: 'state',
      header: text('batch.state'),
      priority: 1,
      minWidth: 112,
      sortable: true,
      tone: (batch) => toneOfState[batch.state],
      text: (batch) => text(`batch.state.${batch.state}`),
    },
    {
      id: 'file',
      header: text('batch.file'),
      priority: 1,
      minWidth: 136,
      flex: 2,
      sortable: true,
      text: (batch) => batch.file,
    },
    {
      id: 'producer',
      header: text('batch.producer'),
      priority: 2,
      minWidth: 112,
      flex: 1,
      sortable: true,
      text: (batch) => batch.producerName,
      tooltip: (batch) => `${batch.producer} · ${batch.producerCode} · ${batch.producerName}`,
    },
    outcomeColumn({ text, formats, paceOf }),
    {
      id: 'rows',
      header: text('batch.rows'),
      priority: 2,
      minWidth: 88,
      align: 'right',
      sortable: true,
      text: (batch) => formatCount(batch.rows, formats.locale),
    },
    {
      id: 'sum',
      header: text('batch.sum', { currency: formats.currency }),
      priority: 1,
      minWidth: 128,
      align: 'right',
      sortable: true,
      text: (batch) => sumText(batch, formats),
    },
    {
      id: 'receivedAt',
      header: text('batch.received'),
      priority: 2,
      minWidth: 176,
      className: 'ch-cell-figure',
      sortable: true,
      text: (batch) => formats.instant(batch.receivedAt),
      tooltip: () => formats.zone,
    },
    {
      id: 'id',
      header: text('batch.id'),
      priority: 3,
      minWidth: 88,
      align: 'right',
      text: (batch) => String(batch.id),
    },
  ]
}

function outcomeColumn({ text, formats, paceOf }: Words): Column<Batch> {
  const words = (batch: Batch): string =>
    isRunning(batch.state) ? runningWords(batch, paceOf(batch), formats.zone, text) : equationWords(batch, text)
  return {
    id: 'faults',
    header: text('batch.outcome'),
    priority: 1,
    minWidth: 136,
    flex: 3,
    sortable: true,
    className: 'ch-cell-bar',
    style: (batch) => ({ '--bar': barOf(batch) }),
    text: (batch) =>
      batch.reasons.length === 0 ? words(batch) : `${reasonsText(batch.reasons, text)} · ${words(batch)}`,
  }
}

/** A batch in another currency than the workspace's says so in its own cell, as the header does not. */
function sumText(batch: Batch, formats: Formats): string {
  const amount = formats.money(batch.sum, batch.currency)
  return batch.currency === formats.currency ? amount : `${batch.currency} ${amount}`
}
