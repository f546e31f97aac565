/** Programs that may call the API, stopped ones too; of their keys what people tell them apart by. */
import { listCallers } from '../../callers/list.ts'
import type { Caller } from '../../contract/callers.ts'
import { homeOf } from '../../workspace/home.ts'
import { onePage, sourceOf } from '../source.ts'

type CallerInHomeMoney = Caller & Readonly<{ currency: string }>

export const callers = sourceOf<'callers', CallerInHomeMoney>('callers', {
  title: 'API callers',
  columns: {
    id: ['integer', 0.7],
    name: ['text', 1.6],
    state: ['state', 1.1],
    version: 'integer',
    scopes: ['json', 2.4],
    producer: 'integer',
    producerName: ['text', 1.4],
    addresses: 'json',
    expiresAt: ['instant', 1.6],
    callsPerMinute: 'integer',
    aloneUpTo: 'money',
    currency: 'text',
    createdAt: 'instant',
    createdBy: 'text',
    stoppedAt: 'instant',
    stoppedBy: 'text',
    lastCallAt: ['instant', 1.6],
    calls: ['integer', 0.9],
    refused: ['integer', 0.9],
    keys: 'json',
  },
  pages: (context) => {
    const { currency } = homeOf(context.raw)
    return onePage(listCallers(context, { at: context.asker.at }).map((caller) => ({ ...caller, currency })))
  },
})
