/** The rows of a batch that were not simply posted, in line order. */
import type { BatchRow } from '../../contract/batches.ts'
import { countBatchRows, listBatchRows } from '../../ingest/batch-rows.ts'
import { behindLast, pageRows, pagesBehind, sourceOf } from '../source.ts'

export const batchRows = sourceOf<'batch_rows', BatchRow>('batch_rows', {
  title: 'Rows of a batch',
  columns: {
    line: ['integer', 0.7],
    outcome: ['state', 0.9],
    code: ['state', 1.6],
    field: ['text', 1.2],
    found: ['text', 1.6],
    raw: ['text', 5],
  },
  pages: ({ raw }, asked) =>
    pagesBehind<BatchRow, number>((after) =>
      behindLast(listBatchRows({ raw }, { ...asked, after: after ?? 0, limit: pageRows }), ({ line }) => line),
    ),
  total: ({ raw }, { batch, outcome, code }) =>
    countBatchRows({ raw }, { batch })
      .filter((each) => (outcome ?? each.outcome) === each.outcome && (code ?? each.code) === each.code)
      .reduce((sum, { rows }) => sum + rows, 0),
  missing: ({ raw }, { batch }) =>
    raw.prepare('SELECT 1 FROM batch WHERE id = ?').get(batch) === undefined
      ? { noun: 'batch', id: String(batch) }
      : null,
})
