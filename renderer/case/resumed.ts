/** Which dialog a refused deed came from, so that it can be opened again with what was written there. Pure. */
import type { CaseDeed } from '../../engine/contract/cases.ts'
import type { Verb } from './actions.ts'

/** Null for a note, which has a box of its own and no dialog. */
export const verbOf = ({ action }: CaseDeed): Verb | null => (action === 'note' ? null : action)

/** The same deed with another reason. */
export const withReason = (deed: CaseDeed, reason: string): CaseDeed => ('reason' in deed ? { ...deed, reason } : deed)
