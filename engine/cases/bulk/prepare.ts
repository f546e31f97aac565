/** What has to be done before one of many cases can be: its rows are read again, or a letter is written. */
import { isUnreadable, refusedRows } from '../rows-for-deed.ts'
import { type Asking, askAboutItem } from './ask-item.ts'
import type { Prepared, Preparing } from './bulk-runner.ts'

export async function prepareItem(parts: Asking, preparing: Preparing): Promise<Prepared> {
  const { deed, item } = preparing
  switch (deed.action) {
    case 'post':
      return ready(await refusedRows(parts, { id: item.exception, action: 'post' }))
    case 'correct':
      return ready(await refusedRows(parts, { id: item.exception, action: 'correct', set: deed.set }))
    case 'ask_client':
    case 'ask_producer':
      return askAboutItem(parts, deed, preparing)
    default:
      return { rows: [] }
  }
}

function ready(rows: Awaited<ReturnType<typeof refusedRows>>): Prepared {
  if (!isUnreadable(rows)) return { rows }
  const { status: code, ...facts } = rows
  return { rows: [], refused: { code, facts } }
}
