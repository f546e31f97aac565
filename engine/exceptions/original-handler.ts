import { readRowsAgain } from '../ingest/rows/rows-again.ts'
import { api } from '../router/api.ts'

export const originalHandlers = {
  original: api.exceptions.original.handler(async ({ input: { id, line }, context, errors }) => {
    const { store, intake } = await context.engine.opened()
    const batch = await store.read('exceptions.batchOfRow', { id, line })
    const [row] = batch === null ? [] : await readRowsAgain({ store, intake }, { batch, lines: [line] })
    if (row === undefined) throw errors.not_found({ data: { noun: 'row', id: `${id}:${line}` } })
    return row
  }),
}
