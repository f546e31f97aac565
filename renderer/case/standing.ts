/** How bad a case is and how it stands, as shapes and words: the same in the queue and in the pane. */
import type { Exception, Severity } from '../../engine/contract/exceptions.ts'
import type { Text } from '../messages/use-text.ts'
import type { Tone } from '../notice/Mark.tsx'

export const toneOfSeverity: Readonly<Record<Severity, Tone>> = {
  critical: 'severity-critical',
  high: 'severity-high',
  medium: 'severity-medium',
  low: 'severity-low',
}

export const severityWord = (severity: Severity, text: Text): string => text(`case.severity.${severity}`)

type Standing = Pick<Exception, 'status' | 'waitingFor' | 'resolution' | 'snoozedUntil'>

/** What is asleep is out of the way, whatever else it is; what waits, waits for somebody; what is over, ended somehow. */
export function standingWord({ status, waitingFor, resolution, snoozedUntil }: Standing, text: Text): string {
  if (status === 'resolved') return text(`case.resolution.${resolution ?? 'none'}`)
  if (snoozedUntil !== null) return text('case.status.snoozed')
  return status === 'waiting' ? text(`case.waiting.${waitingFor ?? 'none'}`) : text(`case.status.${status}`)
}

export function toneOfStanding({ status, resolution, snoozedUntil }: Standing): Tone {
  if (status === 'resolved') return resolution === 'rejected' || resolution === 'written_off' ? 'critical' : 'ok'
  if (snoozedUntil !== null) return 'low'
  if (status === 'waiting') return 'medium'
  return status === 'in_progress' ? 'progress' : 'accent'
}

/** Its name wherever a person may say it: `EX-12`. */
export const caseName = (id: number): string => `EX-${id}`

/** Where it has a page of its own. */
export const caseAddress = (id: number): string => `/exceptions/${caseName(id)}`

/** The number behind a name in an address, `EX-12` or `12`; null for anything else. */
export function caseOfName(name: string): number | null {
  const digits = /^(?:EX-)?([1-9]\d{0,14})$/i.exec(name)?.[1]
  return digits === undefined ? null : Number(digits)
}
