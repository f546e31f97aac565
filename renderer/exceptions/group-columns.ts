import type { CaseGroup } from '../../engine/contract/case-views.ts'
import type { Column } from '../grid/columns.ts'
import type { Text } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import type { Formats } from '../workspace/workspace-context.ts'
import { groupTitle, namesOfGroup } from './group-words.ts'
import type { GroupChoice } from './search.ts'
import { ageWords, dueWords, isLate } from './words.ts'

export type GroupWords = Readonly<{
  text: Text
  formats: Formats
  now: () => number
  by: GroupChoice
  nameOf: (user: string) => string
}>

export function groupColumns({ text, formats, now, by, nameOf }: GroupWords): readonly Column<CaseGroup>[] {
  const title = (group: CaseGroup): string => groupTitle(by, namesOfGroup(group, { nameOf }), text)
  return [
    {
      id: 'group',
      header: text(`queue.group.${by}`),
      priority: 1,
      minWidth: 200,
      flex: 2,
      text: title,
      order: title,
    },
    {
      id: 'exceptions',
      header: text('queue.count'),
      priority: 1,
      minWidth: 96,
      align: 'right',
      text: ({ exceptions }) => formatCount(exceptions, formats.locale),
      order: ({ exceptions }) => exceptions,
    },
    {
      id: 'rows',
      header: text('queue.rows.header'),
      priority: 3,
      minWidth: 96,
      align: 'right',
      text: ({ rows }) => formatCount(rows, formats.locale),
      order: ({ rows }) => rows,
    },
    {
      id: 'money',
      header: text('queue.at_stake', { currency: formats.currency }),
      priority: 1,
      minWidth: 136,
      flex: 1,
      align: 'right',
      text: (group) => moneyText(group, text, formats),
      // As the engine orders them: a sum may be more than a number holds.
      order: ({ money }) => Number(money),
    },
    {
      id: 'oldest',
      header: text('queue.oldest'),
      priority: 2,
      minWidth: 88,
      align: 'right',
      text: ({ oldestAt }) => ageWords(oldestAt, now(), text),
      order: ({ oldestAt }) => oldestAt,
    },
    {
      id: 'due',
      header: text('queue.earliest_due'),
      priority: 1,
      minWidth: 96,
      tone: ({ earliestDueAt }) => (isLate({ dueAt: earliestDueAt, status: 'open' }, now()) ? 'medium' : null),
      text: ({ earliestDueAt }) => dueWords({ dueAt: earliestDueAt, status: 'open' }, now(), text),
      order: ({ earliestDueAt }) => earliestDueAt,
    },
  ]
}

/** "1,204.00 + 3 unknown": what nobody can add up is never left out silently. */
function moneyText({ money, unknown, exceptions }: CaseGroup, text: Text, formats: Formats): string {
  if (unknown === exceptions) return text('queue.unknown')
  const known = formats.money(BigInt(money), formats.currency)
  return unknown === 0 ? known : text('queue.money_and_unknown', { money: known, unknown })
}
