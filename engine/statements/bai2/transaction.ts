import type { Day, Detail, Reference, StatementLine } from '../statement.ts'
import type { Unread } from './account.ts'
import { readFunds, readUnits } from './amounts.ts'
import type { Bai2Record } from './records.ts'

/** `16`: a line of the account. */

export type Transaction = Readonly<{
  /** Null for what moves no money. */
  line: StatementLine | null
  /** The amount as written, which the trailer counts. */
  units: number
}>

type Within = Readonly<{ seq: number; bookedOn: Day; currency: string }>

/** Says something and moves nothing. */
const NON_MONETARY = '890'
const RETURNS = new Set(['255', '257', '555', '557'])
const REVERSALS = new Set(['252', '258', '552', '558'])

export function readTransaction(record: Bai2Record, within: Within): Transaction | Unread {
  const { fields, text } = partsOf(record)
  const [type = '', amount = ''] = fields
  const funds = readFunds(fields, 2)
  if (funds === null) return { code: 'field_unreadable', field: 'funds', found: fields[2] ?? '' }
  const units = readUnits(amount)
  if (units === undefined) return { code: 'amount_unreadable', field: type, found: amount }
  if (type === NON_MONETARY) return { line: null, units: units ?? 0 }
  if (units === null) return { code: 'field_missing', field: 'amount', found: '' }
  const side = sideOf(type)
  if (side === null) return { code: 'field_unreadable', field: 'type', found: type }
  const returned = RETURNS.has(type) ? { code: null, text: text || null } : null
  const line: StatementLine = {
    ...within,
    place: record.place,
    valueOn: funds.valueOn,
    amount: side === 'credit' ? units : 0 - units,
    isReversal: REVERSALS.has(type),
    isPending: false,
    code: type,
    references: [...referenceOf('bank', fields[funds.next]), ...referenceOf('customer', fields[funds.next + 1])],
    text: '',
    charges: [],
    batch: null,
    details: text === '' && returned === null ? [] : [detailOf(text, returned)],
  }
  return { line, units }
}

/** Text is the last field and keeps its commas; `88` goes on with it, or with the fields before it where they are not full. */
function partsOf(record: Bai2Record): Readonly<{ fields: readonly string[]; text: string }> {
  const fields: string[] = []
  const text: string[] = []
  for (const body of record.bodies) {
    if (fields.length > 2 && fields.length >= textAt(fields)) {
      text.push(body)
      continue
    }
    fields.push(...body.split(',').map((field) => field.trim()))
    const at = textAt(fields)
    if (fields.length > at)
      text.push(
        body
          .split(',')
          .slice(at - fields.length)
          .join(','),
      )
    fields.length = Math.min(fields.length, at)
  }
  return { fields, text: text.join(' ').replace(/\s+/g, ' ').trim() }
}

/** Behind the funds come the bank's reference and the customer's; of unreadable funds, whatever stands there. */
const textAt = (fields: readonly string[]): number => (readFunds(fields, 2)?.next ?? 3) + 2

/** From 920 on codes are the bank's own, yet keep their side; below 100 and of loans none is a line of the account. */
function sideOf(type: string): 'credit' | 'debit' | null {
  if (/^(?:[123]\d\d|9[2-5]\d)$/.test(type)) return 'credit'
  return /^(?:[456]\d\d|9[6-9]\d)$/.test(type) ? 'debit' : null
}

function referenceOf(kind: Reference['kind'], value = ''): readonly Reference[] {
  return /^(?:0*|NONREF)$/.test(value) ? [] : [{ kind, value }]
}

function detailOf(text: string, returned: Detail['returned']): Detail {
  return { amount: null, currency: null, references: [], party: null, text, returned, charges: [] }
}
