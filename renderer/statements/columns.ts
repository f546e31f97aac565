import type { FileState, Statement, StatementFile, StatementState } from '../../engine/contract/statements.ts'
import type { Column } from '../grid/columns.ts'
import type { Text } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import type { Tone } from '../notice/Mark.tsx'
import type { Formats } from '../workspace/workspace-context.ts'

type Words = Readonly<{ text: Text; formats: Formats }>

export const toneOfStatement: Readonly<Record<StatementState, Tone>> = {
  reading: 'progress',
  read: 'progress',
  waiting: 'medium',
  broken: 'critical',
  repeated: 'low',
  accepted: 'ok',
}

export const toneOfFile: Readonly<Record<FileState, Tone>> = {
  reading: 'progress',
  read: 'ok',
  refused: 'critical',
  repeated: 'low',
}

/** A balance that the statement does not say, or in a currency that nobody knows, is none. */
export function balanceText(minor: number | null, currency: string | null, formats: Formats): string {
  return minor === null || currency === null ? '' : formats.money(minor, currency)
}

export function statementColumns({ text, formats }: Words): readonly Column<Statement>[] {
  return [
    {
      id: 'id',
      header: text('statements.number'),
      priority: 3,
      minWidth: 80,
      align: 'right',
      names: true,
      text: ({ id }) => String(id),
    },
    { id: 'source', header: text('statements.source'), priority: 3, minWidth: 112, text: ({ source }) => source },
    {
      id: 'account',
      header: text('account.account'),
      priority: 1,
      minWidth: 136,
      flex: 1,
      text: ({ account, said }) => account ?? said,
      tooltip: ({ said }) => said,
    },
    {
      id: 'state',
      header: text('statements.state'),
      priority: 1,
      minWidth: 136,
      tone: ({ state }) => toneOfStatement[state],
      text: ({ state }) => text(`statements.state.${state}`),
    },
    {
      id: 'days',
      header: text('statements.days'),
      priority: 1,
      minWidth: 224,
      className: 'ch-cell-figure',
      text: ({ from, to }) => (from === to ? from : text('period.from_to', { first: from, last: to })),
    },
    {
      id: 'number',
      header: text('statements.said_number'),
      priority: 4,
      minWidth: 112,
      align: 'right',
      text: ({ number }) => number ?? '',
    },
    ...moneyColumns({ text, formats }),
  ]
}

const moneyColumns = ({ text, formats }: Words): readonly Column<Statement>[] => [
  {
    id: 'currency',
    header: text('account.currency'),
    priority: 3,
    minWidth: 80,
    text: ({ currency }) => currency ?? '',
  },
  {
    id: 'opening',
    header: text('statement.opening'),
    priority: 4,
    minWidth: 128,
    align: 'right',
    text: ({ opening, currency }) => balanceText(opening, currency, formats),
  },
  {
    id: 'closing',
    header: text('statement.closing'),
    priority: 2,
    minWidth: 128,
    align: 'right',
    text: ({ closing, currency }) => balanceText(closing, currency, formats),
  },
  {
    id: 'lines',
    header: text('statements.lines'),
    priority: 3,
    minWidth: 80,
    align: 'right',
    text: ({ lines }) => formatCount(lines, formats.locale),
  },
]

export function fileColumns({ text, formats }: Words): readonly Column<StatementFile>[] {
  return [
    {
      id: 'receivedAt',
      header: text('statements.received'),
      priority: 1,
      minWidth: 168,
      className: 'ch-cell-figure',
      text: ({ receivedAt }) => formats.instant(receivedAt),
      tooltip: () => formats.zone,
    },
    { id: 'source', header: text('statements.source'), priority: 2, minWidth: 112, text: ({ source }) => source },
    { id: 'file', header: text('statements.file'), priority: 1, minWidth: 160, flex: 1, text: ({ file }) => file },
    {
      id: 'state',
      header: text('statements.state'),
      priority: 1,
      minWidth: 132,
      tone: ({ state }) => toneOfFile[state],
      text: ({ state }) => text(`statements.file.state.${state}`),
    },
    {
      id: 'format',
      header: text('statements.format'),
      priority: 2,
      minWidth: 96,
      text: ({ format }) => (format === null ? '' : text(`statements.format.${format}`)),
    },
    {
      id: 'statements',
      header: text('statements.count'),
      priority: 2,
      minWidth: 96,
      align: 'right',
      text: ({ statements }) => formatCount(statements, formats.locale),
    },
    {
      id: 'lines',
      header: text('statements.lines'),
      priority: 2,
      minWidth: 80,
      align: 'right',
      text: ({ lines }) => formatCount(lines, formats.locale),
    },
    {
      id: 'receivedBy',
      header: text('statements.received_by'),
      priority: 3,
      minWidth: 120,
      text: ({ receivedBy }) => (receivedBy === 'engine' ? text('statements.from_folder') : receivedBy),
    },
  ]
}
