/** The address as the engine's filter. Days and "late" become instants here, by the workspace's zone and the clock. Pure. */
import type { CaseFilter, CaseSort } from '../../engine/contract/case-views.ts'
import type {
  ExceptionCode,
  ExceptionScope,
  ExceptionStatus,
  Resolution,
  Severity,
} from '../../engine/contract/exceptions.ts'
import { assertNever } from '../assert-never.ts'
import { formatInstant } from '../time/format.ts'
import { instantOf } from '../time/read.ts'
import { groupFilter, groupNames, producerFilter } from './group-key.ts'
import { type DueChoice, type GroupChoice, me, nobody, type QueueSearch, type ViewSearch, valuesOf } from './search.ts'

export type Clock = Readonly<{ now: number; zone: string }>

export function filterOf(search: ViewSearch & Pick<QueueSearch, 'at'>, clock: Clock): CaseFilter {
  const owners = valuesOf(search.owner)
  const { batch, client, find, least, most, due, from, to, resolvedFrom, resolvedTo, snoozed, group, at } = search
  const filter: CaseFilter = {
    ...statusFilter(valuesOf(search.status)),
    ...listed('severity', valuesOf(search.severity) as Severity[]),
    ...listed('code', valuesOf(search.code) as ExceptionCode[]),
    ...listed('scope', valuesOf(search.scope) as ExceptionScope[]),
    ...listed('resolution', valuesOf(search.resolution) as Resolution[]),
    ...producerFilter(valuesOf(search.producer)),
    ...listed(
      'owner',
      owners.filter((owner) => owner !== me && owner !== nobody),
    ),
    ...(owners.includes(me) ? { mine: true } : {}),
    ...(owners.includes(nobody) ? { unowned: true } : {}),
    ...said('batch', batch),
    ...said('client', client),
    ...said('search', find),
    ...said('amountFrom', least),
    ...said('amountTo', most),
    ...(due === undefined ? {} : { dueBefore: dueBefore(due, clock) }),
    ...(from === undefined ? {} : { raisedFrom: startOf(from, clock.zone) }),
    ...(to === undefined ? {} : { raisedBefore: startOf(dayAfter(to, 1), clock.zone) }),
    ...(resolvedFrom === undefined ? {} : { resolvedFrom: startOf(resolvedFrom, clock.zone) }),
    ...(resolvedTo === undefined ? {} : { resolvedBefore: startOf(dayAfter(resolvedTo, 1), clock.zone) }),
    ...said('snoozed', snoozed),
  }
  return group === undefined || at === undefined ? filter : within(filter, group, at)
}

export const sortOf = ({ by, direction }: ViewSearch): CaseSort => ({
  by: by ?? 'due',
  direction: direction ?? 'ascending',
})

/** Whether a case that is over belongs into the list, or has only not left it yet. */
export const showsResolved = ({ status }: ViewSearch): boolean =>
  valuesOf(status).some((value) => value === 'any' || value === 'resolved')

/** What the group is about is said by the group alone: what was filtered by before only held the group. */
function within(filter: CaseFilter, group: GroupChoice, at: string): CaseFilter {
  const kept = Object.entries(filter).filter(([name]) => !groupNames[group].some((own) => own === name))
  return { ...Object.fromEntries(kept), ...groupFilter(group, at) }
}

function statusFilter(chosen: readonly string[]): Pick<CaseFilter, 'status'> {
  if (chosen.length === 0) return { status: ['unresolved'] }
  return chosen.includes('any') ? {} : { status: chosen as ExceptionStatus[] }
}

const said = <K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> =>
  value === undefined ? {} : ({ [name]: value } as Partial<Record<K, V>>)

const listed = <K extends string, V>(name: K, values: readonly V[]): Partial<Record<K, V[]>> =>
  values.length === 0 ? {} : ({ [name]: [...values] } as Partial<Record<K, V[]>>)

/** What is late is due before any of these too: a list of today's work must not leave out yesterday's. */
export function dueBefore(due: DueChoice, { now, zone }: Clock): string {
  const today = todayOf({ now, zone })
  switch (due) {
    case 'late':
      return new Date(now).toISOString()
    case 'today':
      return startOf(dayAfter(today, 1), zone)
    case 'tomorrow':
      return startOf(dayAfter(today, 2), zone)
    case 'week':
      return startOf(dayAfter(today, 7), zone)
    default:
      return assertNever(due)
  }
}

export const todayOf = ({ now, zone }: Clock): string => formatInstant(new Date(now).toISOString(), zone).slice(0, 10)

export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** Where the clocks change at midnight the day begins at one. */
export const startOf = (day: string, zone: string): string =>
  instantOf(`${day}T00:00`, zone) ?? instantOf(`${day}T01:00`, zone) ?? new Date(`${day}T00:00:00Z`).toISOString()
