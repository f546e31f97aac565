import type { AuditRecord } from '../../engine/contract/audit.ts'
import type { Column } from '../grid/columns.ts'
import { type Text, textOfCode } from '../messages/use-text.ts'
import type { Tone } from '../notice/Mark.tsx'
import type { Formats } from '../workspace/workspace-context.ts'

const usual = [
  'done',
  'received',
  'posting',
  'posted',
  'sealed',
  'signed_in',
  'signed_out',
  'hung_on_wall',
  'running',
  'started',
  'begun',
  'goes_on',
  'replayed',
  'intact',
  'consistent',
]

/** Outcomes are an open set: what went as it should is said plainly, everything else stands out. */
export const toneOfOutcome = (outcome: string): Tone => (usual.includes(outcome) ? 'low' : 'high')

/** A file that was refused says by which rule, so the words of rules serve here too. */
export function outcomeWords(outcome: string, text: Text): string {
  const words = textOfCode(text, 'outcome', outcome)
  return words === outcome ? textOfCode(text, 'rule', outcome) : words
}

export function auditColumns(text: Text, formats: Formats): readonly Column<AuditRecord>[] {
  return [
    {
      id: 'seq',
      header: text('audit.seq'),
      priority: 2,
      minWidth: 80,
      align: 'right',
      text: ({ seq }) => String(seq),
    },
    {
      id: 'at',
      header: text('audit.at'),
      priority: 1,
      minWidth: 176,
      className: 'ch-cell-figure',
      text: ({ at }) => formats.instant(at),
      tooltip: () => formats.zone,
    },
    { id: 'actor', header: text('audit.actor'), priority: 1, minWidth: 96, flex: 1, text: ({ actor }) => actor },
    {
      id: 'action',
      header: text('audit.action'),
      priority: 1,
      minWidth: 136,
      flex: 2,
      text: ({ action }) => textOfCode(text, 'action', action),
      tooltip: ({ action }) => action,
    },
    {
      id: 'subject',
      header: text('audit.subject'),
      priority: 1,
      minWidth: 112,
      flex: 2,
      text: ({ subject }) => subject,
    },
    {
      id: 'outcome',
      header: text('audit.outcome'),
      priority: 2,
      minWidth: 144,
      tone: ({ outcome }) => toneOfOutcome(outcome),
      text: ({ outcome }) => outcomeWords(outcome, text),
      tooltip: ({ outcome }) => outcome,
    },
  ]
}
