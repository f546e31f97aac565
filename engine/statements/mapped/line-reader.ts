/** One record as a line of a statement, or what of it can't be read. Nothing here knows of the records around it. */
import type { StatementMapping } from '../../contract/statement-mappings.ts'
import type { Detail, Party, Reading, Reference, StatementLine } from '../statement.ts'
import { amountReader } from './amount.ts'
import { dayReader } from './day-reader.ts'
import { type Currency, figureReader } from './figure.ts'
import { marksReader } from './marks.ts'
import { isUnread, type SourceRecord, type Unread } from './source.ts'

export type MappedLine = Readonly<{
  account: string
  line: Omit<StatementLine, 'seq'>
  /** What the account came to with it, where the file says so. */
  balance: number | null
}>

/** What every record has in common: said once by the file, or agreed. */
export type Common = Readonly<{ account: string | null; currency: string | null }>

export type ReadLine = (record: SourceRecord, common: Common) => MappedLine | Unread | 'skipped'

export function lineReader(mapping: StatementMapping, reading: Reading): ReadLine {
  const figure = figureReader(mapping)
  const amount = amountReader(mapping.amount, { figure, isInverted: mapping.invert !== 'none' })
  const day = dayReader(mapping.dates, mapping.zone)
  const marks = marksReader(mapping.marks)
  const balanceSign = mapping.invert === 'amounts_and_balances' ? -1 : 1
  const { running } = mapping.balances
  return (record, common) => {
    const mark = marks(record)
    if (mark === 'skipped' || isUnread(mark)) return mark
    const account = accountOf(record, mapping, common)
    if (isUnread(account)) return account
    const currency = currencyOf(record, mapping, common, reading)
    if (isUnread(currency)) return currency
    const days = daysOf(record, mapping, day)
    if (isUnread(days)) return days
    const money = amount(record, currency)
    if (isUnread(money)) return money
    const said = running === undefined ? '' : record.text(running)
    const balance = said === '' ? null : figure(said, currency)
    if (said !== '' && balance === null) return { code: 'amount_unreadable', field: running ?? '', found: said }
    const words = wordsOf(record, mapping)
    if (isUnread(words)) return words
    const line = {
      place: record.place,
      ...days,
      amount: money.amount,
      currency: currency.code,
      isReversal: mark.isReversal,
      isPending: mark.isPending || record.isPending,
      code: words.code,
      references: words.references,
      text: '',
      charges: money.charges,
      batch: null,
      details: [{ ...words.detail, amount: money.gross, currency: money.gross === null ? null : currency.code }],
    }
    return { account: account.name, line, balance: balance === null ? null : balance * balanceSign + 0 }
  }
}

function accountOf(record: SourceRecord, { account }: StatementMapping, common: Common): { name: string } | Unread {
  const name = 'column' in account ? tidy(record, account.column) : (common.account ?? '')
  if (typeof name !== 'string') return name
  const field = 'column' in account ? account.column : 'label' in account ? account.label : ''
  return name === '' ? { code: 'field_missing', field, found: '' } : { name: accountName(name) }
}

/** An IBAN without its blanks, and without what a bank writes behind it; else as it stands. */
export function accountName(text: string): string {
  const iban = /^([A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30})(?: *\/.*)?$/.exec(text)?.[1]
  return iban === undefined ? text : iban.replaceAll(' ', '')
}

function currencyOf(
  record: SourceRecord,
  { currency }: StatementMapping,
  common: Common,
  reading: Reading,
): Currency | Unread {
  const code = 'column' in currency ? record.text(currency.column).toUpperCase() : (common.currency ?? '')
  const field = 'column' in currency ? currency.column : 'label' in currency ? currency.label : ''
  if (code === '') return { code: 'field_missing', field, found: '' }
  return knownCurrency(code, reading) ?? { code: 'currency_unknown', field, found: code }
}

export function knownCurrency(code: string, { digitsOf }: Reading): Currency | null {
  const digits = /^[A-Z]{3}$/.test(code) ? digitsOf(code) : null
  return digits === null ? null : { code, digits }
}

type Days = Pick<StatementLine, 'bookedOn' | 'valueOn'>

function daysOf(
  record: SourceRecord,
  { bookedOn, valueOn }: StatementMapping,
  read: (text: string) => string | null,
): Days | Unread {
  const [booked, value] = [bookedOn, valueOn].map((column) => (column === undefined ? '' : record.text(column)))
  const days = { bookedOn: booked ? read(booked) : null, valueOn: value ? read(value) : null }
  if (booked && days.bookedOn === null) return { code: 'field_unreadable', field: bookedOn ?? '', found: booked }
  if (value && days.valueOn === null) return { code: 'field_unreadable', field: valueOn ?? '', found: value }
  // Money without a day is on no business day.
  if (!booked && !value) return { code: 'field_missing', field: bookedOn ?? valueOn ?? '', found: '' }
  return days
}

type Words = Readonly<{
  code: string | null
  references: readonly Reference[]
  detail: Omit<Detail, 'amount' | 'currency'>
}>

function wordsOf(record: SourceRecord, mapping: StatementMapping): Words | Unread {
  let unread: Unread | null = null
  const word = (column: string | undefined): string | null => {
    const text = column === undefined ? '' : tidy(record, column)
    if (typeof text !== 'string') unread ??= text
    return typeof text === 'string' && text !== '' ? text : null
  }
  const references = referencesOf(mapping, word)
  const { party: parties, returned: why } = mapping
  const first = (columns: readonly string[]): string | null =>
    columns.reduce<string | null>((found, column) => found ?? word(column), null)
  const party: Party = { name: first(parties.name), account: first(parties.account), bank: first(parties.bank) }
  const returned = { code: word(why.code), text: word(why.text) }
  const words: Words = {
    code: word(mapping.code),
    references,
    detail: {
      references: [],
      party: party.name === null && party.account === null && party.bank === null ? null : party,
      text: mapping.text.flatMap((column) => word(column) ?? []).join(' '),
      returned: returned.code === null && returned.text === null ? null : returned,
      charges: [],
    },
  }
  return unread ?? words
}

/** What stands where no reference is. */
const noReference = /^(?:0*|-|N\/A|NONREF|NOTPROVIDED)$/i

function referencesOf(mapping: StatementMapping, word: (column: string) => string | null): readonly Reference[] {
  const references: Reference[] = []
  for (const { column, kind } of mapping.references) {
    const value = word(column)
    if (value === null || noReference.test(value)) continue
    if (references.some((one) => one.kind === kind && one.value === value)) continue
    references.push({ kind, value })
  }
  return references
}

/** Longer than any bank has room for. */
const textMax = 10_000
/** Most texts, of which nothing has to be done. */
const PLAIN = /^(?!=)[!-~]{1,60}(?: [!-~]{1,60}){0,40}$/

/** A text on one line. What no screen could show and no store keep as it came is a fault. */
const tidy = (record: SourceRecord, column: string): string | Unread => tidied(record.text(column), column)

export function tidied(text: string, field: string): string | Unread {
  if (PLAIN.test(text)) return text
  if (text.length > textMax) return { code: 'too_large', field, found: text }
  // A spreadsheet is told by `="0012"` that a number is a text.
  const plain = (/^="([^"]*)"$/.exec(text)?.[1] ?? text).replace(/\s+/g, ' ').trim()
  return /[\p{Cc}\p{Cs}]/u.test(plain) ? { code: 'malformed', field, found: '' } : plain
}
