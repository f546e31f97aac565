/** What a person must decide, by the queue's own filter and in its order. */
import type { Exception } from '../../contract/exceptions.ts'
import type { ParametersOf } from '../../contract/export-sources.ts'
import { exceptionsByIds } from '../../exceptions/exceptions.ts'
import { caseViewIds } from '../../exceptions/queue/view-ids.ts'
import { pageRows, type SourceContext, sourceOf } from '../source.ts'

export const exceptions = sourceOf<'exceptions', Exception>('exceptions', {
  title: 'Exceptions',
  columns: {
    id: ['integer', 0.7],
    code: ['state', 2],
    severity: ['state', 1],
    status: ['state', 1.1],
    waitingFor: 'state',
    resolution: 'state',
    scope: 'state',
    producer: 'integer',
    producerCode: 'text',
    producerName: ['text', 1.5],
    batch: 'integer',
    file: 'text',
    client: ['text', 1.2],
    line: 'integer',
    rows: ['integer', 0.8],
    left: 'integer',
    amount: ['money', 1.4],
    currency: ['text', 0.8],
    found: 'text',
    facts: 'json',
    owner: 'text',
    version: 'integer',
    raisedAt: 'instant',
    dueAt: ['instant', 1.6],
    resolvedAt: 'instant',
    resolvedBy: 'text',
    snoozedUntil: 'instant',
    firstTouchedAt: 'instant',
    touchedAt: 'instant',
    touchedBy: 'text',
    reopened: 'integer',
    transaction: 'integer',
  },
  pages,
})

/** Their numbers first, as the queue fixes them: eight bytes each, and then a page of them after another. */
async function* pages(
  context: SourceContext,
  { by, direction, ...filter }: ParametersOf<'exceptions'>,
): AsyncGenerator<readonly Exception[]> {
  const { asker } = context
  const asked = { filter, sort: { by, direction }, asker, max: Number.MAX_SAFE_INTEGER - 1 }
  const { ids } = await caseViewIds(context, asked)
  for (let from = 0; from < ids.length; from += pageRows)
    yield await exceptionsByIds(context, { ids: [...ids.subarray(from, from + pageRows)] })
}
