/** From a button to what the engine is told. Pure. */
import type { CaseDeed } from '../../engine/contract/cases.ts'
import { assertNever } from '../assert-never.ts'
import type { Verb } from './actions.ts'
import { rangesOf } from './lines.ts'

/** Those that need nothing else than a reason, and perhaps a choice of rows. */
export type PlainVerb = Exclude<Verb, 'assign' | 'assign_me' | 'snooze' | 'correct' | 'ask_client' | 'ask_producer'>

const plain: ReadonlySet<Verb> = new Set<PlainVerb>([
  'post',
  'write_off',
  'reject',
  'merge',
  'dismiss',
  'suspend_producer',
  'release_batch',
  'reject_batch',
  'reverse',
  'reopen',
])

export const isPlainVerb = (verb: Verb): verb is PlainVerb => plain.has(verb)

export function plainDeed(verb: PlainVerb, reason: string, picked: ReadonlySet<number>): CaseDeed {
  switch (verb) {
    case 'post':
    case 'write_off':
    case 'reject':
    case 'merge':
      return { action: verb, reason, ...(picked.size === 0 ? {} : { lines: rangesOf(picked) }) }
    case 'dismiss':
    case 'suspend_producer':
    case 'release_batch':
    case 'reject_batch':
    case 'reverse':
    case 'reopen':
      return { action: verb, reason }
    default:
      return assertNever(verb)
  }
}

/** Whether the person is done with the case once it is given, of whose rows so many are left: then the next comes by itself. */
export function endsHere(deed: CaseDeed, left: number): boolean {
  switch (deed.action) {
    case 'post':
    case 'write_off':
    case 'reject':
    case 'merge':
      // With some of its rows decided the others still wait.
      return deed.lines === undefined
    case 'correct':
      return deed.rows.length >= left
    case 'snooze':
      return deed.until !== null
    case 'dismiss':
    case 'release_batch':
    case 'reject_batch':
    case 'reverse':
      return true
    case 'assign':
    case 'note':
    case 'suspend_producer':
    case 'reopen':
      return false
    default:
      return assertNever(deed)
  }
}
