/** Batches, newest first where nothing else is asked for. */
import type { Batch } from '../../contract/batches.ts'
import type { ParametersOf } from '../../contract/export-sources.ts'
import { batchesByIds, batchViewIds } from '../../ingest/batch-queries.ts'
import { pageRows, type SourceContext, sourceOf } from '../source.ts'

export const batches = sourceOf<'batches', Batch>('batches', {
  title: 'Batches',
  columns: {
    id: ['integer', 0.7],
    producer: 'integer',
    producerCode: ['text', 1],
    producerName: 'text',
    file: ['text', 2.2],
    state: ['state', 1],
    rows: ['integer', 0.8],
    posted: ['integer', 0.8],
    repeats: 'integer',
    conflicts: 'integer',
    faults: ['integer', 0.8],
    held: 'integer',
    unposted: 'integer',
    heldNow: 'integer',
    sum: ['money', 1.4],
    currency: ['text', 0.8],
    reasons: 'json',
    receivedAt: ['instant', 1.6],
    sealedAt: 'instant',
    root: 'text',
    bytes: 'integer',
    bytesDone: 'integer',
    sha256: 'text',
    format: 'text',
    encoding: 'text',
    agreement: 'integer',
    verdict: 'json',
    warnings: 'json',
    fileSum: 'money',
    firstAt: 'instant',
    lastAt: 'instant',
    checkedAt: 'instant',
    postingSince: 'instant',
    releasedBy: 'integer',
    reversal: 'json',
    verifiedAt: 'instant',
    verification: 'json',
  },
  pages,
})

type Asked = ParametersOf<'batches'>

/** Their numbers first, as the list fixes them, and then a page of them after another. */
async function* pages(context: SourceContext, asked: Asked): AsyncGenerator<readonly Batch[]> {
  const { by = 'receivedAt', direction = 'descending', ...filter } = asked
  const asking = { filter, sort: { by, direction }, max: Number.MAX_SAFE_INTEGER - 1 }
  const { ids } = await batchViewIds(context, asking)
  for (let at = 0; at < ids.length; at += pageRows)
    yield await batchesByIds(context, { ids: [...ids.subarray(at, at + pageRows)] })
}
