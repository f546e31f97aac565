import type { WebhookDelivery } from '../../engine/contract/webhooks.ts'
import type { Column } from '../grid/columns.ts'
import type { Text } from '../messages/use-text.ts'
import type { Formats } from '../workspace/workspace-context.ts'
import { answerWords, eventWords, stateWords, toneOf } from './words.ts'

type Words = Readonly<{ text: Text; formats: Formats }>

export function deliveryColumns({ text, formats }: Words): readonly Column<WebhookDelivery>[] {
  return [
    {
      id: 'happenedAt',
      header: text('webhooks.happened'),
      priority: 2,
      minWidth: 168,
      className: 'ch-cell-figure',
      text: ({ happenedAt }) => formats.instant(happenedAt),
      tooltip: () => formats.zone,
    },
    {
      id: 'type',
      header: text('webhooks.event'),
      priority: 1,
      minWidth: 144,
      text: ({ type }) => eventWords(text, type),
      tooltip: ({ type }) => type,
    },
    {
      id: 'subject',
      header: text('webhooks.about'),
      priority: 1,
      minWidth: 128,
      flex: 1,
      names: true,
      text: ({ subject }) => subject,
    },
    {
      id: 'endpoint',
      header: text('webhooks.address'),
      priority: 3,
      minWidth: 128,
      text: ({ endpointName }) => endpointName,
    },
    {
      id: 'state',
      header: text('webhooks.state'),
      priority: 1,
      minWidth: 148,
      tone: toneOf,
      text: (delivery) => stateWords(delivery, text),
    },
    {
      id: 'attempts',
      header: text('webhooks.tries'),
      priority: 3,
      minWidth: 72,
      align: 'right',
      text: ({ attempts }) => String(attempts),
    },
    {
      id: 'answer',
      header: text('webhooks.answer'),
      priority: 3,
      minWidth: 176,
      text: ({ lastStatus, lastProblem }) => answerWords({ status: lastStatus, problem: lastProblem }, text),
    },
    {
      id: 'nextAt',
      header: text('webhooks.next'),
      priority: 4,
      minWidth: 168,
      className: 'ch-cell-figure',
      text: ({ nextAt }) => (nextAt === null ? '' : formats.instant(nextAt)),
      tooltip: () => formats.zone,
    },
  ]
}
