import type { CaseSort } from '../../engine/contract/case-views.ts'
import type { Exception } from '../../engine/contract/exceptions.ts'
import type { Pending } from '../case/deed-book.ts'
import { caseName, severityWord, standingWord, toneOfSeverity, toneOfStanding } from '../case/standing.ts'
import type { Column } from '../grid/columns.ts'
import { type Text, textOfCode } from '../messages/use-text.ts'
import { decimalString } from '../money/format.ts'
import type { Formats } from '../workspace/workspace-context.ts'
import { ageWords, dueWords, isLate, rowsWords } from './words.ts'

type SortKey = CaseSort['by']
export type CaseColumn = Column<Exception> & Readonly<{ id: SortKey | 'lookers' }>

export type CaseWords = Readonly<{
  text: Text
  formats: Formats
  now: () => number
  /** A user's name as people write it. */
  nameOf: (user: string) => string
  /** Who else looks at it now, as initials; and in full. */
  lookersOf: (id: number) => Readonly<{ initials: string; names: string }>
  /** What this person has asked for and the engine has not answered yet. */
  pendingOf: (id: number) => Pending | undefined
  /** A case that is over is here only until the list is read anew: what became of it takes the place of when it was due. */
  fades: boolean
}>

/**
 * What is needed to choose a case comes first and stays longest. Beside the pane on a small window only the first rank
 * has room: what it leaves out, the pane says.
 */
export function caseColumns(words: CaseWords): readonly CaseColumn[] {
  return [...causeColumns(words), ...workColumns(words), ...originColumns(words)]
}

function causeColumns({ text, formats }: CaseWords): readonly CaseColumn[] {
  return [
    {
      id: 'severity',
      header: text('queue.severity'),
      priority: 1,
      minWidth: 96,
      sortable: true,
      tone: ({ severity }) => toneOfSeverity[severity],
      text: ({ severity }) => severityWord(severity, text),
    },
    {
      id: 'code',
      header: text('queue.code'),
      priority: 1,
      minWidth: 172,
      flex: 3,
      sortable: true,
      text: ({ code }) => textOfCode(text, 'rule', code),
      tooltip: ({ id, code }) => `${caseName(id)} · ${textOfCode(text, 'rule', code)}`,
    },
    {
      id: 'producer',
      header: text('queue.producer'),
      priority: 2,
      minWidth: 96,
      flex: 2,
      sortable: true,
      text: ({ producerName }) => producerName ?? text('queue.no_producer'),
    },
    {
      id: 'client',
      header: text('queue.client'),
      priority: 6,
      minWidth: 88,
      sortable: true,
      text: ({ client }) => client ?? '',
    },
    {
      id: 'amount',
      header: text('queue.at_stake', { currency: formats.currency }),
      priority: 1,
      minWidth: 112,
      align: 'right',
      sortable: true,
      text: (item) => stakeText(item, text, formats),
      plain: (item) => plainStake(item, text, formats),
    },
    {
      id: 'rows',
      header: text('queue.rows.header'),
      priority: 5,
      minWidth: 72,
      align: 'right',
      sortable: true,
      text: (item) => rowsWords(item, text),
    },
  ]
}

function workColumns({ text, formats, now, nameOf, lookersOf, pendingOf, fades }: CaseWords): readonly CaseColumn[] {
  const hasFaded = ({ status }: Exception): boolean => fades && status === 'resolved'
  return [
    {
      id: 'due',
      header: text('queue.due'),
      priority: 1,
      minWidth: 108,
      sortable: true,
      className: 'ch-cell-figure',
      tone: (item) => (hasFaded(item) ? toneOfStanding(item) : isLate(item, now()) ? 'medium' : null),
      text: (item) => (hasFaded(item) ? standingWord(item, text) : dueWords(item, now(), text)),
      tooltip: ({ dueAt }) => `${formats.instant(dueAt)} ${formats.zone}`,
      plain: ({ dueAt }) => formats.instant(dueAt),
    },
    {
      id: 'status',
      header: text('queue.state'),
      priority: 4,
      minWidth: 136,
      flex: 2,
      sortable: true,
      tone: (item) => (pendingOf(item.id) ? 'progress' : toneOfStanding(item)),
      text: (item) => underWords(pendingOf(item.id), text) ?? standingWord(item, text),
      tooltip: (item) => standingHint(item, text, formats, nameOf),
    },
    {
      id: 'owner',
      header: text('queue.owner'),
      priority: 3,
      minWidth: 88,
      flex: 1,
      sortable: true,
      text: (item) => ownerText(item, pendingOf(item.id), nameOf),
    },
    {
      id: 'lookers',
      header: text('queue.lookers'),
      priority: 7,
      minWidth: 68,
      tone: ({ id }) => (lookersOf(id).initials === '' ? null : 'progress'),
      text: ({ id }) => lookersOf(id).initials,
      tooltip: ({ id }) => lookersOf(id).names,
    },
  ]
}

function originColumns({ text, formats, now, nameOf }: CaseWords): readonly CaseColumn[] {
  return [
    {
      id: 'raised',
      header: text('queue.age.header'),
      priority: 8,
      minWidth: 64,
      align: 'right',
      sortable: true,
      text: ({ raisedAt }) => ageWords(raisedAt, now(), text),
      tooltip: ({ raisedAt }) => `${formats.instant(raisedAt)} ${formats.zone}`,
      plain: ({ raisedAt }) => formats.instant(raisedAt),
    },
    {
      id: 'batch',
      header: text('queue.batch'),
      priority: 9,
      minWidth: 168,
      flex: 1,
      sortable: true,
      text: ({ batch, file }) => file ?? (batch === null ? '' : text('queue.batch.number', { batch: String(batch) })),
    },
    {
      id: 'touched',
      header: text('queue.touched'),
      priority: 10,
      minWidth: 160,
      sortable: true,
      className: 'ch-cell-figure',
      text: ({ touchedAt }) => (touchedAt === null ? '' : formats.instant(touchedAt)),
      tooltip: ({ touchedBy }) => (touchedBy === null ? '' : nameOf(touchedBy)),
    },
    {
      id: 'number',
      header: text('queue.number'),
      priority: 11,
      minWidth: 88,
      sortable: true,
      names: true,
      text: ({ id }) => caseName(id),
    },
  ]
}

function stakeText({ amount, currency }: Exception, text: Text, formats: Formats): string {
  if (amount === null || currency === null) return text('queue.unknown')
  const money = formats.money(amount, currency)
  return currency === formats.currency ? money : `${currency} ${money}`
}

/** In the header's currency as figures alone, so that a spreadsheet can add them up; in another it says which. */
function plainStake(item: Exception, text: Text, formats: Formats): string {
  const { amount, currency } = item
  if (amount === null || currency === null) return text('queue.unknown')
  const figures = decimalString(amount, formats.digits(currency))
  return currency === formats.currency ? figures : `${currency} ${figures}`
}

/** "Posting …": what posts is never shown as done before the engine says so. */
const underWords = (pending: Pending | undefined, text: Text): string | null =>
  pending === undefined ? null : text(`case.under.${pending.action}`)

/** Who owns it is shown at once, and taken back if the engine refuses. */
function ownerText({ owner }: Exception, pending: Pending | undefined, nameOf: CaseWords['nameOf']): string {
  const shown = pending?.shown.owner === undefined ? owner : pending.shown.owner
  return shown === null ? '' : nameOf(shown)
}

/** What the word in the cell leaves open: until when it sleeps, or who ended it and when. */
function standingHint(item: Exception, text: Text, formats: Formats, nameOf: CaseWords['nameOf']): string {
  const { status, snoozedUntil, resolvedAt, resolvedBy } = item
  const word = standingWord(item, text)
  if (status === 'resolved' && resolvedAt !== null) {
    const by = resolvedBy === null || resolvedBy === 'engine' ? 'engine' : nameOf(resolvedBy)
    return text('queue.state.ended', { word, at: formats.instant(resolvedAt), by })
  }
  return snoozedUntil === null ? word : text('queue.state.until', { word, at: formats.instant(snoozedUntil) })
}
