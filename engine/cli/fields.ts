/**
 * Options that carry a field of the contract: how each is written, and how it is read. A name means the same behind every
 * command, and what is written wrongly is told before anything is opened.
 */
import { isoOf } from '../calendar/instant.ts'
import { Zone } from '../calendar/zone.ts'
import { BusinessDay } from '../contract/money.ts'
import { type Call, type OptionForm, optionOf } from './command.ts'
import { signedNumberOf } from './parse.ts'
import { UsageError } from './refusal.ts'

const textFields = {
  client: 'C',
  from: 'FROM',
  to: 'TO',
  'virtual-account': 'NUMBER',
  amount: 'N',
  currency: 'CCY',
  of: 'TRANSACTION',
  producer: 'ID',
  order: 'ORDER',
  hours: 'N',
  key: 'K',
  reference: 'R',
  'bank-transaction': 'NUMBER',
  'occurred-at': 'INSTANT',
  'initiated-by': 'WHO',
  'expected-version': 'N',
  reason: 'TEXT',
  debit: 'ACCOUNT',
  credit: 'ACCOUNT',
  account: 'ACCOUNT',
  tier: 'TIER',
  overdraft: 'N',
  threshold: 'N',
  name: 'NAME',
  file: 'FILE',
  code: 'CCY',
  digits: 'N',
  period: 'PERIOD',
  number: 'NUMBER',
  omnibus: 'ACCOUNT',
  at: 'INSTANT',
  kind: 'KIND',
  text: 'TEXT',
  until: 'INSTANT',
  gateway: 'NAME',
  state: 'S',
  rows: 'FILE',
  overdue: 'yes|no',
  search: 'START',
  'due-before': 'INSTANT',
  side: 'SIDE',
  day: 'DAY',
  lines: 'N,N',
  postings: 'N,N',
  line: 'N',
  posting: 'N',
  parts: 'N,N',
  rule: 'RULE',
  match: 'ID',
  endpoint: 'ID',
  url: 'URL',
  events: 'EVENT,EVENT',
  type: 'EVENT',
  subject: 'SUBJECT',
  since: 'INSTANT',
} as const
export type Field = keyof typeof textFields

export const optionsOf = (...fields: readonly Field[]): Readonly<Record<string, OptionForm>> =>
  Object.fromEntries(fields.map((field) => [field, { kind: 'text', value: textFields[field] } as const]))

export function neededOf(call: Call, field: Field): string {
  const value = optionOf(call, field)
  if (value === undefined) throw new UsageError({ is: 'option_missing', option: `--${field}` })
  return value
}

/** Minor units. Nothing is guessed from a decimal point: money that is misread is money that is lost. */
export function amountOf(call: Call, field: Field = 'amount'): number | undefined {
  const given = optionOf(call, field)
  if (given === undefined) return undefined
  if (!/^[0-9]{1,15}$/.test(given)) throw new UsageError({ is: 'not_an_amount', option: `--${field}`, given })
  return Number(given)
}

export function neededAmountOf(call: Call, field: Field = 'amount'): number {
  neededOf(call, field)
  return amountOf(call, field) ?? 0
}

export function wholeOf(call: Call, field: Field): number | undefined {
  const given = optionOf(call, field)
  if (given === undefined) return undefined
  if (!/^[0-9]{1,15}$/.test(given)) throw new UsageError({ is: 'not_whole', option: `--${field}`, given })
  return Number(given)
}

export function neededWholeOf(call: Call, field: Field): number {
  neededOf(call, field)
  return wholeOf(call, field) ?? 0
}

/** Several numbers with commas between them; none where it is not said. */
export function numbersOf(call: Call, field: Field): number[] {
  const text = optionOf(call, field)
  return text === undefined ? [] : text.split(',').map((each) => signedNumberOf(each.trim(), field))
}

export function dayOf(call: Call, field: 'from' | 'to'): string | undefined {
  const given = optionOf(call, field)
  if (given === undefined || BusinessDay.safeParse(given).success) return given
  throw new UsageError({ is: 'not_a_day', option: `--${field}`, given })
}

/** Read in the workspace's zone where it names no offset, so it can be read only once that is known. */
export function instantOf(
  call: Call,
  field: 'at' | 'occurred-at' | 'due-before' | 'until' | 'since',
  zone: string,
): string | undefined {
  const given = optionOf(call, field)
  if (given === undefined) return undefined
  const at = new Zone(zone).readInstant(given)
  if (at === null) throw new UsageError({ is: 'not_an_instant', given })
  return isoOf(at)
}

/** What every operation may say about itself. */
export const detailFields = ['reference', 'bank-transaction', 'occurred-at'] as const satisfies readonly Field[]

export type Details = Readonly<{
  reference: string | undefined
  bankTransactionId: string | undefined
  occurredAt: string | undefined
}>

export const detailsOf = (call: Call, zone: string): Details => ({
  reference: optionOf(call, 'reference'),
  bankTransactionId: optionOf(call, 'bank-transaction'),
  occurredAt: instantOf(call, 'occurred-at', zone),
})

/** Who asks and how often. */
export const askedFields = ['key', 'initiated-by', 'expected-version', 'reason'] as const satisfies readonly Field[]

export type Asked = Readonly<{
  key: string
  initiatedBy: string | undefined
  expectedVersion: number | undefined
  reason: string | undefined
}>

export const askedOf = (call: Call): Asked => ({
  key: neededOf(call, 'key'),
  initiatedBy: optionOf(call, 'initiated-by'),
  expectedVersion: wholeOf(call, 'expected-version'),
  reason: optionOf(call, 'reason'),
})

/** What `help` says behind every command that has them. */
export const operationWords = `Amounts are whole minor units: 1250 is 12.50 where the currency has two digits. The same KEY and content again answer
what they answered before and move nothing twice; a refusal leaves the KEY free. INSTANT is ISO 8601; without an offset
it is in the workspace's zone. --initiated-by names on whose behalf it is, which needs a permission of its own;
--expected-version refuses when the wallet moved on since.`
