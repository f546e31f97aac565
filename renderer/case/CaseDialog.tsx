import { assertNever } from '../assert-never.ts'
import { AskDialog } from './AskDialog.tsx'
import { AssignDialog } from './AssignDialog.tsx'
import type { Verb } from './actions.ts'
import type { CaseProps } from './CasePane.tsx'
import { CorrectDialog } from './CorrectDialog.tsx'
import { DeedDialog } from './DeedDialog.tsx'
import type { Refused } from './deed-book.ts'
import { SnoozeDialog } from './SnoozeDialog.tsx'

export type CaseDialogProps = CaseProps &
  Readonly<{
    /** What was refused before, with what the person had written. */
    kept: Refused | null
    /** The rows that were picked; none of them means all that are left. */
    picked: ReadonlySet<number>
    onClose: () => void
  }>

/** The dialog of an action: what it would do, why, and the button that does it. */
export function CaseDialog({ verb, ...props }: CaseDialogProps & Readonly<{ verb: Verb }>) {
  switch (verb) {
    case 'post':
    case 'write_off':
    case 'reject':
    case 'merge':
    case 'dismiss':
    case 'suspend_producer':
    case 'release_batch':
    case 'reject_batch':
    case 'reverse':
    case 'reopen':
      return <DeedDialog verb={verb} {...props} />
    case 'correct':
      return <CorrectDialog {...props} />
    case 'assign':
    // Refused once, it is asked anew to whom.
    case 'assign_me':
      return <AssignDialog {...props} />
    case 'snooze':
      return <SnoozeDialog {...props} />
    case 'ask_client':
    case 'ask_producer':
      return <AskDialog verb={verb} {...props} />
    default:
      return assertNever(verb)
  }
}
