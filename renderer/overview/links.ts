/**
 * From a figure to the rows that it counts, with the same filter, for whoever may read them. Null where they may not, or
 * where no list can be narrowed like that: then a figure is a figure and no link. Pure.
 */
import type { BatchState } from '../../engine/contract/batches.ts'
import type { Severity } from '../../engine/contract/exceptions.ts'
import type { Permission } from '../../engine/contract/permission.ts'
import { dayAfter } from '../exceptions/filter.ts'
import { clearingOf } from '../ledger/address.ts'
import { proofAddress, workspaceAddress } from '../reconciliation/address.ts'

export type Days = Readonly<{ from: string; to: string }>
export type Band = Readonly<{ fromDays: number; toDays: number | null }>
type Known = Readonly<{ id: number; code: string }>
type Account = Readonly<{ account: string; currency: string }>

/** Who looks, and what the figures are narrowed by. */
export type Reach = Readonly<{
  may: (permission: Permission) => boolean
  producers: readonly Known[]
  producer: number | undefined
  location: string | undefined
  today: string
}>

const query = (values: Readonly<Record<string, string | number | undefined>>): string =>
  new URLSearchParams(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  ).toString()

export function batchesAddress(
  { may, producer }: Pick<Reach, 'may' | 'producer'>,
  asked: Partial<Days> & Readonly<{ producer?: number; state?: BatchState }>,
): string | null {
  if (!may('batches.read')) return null
  const text = query({ producer, ...asked })
  return text === '' ? '/batches' : `/batches?${text}`
}

/**
 * What was posted on these days: on the producer's clearing account, where each row of theirs stands once. Whoever does not
 * read the ledger finds the batches of these days, which are of all places.
 */
export function movedAddress(
  reach: Reach,
  { from, to }: Days,
  {
    kind,
    producer = reach.producer,
    location = reach.location,
  }: Readonly<{ kind?: 'TopUp' | 'Payment'; producer?: number | undefined; location?: string | undefined }> = {},
): string | null {
  const code = reach.producers.find(({ id }) => id === producer)?.code
  if (!reach.may('ledger.read') || (producer !== undefined && code === undefined))
    return location !== undefined
      ? null
      : batchesAddress(reach, { from, to, ...(producer === undefined ? {} : { producer }) })
  return `/ledger?${query({
    tab: 'postings',
    in: code === undefined ? undefined : clearingOf(code),
    type: kind,
    location,
    from,
    to,
  })}`
}

type CasesAsked = Readonly<{ severity?: Severity; raised?: Partial<Days>; resolved?: Days; all?: boolean }>

/** With what is asleep: figures count it too. */
export function casesAddress(
  { may, producer }: Pick<Reach, 'may' | 'producer'>,
  { severity, raised, resolved, all = false }: CasesAsked,
): string | null {
  if (!may('exceptions.read')) return null
  const status = resolved !== undefined ? 'resolved' : all ? 'any' : undefined
  return `/exceptions?${query({
    status,
    snoozed: 'with',
    severity,
    producer,
    from: raised?.from,
    to: raised?.to,
    resolvedFrom: resolved?.from,
    resolvedTo: resolved?.to,
  })}`
}

/** The days on which what is so old now was new. */
export const daysOfBand = ({ fromDays, toDays }: Band, today: string): Partial<Days> => ({
  ...(toDays === null ? {} : { from: dayAfter(today, -toDays) }),
  // What is dated ahead is in the youngest.
  ...(fromDays === 0 ? {} : { to: dayAfter(today, -fromDays) }),
})

/** Of a currency with one account its items of that age; of several, the accounts, each with its ages beside it. */
export function openItemsAddress(
  { may, today }: Pick<Reach, 'may' | 'today'>,
  accounts: readonly Account[],
  band?: Band,
): string | null {
  if (!may('reconciliation.read')) return null
  const [only, ...others] = accounts
  if (only === undefined || others.length > 0) return '/reconciliation'
  return workspaceAddress(only, band === undefined ? {} : daysOfBand(band, today))
}

export function matchedAddress({ may }: Pick<Reach, 'may'>, accounts: readonly Account[]): string | null {
  if (!may('reconciliation.read')) return null
  const [only, ...others] = accounts
  return only === undefined || others.length > 0 ? '/reconciliation' : workspaceAddress(only, { look: 'matched' })
}

export const gapAddress = ({ may }: Pick<Reach, 'may'>, of: Account, day: string | undefined): string | null =>
  may('reconciliation.read') ? proofAddress(of, day) : null

export const openOfBankAddress = ({ may }: Pick<Reach, 'may'>, of: Account, day: string): string | null =>
  may('reconciliation.read') ? workspaceAddress(of, { to: day }) : null

/** Plain places, for whoever may go there. */
export const placeAddress = ({ may }: Pick<Reach, 'may'>, path: string, permission: Permission): string | null =>
  may(permission) ? path : null
