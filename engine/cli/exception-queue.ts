/** The queue on the command line: what is asked of it beyond the list, its groups, and how well it goes. */
import {
  type CaseFilter,
  type CaseGroup,
  type CaseGrouping,
  type CaseMeasure,
  caseGroupings,
  caseMeasureGroupings,
  caseSortKeys,
} from '../contract/case-views.ts'
import type { EngineClient } from '../contract/contract.ts'
import type { Exception, ExceptionFilter } from '../contract/exceptions.ts'
import { sayWhatIsLeft } from './bulk.ts'
import { type Answer, type Call, type Command, flagOf, type OptionForm, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { exceptionSaid } from './exception-words.ts'
import { dayOf, instantOf, optionsOf } from './fields.ts'
import { type Figures, figuresOf } from './figures.ts'
import { pageOf } from './pages.ts'
import { oneOf } from './parse.ts'
import { UsageError } from './refusal.ts'
import { tableOf } from './table.ts'

const queueFields = {
  owner: { kind: 'text', value: 'USER' },
  mine: { kind: 'flag' },
  unowned: { kind: 'flag' },
  'due-before': { kind: 'text', value: 'INSTANT' },
  search: { kind: 'text', value: 'TEXT' },
  snoozed: { kind: 'text', value: 'S' },
  sort: { kind: 'text', value: 'KEY' },
  descending: { kind: 'flag' },
  group: { kind: 'text', value: 'BY' },
} as const satisfies Readonly<Record<string, OptionForm>>

export const queueOptions: Readonly<Record<string, OptionForm>> = queueFields

const snoozes = ['with', 'only'] as const

export const queueWords = `With one of --owner, --mine, --unowned, --due-before, --search, --snoozed, --sort and --group it is the queue that
answers: all of it in one piece, or the first N, and what sleeps only when --snoozed asks for it (${snoozes.join(', ')}).
KEY is one of ${caseSortKeys.join(', ')}; BY of ${caseGroupings.join(', ')}.`

export const asksQueue = ({ options }: Call): boolean =>
  Object.keys(queueFields).some((name) => options[name] !== undefined)

export type ShowExceptions = (exceptions: readonly Exception[], figures: Figures) => string

/** Filters of the list mean the same here. */
export async function queue(call: Call, listed: ExceptionFilter, show: ShowExceptions): Promise<Answer> {
  for (const other of ['cursor', 'order'])
    if (call.options[other] !== undefined) {
      const [given = ''] = Object.keys(queueFields).filter((name) => call.options[name] !== undefined)
      throw new UsageError({ is: 'options_clash', option: `--${other}`, other: `--${given}` })
    }
  const group = optionOf(call, 'group')
  const by = group === undefined ? undefined : oneOf(group, caseGroupings, 'group')
  const asked = { ...askedOf(call), sort: sortOf(call) }
  return signedIn(call, async (client) => {
    await sayWhatIsLeft(call, client)
    const figures = await figuresOf(client)
    const filter: CaseFilter = {
      ...severalOf(listed),
      ...asked.filter,
      dueBefore: instantOf(call, 'due-before', figures.zone),
    }
    if (by !== undefined) return groups(client, { filter, by, ...limitOf(call) }, figures)
    const { view, total, sum, unknown } = await client.exceptions.openView({ filter, sort: asked.sort })
    const items = await readView(client, view, Math.min(total, limitOf(call).limit ?? total))
    const document = { items, next: null, total, sum, unknown }
    return { document, text: call.json ? '' : show(items, figures) }
  })
}

function askedOf(call: Call): Readonly<{ filter: CaseFilter }> {
  const owner = optionOf(call, 'owner')
  const search = optionOf(call, 'search')
  const snoozed = optionOf(call, 'snoozed')
  return {
    filter: {
      ...(owner === undefined ? {} : { owner: [owner] }),
      ...(flagOf(call, 'mine') ? { mine: true } : {}),
      ...(flagOf(call, 'unowned') ? { unowned: true } : {}),
      ...(search === undefined ? {} : { search }),
      ...(snoozed === undefined ? {} : { snoozed: oneOf(snoozed, snoozes, 'snoozed') }),
    },
  }
}

function sortOf(call: Call) {
  const by = optionOf(call, 'sort')
  return {
    by: by === undefined ? ('due' as const) : oneOf(by, caseSortKeys, 'sort'),
    direction: flagOf(call, 'descending') ? ('descending' as const) : ('ascending' as const),
  }
}

const limitOf = (call: Call): Readonly<{ limit?: number }> => {
  const { limit } = pageOf(call)
  return limit === undefined ? {} : { limit }
}

const severalOf = ({ status, code, severity, producer, batch, client }: ExceptionFilter): CaseFilter => ({
  ...(status === undefined ? {} : { status: [status] }),
  ...(code === undefined ? {} : { code: [code] }),
  ...(severity === undefined ? {} : { severity: [severity] }),
  ...(producer === undefined ? {} : { producer: [producer] }),
  batch,
  client,
})

const rowsAtOnce = 1_000

async function readView(client: EngineClient, view: string, count: number): Promise<readonly Exception[]> {
  const items: Exception[] = []
  for (let from = 0; from < count; from += rowsAtOnce) {
    const read = await client.exceptions.viewRows({ view, from, to: Math.min(count, from + rowsAtOnce) })
    items.push(...read.items)
  }
  return items
}

type GroupsAsked = Readonly<{ filter: CaseFilter; by: CaseGrouping; limit?: number }>

async function groups(client: EngineClient, asked: GroupsAsked, { money, time }: Figures): Promise<Answer> {
  const document = await client.exceptions.groups(asked)
  if (document.items.length === 0) return { document, text: exceptionSaid.none }
  const table = tableOf<CaseGroup>(document.items, [
    { title: 'Group', cell: (group) => nameOf(group, asked.by) },
    { title: 'Exceptions', cell: ({ exceptions }) => exceptions, right: true },
    { title: 'Rows', cell: ({ rows }) => rows, right: true },
    { title: 'At stake', cell: (group) => money(BigInt(group.money)), right: true },
    { title: 'Unknown', cell: ({ unknown }) => unknown, right: true },
    { title: 'Oldest', cell: ({ oldestAt }) => time(oldestAt) },
    { title: 'Next due', cell: ({ earliestDueAt }) => time(earliestDueAt) },
  ])
  return { document, text: document.complete ? table : `${table}\n\n${exceptionSaid.moreGroups}` }
}

const nameOf = (group: CaseGroup, by: CaseGrouping): string =>
  by === 'cause'
    ? `${group.code} ${group.producerName ?? '-'}`
    : ((by === 'producer' ? group.producerName : group[by]) ?? '-')

export const measuresCommand: Command = {
  name: 'exceptions measures',
  form: '[--by B] [--from DAY] [--to DAY]',
  summary: 'how soon exceptions are looked at and decided',
  details: `B is one of ${caseMeasureGroupings.join(', ')}; without days it is the last thirty. Half of what was looked at, or decided, was
within the first of two times, and nine in ten within the second.`,
  positionals: { min: 0, max: 0 },
  options: { ...optionsOf('from', 'to'), by: { kind: 'text', value: 'B' } },
  run: measures,
}

async function measures(call: Call): Promise<Answer> {
  const given = optionOf(call, 'by')
  const by = given === undefined ? 'all' : oneOf(given, caseMeasureGroupings, 'by')
  const [from, to] = [dayOf(call, 'from'), dayOf(call, 'to')]
  return signedIn(call, async (client) => {
    const document = await client.exceptions.measures({ by, from, to })
    return { document, text: document.items.length === 0 ? exceptionSaid.none : tableOfMeasures(document.items) }
  })
}

const tableOfMeasures = (items: readonly CaseMeasure[]): string =>
  tableOf<CaseMeasure>(items, [
    { title: 'Of', cell: ({ key, name }) => name ?? (key === '' ? '-' : key) },
    { title: 'Raised', cell: ({ raised }) => raised, right: true },
    { title: 'Resolved', cell: ({ resolved }) => resolved, right: true },
    { title: 'By itself', cell: ({ autoResolved }) => autoResolved, right: true },
    { title: 'Reopened', cell: ({ reopened }) => reopened, right: true },
    { title: 'Late', cell: ({ late }) => late, right: true },
    { title: 'Unresolved', cell: ({ unresolved }) => unresolved, right: true },
    { title: 'First look', cell: ({ toFirstTouch }) => timesOf(toFirstTouch), right: true },
    { title: 'Decided', cell: ({ toResolution }) => timesOf(toResolution), right: true },
  ])

const timesOf = ({ p50Ms, p90Ms }: CaseMeasure['toResolution']): string =>
  p50Ms === null || p90Ms === null ? '-' : `${hoursOf(p50Ms)} / ${hoursOf(p90Ms)}`

const hoursOf = (ms: number): string => `${(ms / 3_600_000).toFixed(1)} h`
