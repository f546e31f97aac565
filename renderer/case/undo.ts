/** How what was done last is taken back, and what is said where it can't be. Pure. */
import type { CaseDeed } from '../../engine/contract/cases.ts'
import { assertNever } from '../assert-never.ts'
import type { Done } from './deed-book.ts'

export type Undoing =
  | Readonly<{ how: 'deed'; deed: CaseDeed }>
  /** Nothing happened yet but a proposal: that is withdrawn. */
  | Readonly<{ how: 'withdraw'; proposal: number }>
  /** It stands: what was posted is undone by an entry that cancels it, which two people agree on. */
  | Readonly<{ how: 'stands'; why: 'posted' | 'note' | 'suspended' | 'reopened' }>

export function undoingOf({ deed, seen, proposal }: Pick<Done, 'deed' | 'seen' | 'proposal'>, reason: string): Undoing {
  if (proposal !== null) return { how: 'withdraw', proposal }
  switch (deed.action) {
    case 'assign':
      return { how: 'deed', deed: { action: 'assign', to: seen.owner } }
    case 'snooze':
      return { how: 'deed', deed: { action: 'snooze', until: seen.snoozedUntil } }
    case 'reject':
    case 'merge':
    case 'dismiss':
      return { how: 'deed', deed: { action: 'reopen', reason } }
    case 'post':
    case 'correct':
    case 'write_off':
    case 'reverse':
    case 'release_batch':
    case 'reject_batch':
      return { how: 'stands', why: 'posted' }
    case 'note':
      return { how: 'stands', why: 'note' }
    case 'suspend_producer':
      return { how: 'stands', why: 'suspended' }
    case 'reopen':
      return { how: 'stands', why: 'reopened' }
    default:
      return assertNever(deed)
  }
}
