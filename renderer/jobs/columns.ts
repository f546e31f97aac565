import type { Job, JobRun } from '../../engine/contract/jobs.ts'
import type { Column } from '../grid/columns.ts'
import { type Text, textOfCode } from '../messages/use-text.ts'
import type { Tone } from '../notice/Mark.tsx'
import type { Formats } from '../workspace/workspace-context.ts'
import { scheduleWords } from './schedule.ts'

export const toneOfRun: Readonly<Record<JobRun['outcome'], Tone>> = {
  running: 'progress',
  done: 'ok',
  problems: 'high',
  failed: 'critical',
  interrupted: 'medium',
}

export function jobColumns(text: Text, formats: Formats): readonly Column<Job>[] {
  return [
    {
      id: 'name',
      header: text('job.name'),
      priority: 1,
      minWidth: 200,
      flex: 2,
      text: ({ name }) => textOfCode(text, 'job', name),
      tooltip: ({ name }) => name,
      order: ({ name }) => textOfCode(text, 'job', name),
    },
    {
      id: 'outcome',
      header: text('job.last_outcome'),
      priority: 1,
      minWidth: 136,
      tone: ({ lastRun }) => (lastRun ? toneOfRun[lastRun.outcome] : 'low'),
      text: ({ lastRun }) => (lastRun ? text(`job.outcome.${lastRun.outcome}`) : text('job.never')),
    },
    {
      id: 'lastRun',
      header: text('job.last_run'),
      priority: 2,
      minWidth: 176,
      className: 'ch-cell-figure',
      text: ({ lastRun }) => (lastRun ? formats.instant(lastRun.startedAt) : ''),
      order: ({ lastRun }) => lastRun?.startedAt ?? '',
    },
    {
      id: 'nextRunAt',
      header: text('job.next_run'),
      priority: 1,
      minWidth: 176,
      className: 'ch-cell-figure',
      text: ({ nextRunAt }) => (nextRunAt === null ? text('job.not_planned') : formats.instant(nextRunAt)),
      order: ({ nextRunAt }) => nextRunAt ?? '',
    },
    {
      id: 'schedule',
      header: text('job.schedule'),
      priority: 3,
      minWidth: 176,
      text: ({ schedule }) => scheduleWords(schedule, text),
    },
  ]
}
