/** What was expected and what was found instead, thing by thing. Pure. */
import type { RowField } from '../../engine/contract/agreements.ts'
import type { ExceptionDetail } from '../../engine/contract/exceptions.ts'
import type { RowFields } from '../../engine/contract/row-fields.ts'
import type { RuleFact } from '../../engine/contract/rule-facts.ts'
import { assertNever } from '../assert-never.ts'
import type { MessageId } from '../messages/messages.ts'
import { isMessageId } from '../messages/messages.ts'
import type { Text } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import type { Formats } from '../workspace/workspace-context.ts'

/** `exact`: both are values of one kind, so that where they differ can be marked within them. */
export type Comparison = Readonly<{ what: string; expected: string; found: string; exact: boolean }>

export type Words = Readonly<{ text: Text; formats: Formats }>

/** What a rule about a batch, or a schedule, compared. A rule that says it all in its sentence compares nothing. */
export function factComparison(fact: RuleFact, currency: string, { text, formats }: Words): Comparison | null {
  const count = (value: number): string => formatCount(value, formats.locale)
  const compared = (what: MessageId, expected: string, found: string, exact = false): Comparison => ({
    what: text(what),
    expected,
    found,
    exact,
  })
  switch (fact.fact) {
    case 'control_sum': {
      const sum = (minor: string): string => `${currency} ${formats.money(BigInt(minor), currency)}`
      return compared('case.why.control_sum', sum(fact.expected), sum(fact.found), true)
    }
    case 'control_count':
      return compared('case.why.control_count', count(fact.expected), count(fact.found), true)
    case 'control_hash':
      return compared('case.why.control_hash', fact.expected, fact.found, true)
    case 'clients':
      return compared('case.why.clients', text('case.why.at_least', { count: fact.expected }), count(fact.found))
    case 'faults': {
      const found = text('case.why.share', { part: fact.faults, of: fact.of })
      return compared('case.why.faults', text('case.why.at_most', { percent: fact.percent }), found)
    }
    case 'known': {
      const found = text('case.why.share', { part: fact.known, of: fact.of })
      return compared('case.why.known', text('case.why.below', { percent: fact.percent }), found)
    }
    case 'alike':
      return compared('case.why.alike', text('case.why.below', { percent: fact.percent }), `${fact.share} %`)
    case 'too_large':
      return compared('case.why.bytes', count(fact.bytesMax), count(fact.bytes))
    case 'expected_at':
      return compared('case.why.arrival', formats.instant(fact.at), text('case.why.nothing_came'))
    case 'words':
      return compared('case.why.totals', fact.expected ?? '', fact.found ?? '', true)
    case 'control_unreadable':
    case 'twin':
    case 'repeated':
    case 'unreadable':
      return null
    default:
      return assertNever(fact)
  }
}

type RowWhy = Readonly<{
  code: string
  field: string | null
  found: string | null
  /** The number of the producer in whose folder the file lay. */
  producer: number | null
}>

/** What a rule about rows wants of a field, beside what stood there. */
export function rowComparison({ code, field, found, producer }: RowWhy, { text }: Words): Comparison | null {
  const id = expectationId(code, field)
  if (id === null) return null
  // The one rule whose expectation is a value, which can be laid beside the other figure by figure.
  const exact = code === 'PRODUCER_MISMATCH' && producer !== null
  return {
    what: field ?? text('case.why.line'),
    expected: exact ? String(producer) : text(id),
    found: found === null || found === '' ? text('case.why.nothing') : found,
    exact,
  }
}

function expectationId(code: string, field: string | null): MessageId | null {
  const ofField = `case.expected.${code}.${field}`
  if (isMessageId(ofField)) return ofField
  const ofCode = `case.expected.${code}`
  return isMessageId(ofCode) ? ofCode : null
}

/** The field that a rule about held rows looked at; what was wrong with the others is named where it was found. */
const fieldOfHeld: Readonly<Record<string, RowField>> = {
  HELD_TOO_LONG: 'Amount',
  INSUFFICIENT_FUNDS: 'Amount',
  AMOUNT_OVER_LIMIT: 'Amount',
  CLIENT_UNKNOWN: 'ClientId',
  CLIENT_FROZEN: 'ClientId',
  DATE_IN_FUTURE: 'TxDate',
  DATE_TOO_OLD: 'TxDate',
  LOCATION_UNKNOWN: 'ProducerLocation',
}

export const heldFieldOf = (code: ExceptionDetail['code']): RowField | null => fieldOfHeld[code] ?? null

/** What a payment lacks. The one figure worked out here: it is in no book, and is gone when the next money arrives. */
export const missingOf = (amount: number, available: number): bigint | null => {
  const missing = BigInt(amount) - BigInt(available)
  return missing > 0n ? missing : null
}

/** The fields of a row in the order of a file, as text that can be laid beside another's. */
export function fieldTexts(row: RowFields, currency: string, { text, formats }: Words): readonly FieldText[] {
  return [
    { name: 'TxDate', says: formats.instant(row.occurredAt) },
    { name: 'ClientId', says: row.client },
    { name: 'ProducerLocation', says: row.location },
    { name: 'TxId', says: row.txId },
    { name: 'TxType', says: text(`case.type.${row.type}`) },
    { name: 'Amount', says: `${currency} ${formats.money(row.amount, currency)}` },
  ]
}

export type FieldText = Readonly<{ name: RowField; says: string }>
