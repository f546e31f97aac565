import type { Export } from '../../engine/contract/exports.ts'
import type { Report } from '../../engine/contract/reports.ts'
import { standingWords, toneOfExport } from '../exports/export-words.ts'
import type { Column } from '../grid/columns.ts'
import type { Text } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import type { Formats } from '../workspace/workspace-context.ts'
import { reportStanding, scheduleWords } from './report-words.ts'

export function reportColumns(text: Text, formats: Formats): readonly Column<Report>[] {
  return [
    {
      id: 'name',
      header: text('report.name'),
      priority: 1,
      minWidth: 160,
      flex: 2,
      names: true,
      text: ({ name }) => name,
    },
    {
      id: 'source',
      header: text('report.of'),
      priority: 1,
      minWidth: 136,
      flex: 1,
      text: ({ source }) => text(`export.source.${source}`),
    },
    {
      id: 'last',
      header: text('report.last'),
      priority: 1,
      minWidth: 176,
      flex: 2,
      tone: (report) => reportStanding(report, text).tone,
      text: (report) => reportStanding(report, text).words,
    },
    {
      id: 'schedule',
      header: text('report.schedule'),
      priority: 2,
      minWidth: 176,
      text: ({ schedule }) => scheduleWords(schedule, text),
      tooltip: () => formats.zone,
    },
    {
      id: 'next',
      header: text('report.next'),
      priority: 2,
      minWidth: 176,
      className: 'ch-cell-figure',
      text: ({ nextAt, isPaused }) =>
        isPaused ? text('report.paused') : nextAt === null ? '' : formats.instant(nextAt),
      tooltip: () => formats.zone,
    },
    {
      id: 'format',
      header: text('export.format'),
      priority: 3,
      minWidth: 104,
      text: ({ format }) => text(`export.format.${format}`),
    },
    { id: 'owner', header: text('report.owner'), priority: 3, minWidth: 112, text: ({ owner }) => owner },
  ]
}

export function exportColumns(text: Text, formats: Formats): readonly Column<Export>[] {
  return [
    {
      id: 'what',
      header: text('export.what'),
      priority: 1,
      minWidth: 176,
      flex: 2,
      names: true,
      text: ({ title, source }) => title ?? text(`export.source.${source}`),
    },
    {
      id: 'state',
      header: text('pack.state'),
      priority: 1,
      minWidth: 176,
      flex: 1,
      tone: toneOfExport,
      text: (each) => standingWords(each, text),
    },
    {
      id: 'format',
      header: text('export.format'),
      priority: 2,
      minWidth: 104,
      text: ({ format }) => text(`export.format.${format}`),
    },
    {
      id: 'askedAt',
      header: text('pack.at'),
      priority: 1,
      minWidth: 176,
      className: 'ch-cell-figure',
      text: ({ askedAt }) => formats.instant(askedAt),
      tooltip: () => formats.zone,
    },
    {
      id: 'bytes',
      header: text('pack.bytes'),
      priority: 3,
      minWidth: 112,
      align: 'right',
      text: ({ bytes }) => (bytes === null ? '' : formatCount(bytes, formats.locale)),
    },
    {
      id: 'keptUntil',
      header: text('export.kept_until'),
      priority: 2,
      minWidth: 176,
      className: 'ch-cell-figure',
      text: ({ keptUntil }) => (keptUntil === null ? '' : formats.instant(keptUntil)),
      tooltip: () => formats.zone,
    },
  ]
}
