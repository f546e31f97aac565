import type { Producer } from '../../engine/contract/producers.ts'
import type { Column } from '../grid/columns.ts'
import type { Text } from '../messages/use-text.ts'
import type { Tone } from '../notice/Mark.tsx'
import type { Formats } from '../workspace/workspace-context.ts'
import { onTimeOrder, onTimeSentence, onTimeShort, stripStyle } from './on-time.ts'

export const toneOfProducer: Readonly<Record<Producer['state'], Tone>> = { active: 'ok', suspended: 'high' }

export function producerColumns(text: Text, formats: Formats): readonly Column<Producer>[] {
  return [...whoColumns(text), ...punctualColumns(text, formats), ...batchColumns(text, formats)]
}

const whoColumns = (text: Text): readonly Column<Producer>[] => [
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
    id: 'code',
    header: text('producer.code'),
    priority: 2,
    minWidth: 128,
    text: ({ code }) => code,
    order: ({ code }) => code,
  },
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
    id: 'kind',
    header: text('producer.kind'),
    priority: 3,
    minWidth: 96,
    text: ({ kind }) => text(`producer.kind.${kind}`),
    order: ({ kind }) => kind,
  },
]

const punctualColumns = (text: Text, formats: Formats): readonly Column<Producer>[] => [
  {
    id: 'next',
    header: text('producer.next'),
    priority: 1,
    minWidth: 168,
    className: 'ch-cell-figure',
    text: (producer) => nextWords(producer, text, formats),
    tooltip: (producer) => (producer.nextExpected === null ? nextWords(producer, text, formats) : formats.zone),
    order: ({ nextExpected }) => nextExpected?.expectedAt ?? '~',
  },
  {
    id: 'onTime',
    header: text('producer.on_time'),
    priority: 2,
    minWidth: 240,
    className: 'ch-cell-figure',
    text: (producer) => onTimeShort(producer, text),
    tooltip: (producer) => onTimeSentence(producer, text),
    style: stripStyle,
    order: onTimeOrder,
  },
]

const batchColumns = (text: Text, formats: Formats): readonly Column<Producer>[] => [
  {
    id: 'lastBatchAt',
    header: text('producer.last_batch'),
    priority: 2,
    minWidth: 168,
    className: 'ch-cell-figure',
    text: ({ lastBatchAt }) => (lastBatchAt === null ? text('producer.no_batch') : formats.instant(lastBatchAt)),
    tooltip: () => formats.zone,
    order: ({ lastBatchAt }) => lastBatchAt ?? '',
  },
  {
    id: 'agreement',
    header: text('producer.agreement'),
    priority: 3,
    minWidth: 104,
    align: 'right',
    text: ({ agreementVersion }) => text('producer.agreement.version', { version: agreementVersion }),
    order: ({ agreementVersion }) => agreementVersion,
  },
]

/** When the next file is due; where none is, why. */
export function nextWords({ state, schedule, nextExpected }: Producer, text: Text, formats: Formats): string {
  if (state === 'suspended') return text('producer.next.suspended')
  if (schedule === null) return text('producer.next.no_schedule')
  return nextExpected === null ? text('producer.next.none') : formats.instant(nextExpected.expectedAt)
}
