/** What is selected, in words that leave no doubt how much that is, and as the engine takes it. Pure. */
import type { BulkOf } from '../../engine/contract/bulk.ts'
import type { Text } from '../messages/use-text.ts'
import { formatClock } from '../time/format.ts'
import type { Formats } from '../workspace/workspace-context.ts'
import { countOf, type Selection } from './selection.ts'
import { stakeWords } from './stake.ts'

/** "All 4,212 in this view as of 14:02:11 · USD 1,204.00 at stake". */
export function scopeWords(selection: Selection, view: string | undefined, text: Text, formats: Formats): string {
  const count = countOf(selection)
  if (selection.type === 'some') return text('queue.scope.some', { count })
  const { of, except } = selection
  const values = {
    total: of.total,
    count,
    except: except.size,
    at: formatClock(of.asOf, formats.zone),
    where: of.view === view ? 'here' : 'elsewhere',
  }
  // The engine has added up all of it; without some of it, it has not.
  return except.size === 0
    ? `${text('queue.scope.all', values)} · ${stakeWords(of, text, formats)}`
    : text('queue.scope.except', values)
}

export const bulkOf = (selection: Selection): BulkOf =>
  selection.type === 'some' ? { ids: [...selection.ids] } : { view: selection.of.view, except: [...selection.except] }
