/** Batches, newest first. */
import type { Batch } from '../../contract/batches.ts'
import { listBatches } from '../../ingest/batch-queries.ts'
import { behindLast, pageRows, pagesBehind, sourceOf } from '../source.ts'

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
  pages: (context, filter) =>
    pagesBehind<Batch, number>(async (before) =>
      behindLast(await listBatches(context, { filter, before, limit: pageRows }), ({ id }) => id),
    ),
})
