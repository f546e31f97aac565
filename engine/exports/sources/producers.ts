/** Producers, by their number. Where a drop folder lies is known to the machine and not to the books. */
import { listProducers, type ProducerRecord } from '../../producers/registry.ts'
import { onePage, sourceOf } from '../source.ts'

export const producers = sourceOf<'producers', ProducerRecord>('producers', {
  title: 'Producers',
  columns: {
    id: ['integer', 0.7],
    code: ['text', 1.3],
    name: ['text', 2.2],
    kind: ['state', 1],
    state: ['state', 1.1],
    suspension: 'json',
    locations: 'json',
    contacts: 'json',
    schedule: 'json',
    lastExpected: 'json',
    nextExpected: 'json',
    recent: 'json',
    agreementVersion: ['integer', 1],
    createdAt: 'instant',
    batches: ['integer', 0.9],
    lastBatchAt: ['instant', 1.6],
    version: 'integer',
  },
  pages: (context) => onePage(listProducers(context, null)),
})
