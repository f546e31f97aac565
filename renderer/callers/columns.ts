import type { Caller } from '../../engine/contract/callers.ts'
import type { Column } from '../grid/columns.ts'
import { formatCount } from '../money/format.ts'
import type { Words } from '../settings/setting-lines.ts'
import { scopesLine } from './scopes.ts'
import { standingOf } from './standing.ts'

/** `at`: when they were read, from which the days that are left are counted. */
export const callerColumns = (words: Words, at: string): readonly Column<Caller>[] => [
  ...agreedColumns(words, at),
  ...usedColumns(words),
]

function agreedColumns({ text, formats }: Words, at: string): readonly Column<Caller>[] {
  return [
    {
      id: 'name',
      header: text('caller.name'),
      priority: 1,
      minWidth: 144,
      flex: 2,
      names: true,
      text: ({ name }) => name,
      order: ({ name }) => name,
    },
    {
      id: 'state',
      header: text('caller.state'),
      priority: 1,
      minWidth: 152,
      tone: (caller) => standingOf(caller, at, text).tone,
      text: (caller) => standingOf(caller, at, text).word,
      order: ({ state }) => state,
    },
    {
      id: 'may',
      header: text('caller.may'),
      priority: 1,
      minWidth: 192,
      flex: 3,
      text: ({ scopes }) => scopesLine(scopes, text),
    },
    {
      id: 'producer',
      header: text('caller.producer'),
      priority: 3,
      minWidth: 128,
      flex: 1,
      text: ({ producer, producerName }) => producerName ?? (producer === null ? '' : String(producer)),
      order: ({ producerName }) => producerName ?? '',
    },
    {
      id: 'expiresAt',
      header: text('caller.expires'),
      priority: 2,
      minWidth: 112,
      className: 'ch-cell-figure',
      // The day is what was agreed on, mostly; the hour is there for whoever asks.
      text: ({ expiresAt }) => formats.instant(expiresAt).slice(0, 10),
      tooltip: ({ expiresAt }) => `${formats.instant(expiresAt)} ${formats.zone}`,
      plain: ({ expiresAt }) => formats.instant(expiresAt),
      order: ({ expiresAt }) => expiresAt,
    },
  ]
}

function usedColumns({ text, formats }: Words): readonly Column<Caller>[] {
  const count = (value: number): string => formatCount(value, formats.locale)
  return [
    {
      id: 'lastCallAt',
      header: text('caller.last_call'),
      priority: 2,
      minWidth: 168,
      className: 'ch-cell-figure',
      text: ({ lastCallAt }) => (lastCallAt === null ? text('caller.last_call.never') : formats.instant(lastCallAt)),
      tooltip: () => text('caller.used.noted'),
      order: ({ lastCallAt }) => lastCallAt ?? '',
    },
    {
      id: 'calls',
      header: text('caller.calls'),
      priority: 2,
      minWidth: 80,
      align: 'right',
      text: ({ calls }) => count(calls),
      order: ({ calls }) => calls,
    },
    {
      id: 'refused',
      header: text('caller.refused'),
      priority: 3,
      minWidth: 80,
      align: 'right',
      text: ({ refused }) => count(refused),
      order: ({ refused }) => refused,
    },
  ]
}
