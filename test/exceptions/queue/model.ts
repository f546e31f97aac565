/** The queue as a few lines of JavaScript over exceptions as they are shown: what the store's answers are held against. */
import type { CaseFilter, CaseGrouping, CaseSort } from '../../../engine/contract/case-views.ts'
import { type Exception, exceptionStatuses, severities } from '../../../engine/contract/exceptions.ts'

export type Model = Readonly<{
  exceptions: readonly Exception[]
  me: string
  at: number
  /** Clients of the rows that are held within an exception. */
  held: ReadonlyMap<number, ReadonlySet<string>>
}>

export function matching({ exceptions, ...model }: Model, filter: CaseFilter): readonly Exception[] {
  return exceptions.filter((each) => tests.every((test) => test(each, filter, model)))
}

type Test = (each: Exception, filter: CaseFilter, model: Omit<Model, 'exceptions'>) => boolean

const oneOf = <T>(value: T, asked: readonly T[] | undefined): boolean => asked === undefined || asked.includes(value)
const within = (at: string | null, from: string | undefined, before: string | undefined): boolean =>
  (from === undefined || (at !== null && Date.parse(at) >= Date.parse(from))) &&
  (before === undefined || (at !== null && Date.parse(at) < Date.parse(before)))

const tests: readonly Test[] = [
  ({ status }, filter) =>
    oneOf(status, filter.status) || (filter.status?.includes('unresolved') === true && status !== 'resolved'),
  ({ waitingFor }, filter) => filter.waitingFor === undefined || oneOf(waitingFor, filter.waitingFor),
  ({ resolution }, filter) => filter.resolution === undefined || oneOf(resolution, filter.resolution),
  ({ scope }, filter) => oneOf(scope, filter.scope),
  ({ code }, filter) => oneOf(code, filter.code),
  ({ severity }, filter) => oneOf(severity, filter.severity),
  ({ producer }, filter) =>
    any([
      [filter.producer, () => producer !== null && filter.producer?.includes(producer) === true],
      [filter.noProducer, () => producer === null],
    ]),
  ({ batch }, filter) => filter.batch === undefined || batch === filter.batch,
  (each, filter, { held }) => {
    const about = clientsOf(each, held)
    return any([
      [filter.client, () => about.includes(filter.client ?? '')],
      [filter.noClient, () => about.length === 0],
    ])
  },
  ({ owner }, filter, { me }) =>
    any([
      [filter.owner, () => owner !== null && filter.owner?.includes(owner) === true],
      [filter.mine, () => owner === me],
      [filter.unowned, () => owner === null],
    ]),
  ({ amount }, { amountFrom, amountTo }) =>
    (amountFrom === undefined || (amount !== null && amount >= amountFrom)) &&
    (amountTo === undefined || (amount !== null && amount <= amountTo)),
  ({ dueAt }, filter) => within(dueAt, filter.dueAfter, filter.dueBefore),
  ({ raisedAt }, filter) => within(raisedAt, filter.raisedFrom, filter.raisedBefore),
  ({ resolvedAt }, filter) => within(resolvedAt, filter.resolvedFrom, filter.resolvedBefore),
  ({ snoozedUntil }, { snoozed }, { at }) => {
    const asleep = snoozedUntil !== null && Date.parse(snoozedUntil) > at
    return snoozed === 'with' || asleep === (snoozed === 'only')
  },
  ({ id, client, file, producerCode, producerName, found }, { search }) => {
    if (search === undefined) return true
    if (/^(ex-)?\d+$/i.test(search) && Number(search.replace(/^ex-/i, '')) === id) return true
    const texts = [client, file, producerCode, producerName, found]
    return texts.some((text) => lower(text ?? '').includes(lower(search)))
  },
]

/** What was asked for of one field is met when any of it is; a false is as if it were left out. */
const any = (asked: readonly (readonly [unknown, () => boolean])[]): boolean => {
  const given = asked.filter(([value]) => value !== undefined && value !== false)
  return given.length === 0 || given.some(([, holds]) => holds())
}

const lower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

const clientsOf = ({ id, client }: Exception, held: Model['held']): readonly string[] => [
  ...new Set([...(client === null ? [] : [client]), ...(held.get(id) ?? [])]),
]

export function sorted(exceptions: readonly Exception[], { by, direction }: CaseSort): readonly Exception[] {
  const key = (each: Exception): number | string | null => keys[by](each)
  const way = direction === 'ascending' ? 1 : -1
  return exceptions.toSorted((a, b) => {
    const [keyA, keyB] = [key(a), key(b)]
    const first =
      keyA === null || keyB === null ? Number(keyA === null) - Number(keyB === null) : way * compare(keyA, keyB)
    return first || byDue(a, b)
  })
}

const byDue = (a: Exception, b: Exception): number =>
  compare(Date.parse(a.dueAt), Date.parse(b.dueAt)) || (b.amount ?? -1) - (a.amount ?? -1) || a.id - b.id

/** As bytes compare, which is how the store does. */
const compare = (a: number | string, b: number | string): number =>
  typeof a === 'string' ? Buffer.compare(Buffer.from(a), Buffer.from(String(b))) : a - Number(b)

const time = (at: string | null): number | null => (at === null ? null : Date.parse(at))

const keys: Readonly<Record<CaseSort['by'], (each: Exception) => number | string | null>> = {
  due: ({ dueAt }) => time(dueAt),
  amount: ({ amount }) => amount,
  severity: ({ severity }) => -severities.indexOf(severity),
  raised: ({ raisedAt }) => time(raisedAt),
  touched: ({ touchedAt }) => time(touchedAt),
  resolved: ({ resolvedAt }) => time(resolvedAt),
  code: ({ code }) => code,
  producer: ({ producerName }) => producerName,
  client: ({ client }) => client,
  rows: ({ rows }) => rows,
  status: ({ status }) => exceptionStatuses.indexOf(status),
  owner: ({ owner }) => owner,
  batch: ({ batch }) => batch,
  number: ({ id }) => id,
}

export const moneyOf = (exceptions: readonly Exception[]): bigint =>
  exceptions.reduce((sum, { amount }) => sum + BigInt(amount ?? 0), 0n)

/** Of each field how many match for each value, were the field itself not asked for. */
export function facetsOf(model: Model, filter: CaseFilter): Readonly<Record<string, Readonly<Record<string, number>>>> {
  const count = (own: readonly (keyof CaseFilter)[], named: (each: Exception) => string) => {
    const others = Object.fromEntries(Object.entries(filter).filter(([name]) => !own.some((each) => each === name)))
    const counts: Record<string, number> = {}
    for (const each of matching(model, others)) counts[named(each)] = (counts[named(each)] ?? 0) + 1
    return counts
  }
  return {
    status: count(['status'], ({ status }) => status),
    severity: count(['severity'], ({ severity }) => severity),
    code: count(['code'], ({ code }) => code),
    producer: count(['producer', 'noProducer'], ({ producer }) => String(producer ?? '')),
    owner: count(['owner', 'mine', 'unowned'], ({ owner }) => owner ?? ''),
  }
}

/** The groups by their names, each with its members. */
export function groupsOf(
  model: Model,
  filter: CaseFilter,
  by: CaseGrouping,
): ReadonlyMap<string, readonly Exception[]> {
  const groups = new Map<string, Exception[]>()
  for (const each of matching(model, filter))
    for (const name of namesOf(each, by, model, filter)) groups.set(name, [...(groups.get(name) ?? []), each])
  return groups
}

function namesOf(each: Exception, by: CaseGrouping, { held }: Model, filter: CaseFilter): readonly string[] {
  if (by === 'cause') return [`${each.code} ${each.producer}`]
  if (by !== 'client') return [String(each[by])]
  const about = clientsOf(each, held)
  const shown = about.filter((client) => filter.client === undefined || client === filter.client)
  return about.length === 0 ? ['null'] : shown
}
