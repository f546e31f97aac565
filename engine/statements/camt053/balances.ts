import type { StatedBalance } from '../statement.ts'
import { childOf, textAt, type XmlElement } from '../xml/xml-element.ts'
import { type Fields, signed } from './fields.ts'

export type NamedBalance = StatedBalance & Readonly<{ name: string }>

/** Those that are asked for; a bank may state others, of money to come or by a name of its own. */
const names = new Set(['OPBD', 'PRCD', 'ITBD', 'CLBD', 'CLAV'])

/** Null for one that isn't asked for, and where it can't be read, which is noted. */
export function readBalance(element: XmlElement, fields: Fields, currency: string | null): NamedBalance | null {
  const name = textAt(element, 'Tp', 'CdOrPrtry', 'Cd')
  if (name === null || !names.has(name)) return null
  const stated = childOf(element, 'Amt')
  if (stated === null) return fields.missing(element, 'Bal/Amt')
  const money = fields.money(stated, currency, 'Bal/Amt')
  const sign = fields.sign(element, 'Bal')
  const day = fields.day(childOf(element, 'Dt'), 'Bal/Dt')
  if (money === null || sign === null || fields.fault !== null) return null
  if (day === null) return fields.missing(element, 'Bal/Dt')
  return { name, day, amount: signed(money.amount, sign), currency: money.currency }
}

/**
 * What the account had before the first entry: booked at opening, else at the end of the day before, else, on a page of
 * several, the first that was had in between. A balance in another money than the account's is not of this account's.
 */
export function openingOf(balances: readonly NamedBalance[], currency: string | null): StatedBalance | null {
  const own = ownOf(balances, currency)
  return earliest(own, 'OPBD') ?? earliest(own, 'PRCD') ?? interimOf(own).opening
}

export function closingOf(balances: readonly NamedBalance[], currency: string | null): StatedBalance | null {
  const own = ownOf(balances, currency)
  return latest(own, 'CLBD') ?? interimOf(own).closing
}

export const availableOf = (balances: readonly NamedBalance[], currency: string | null): StatedBalance | null =>
  latest(ownOf(balances, currency), 'CLAV')

/** The account's money, or, where it isn't said, that of its balance at opening. */
export function currencyOf(balances: readonly NamedBalance[], stated: string | null): string | null {
  const first = balances.find((one) => one.name === 'OPBD' || one.name === 'PRCD') ?? balances[0]
  return stated ?? first?.currency ?? null
}

const ownOf = (balances: readonly NamedBalance[], currency: string | null): readonly NamedBalance[] =>
  currency === null ? balances : balances.filter((one) => one.currency === currency)

/** A page that is neither the first nor the last begins and ends with one in between. */
function interimOf(balances: readonly NamedBalance[]): Readonly<Record<'opening' | 'closing', StatedBalance | null>> {
  const interim = balances.filter((one) => one.name === 'ITBD')
  const isOpened = balances.some((one) => one.name === 'OPBD' || one.name === 'PRCD')
  const isClosed = balances.some((one) => one.name === 'CLBD')
  const [first, last] = [interim[0], interim.at(-1)]
  if (first === undefined || last === undefined) return { opening: null, closing: null }
  const opening = !isOpened && (isClosed || interim.length > 1) ? bare(first) : null
  return { opening, closing: isClosed ? null : bare(last) }
}

/** A statement of several days may state one for each. */
function earliest(balances: readonly NamedBalance[], name: string): StatedBalance | null {
  let found: NamedBalance | null = null
  for (const one of balances) if (one.name === name && (found === null || one.day < found.day)) found = one
  return found === null ? null : bare(found)
}

function latest(balances: readonly NamedBalance[], name: string): StatedBalance | null {
  let found: NamedBalance | null = null
  for (const one of balances) if (one.name === name && (found === null || one.day >= found.day)) found = one
  return found === null ? null : bare(found)
}

const bare = ({ day, amount, currency }: NamedBalance): StatedBalance => ({ day, amount, currency })
