/** What a person may do with one line or posting beside matching it, and why not. Pure. */

import type { ReconciledItem } from '../../engine/contract/reconciled-items.ts'
import { assertNever } from '../assert-never.ts'
import type { Text } from '../messages/use-text.ts'

export type Deed = 'split' | 'join' | 'unknown'

export type DeedDialogProps = Readonly<{
  of: Readonly<{ account: string; currency: string }>
  item: ReconciledItem
  onClose: () => void
  onDone: () => void
}>

/** Null where it can be done. The item is the only one that is picked, or the one in focus where none is. */
export function whyNot(deed: Deed, item: ReconciledItem | null, text: Text): string | null {
  if (item === null) return text('item.one_only')
  switch (deed) {
    case 'split':
      return null
    case 'join':
      return item.part === null ? text('item.join.no_part') : null
    case 'unknown':
      if (item.side !== 'line') return text('item.unknown.lines_only')
      return item.amount > 0 ? null : text('item.unknown.came_in_only')
    default:
      return assertNever(deed)
  }
}
