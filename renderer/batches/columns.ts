import type { Batch } from '../../engine/contract/batches.ts'
import type { Column } from '../grid/columns.ts'
import type { Text } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import type { Formats } from '../workspace/workspace-context.ts'
import { barOf } from './equation.ts'
import type { Live } from './live.ts'
import { equationWords, reasonsText, runningWords } from './sentences.ts'
import { isRunning, shownState, toneOfState } from './states.ts'

type Words = Readonly<{
  text: Text
  formats: Formats
  /** What is known of a batch while it runs. */
  liveOf: (batch: number) => Live | null
}>

export function batchColumns({ text, formats, liveOf }: Words): readonly Column<Batch>[] {
  return [
    {
      id: 'state',
      header: text('batch.state'),
      priority: 1,
      minWidth: 112,
      sortable: true,
      tone: (batch) => toneOfState[shownState(batch, liveOf(batch.id))],
      text: (batch) => text(`batch.state.${shownState(batch, liveOf(batch.id))}`),
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
    outcomeColumn({ text, formats, liveOf }),
    {
      id: 'rows',
      header: text('batch.rows'),
      priority: 2,
      minWidth: 88,
      align: 'right',
      sortable: true,
      text: (batch) => rowsText(batch, liveOf(batch.id), formats),
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

function outcomeColumn({ text, formats, liveOf }: Words): Column<Batch> {
  return {
    id: 'faults',
    header: text('batch.outcome'),
    priority: 1,
    minWidth: 136,
    flex: 3,
    sortable: true,
    className: 'ch-cell-bar',
    style: (batch) => ({ '--bar': barOf(batch, liveWhileRunning(batch, liveOf(batch.id))) }),
    text: (batch) => outcomeText(batch, liveOf(batch.id), { text, formats }),
  }
}

function outcomeText(batch: Batch, live: Live | null, { text, formats }: Omit<Words, 'liveOf'>): string {
  const words = isRunning(batch.state) ? runningWords(batch, live, formats.zone, text) : equationWords(batch, text)
  return [reasonsText(batch.reasons, text), words].filter(Boolean).join(' · ')
}

/** What ran a moment ago is known a moment longer; the batch itself says that it is through. */
const liveWhileRunning = (batch: Batch, live: Live | null): Live | null => (isRunning(batch.state) ? live : null)

/** How many there are is known when the whole file was read; nothing is said until then. */
function rowsText(batch: Batch, live: Live | null, { locale }: Formats): string {
  const isRead = !isRunning(batch.state) || batch.rows > 0 || live?.step === 'posting'
  return isRead ? formatCount(live?.rows ?? batch.rows, locale) : ''
}

/** A batch in another currency than the workspace's says so in its own cell, as the header does not. */
function sumText(batch: Batch, formats: Formats): string {
  const amount = formats.money(batch.sum, batch.currency)
  return batch.currency === formats.currency ? amount : `${batch.currency} ${amount}`
}
