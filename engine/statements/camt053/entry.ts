import type { Detail, StatementLine } from '../statement.ts'
import { childOf, childrenOf, textAt, type XmlElement } from '../xml/xml-element.ts'
import { readCharges } from './charges.ts'
import { movementCodeOf, wordsOf } from './detail.ts'
import { type Fields, type Money, signed } from './fields.ts'
import { References } from './references.ts'

/** One entry (`Ntry`); its payments were read while it went by. Null where it can't be read, and the fault is noted. */
export function readEntry(
  element: XmlElement,
  fields: Fields,
  { seq, currency, details }: Readonly<{ seq: number; currency: string | null; details: readonly Detail[] }>,
): StatementLine | null {
  const stated = childOf(element, 'Amt')
  if (stated === null) return fields.missing(element, 'Ntry/Amt')
  const money = fields.money(stated, currency, 'Ntry/Amt')
  const sign = fields.sign(element, 'Ntry')
  const isPending = readIsPending(element, fields)
  if (money === null || sign === null || isPending === null) return null
  const line: StatementLine = {
    seq,
    place: element.line,
    bookedOn: fields.day(childOf(element, 'BookgDt'), 'Ntry/BookgDt'),
    valueOn: fields.day(childOf(element, 'ValDt'), 'Ntry/ValDt'),
    amount: signed(money.amount, sign),
    currency: money.currency,
    isReversal: fields.yes(element, 'RvslInd', 'Ntry') ?? false,
    isPending,
    code: movementCodeOf(element),
    references: referencesOf(element),
    text: wordsOf(childrenOf(element, 'AddtlNtryInf')),
    charges: readCharges(element, fields, money.currency),
    batch: readBatch(element, fields, { money, sign }),
    details,
  }
  return fields.fault === null ? line : null
}

/** Its status is a text up to version 7 and a code within from 8 on. */
function readIsPending(element: XmlElement, fields: Fields): boolean | null {
  const status = textAt(element, 'Sts') ?? textAt(element, 'Sts', 'Cd') ?? textAt(element, 'Sts', 'Prtry')
  switch (status) {
    case 'BOOK':
      return false
    case 'PDNG':
    case 'FUTR':
    case 'INFO':
      return true
    case null:
      return fields.missing(element, 'Ntry/Sts')
    default:
      return fields.fail('field_unreadable', element.line, 'Ntry/Sts', status)
  }
}

function referencesOf(element: XmlElement): References['all'] {
  const found = new References()
  found.add('bank', textAt(element, 'AcctSvcrRef'))
  found.add('bank', textAt(element, 'NtryRef'))
  for (const batch of batchesOf(element)) {
    found.add('batch', textAt(batch, 'PmtInfId'))
    found.add('batch', textAt(batch, 'MsgId'))
  }
  return found.all
}

const batchesOf = (element: XmlElement): readonly XmlElement[] =>
  childrenOf(element, 'NtryDtls').flatMap((details) => childrenOf(details, 'Btch'))

/** Of an entry that stands for several batches, what they come to together, as far as each of them says it. */
function readBatch(
  element: XmlElement,
  fields: Fields,
  { money, sign }: Readonly<{ money: Money; sign: 1 | -1 }>,
): StatementLine['batch'] {
  const batches = batchesOf(element)
  if (batches.length === 0) return null
  const counts = batches.map((batch) => fields.count(batch, 'NbOfTxs', 'Btch'))
  const sums = batches.map((batch) => {
    const stated = childOf(batch, 'TtlAmt')
    const total = stated === null ? null : fields.money(stated, money.currency, 'Btch/TtlAmt')
    const way = textAt(batch, 'CdtDbtInd') === null ? sign : fields.sign(batch, 'Btch')
    // A total in another money than the entry's can't be held against it.
    return total === null || way === null || total.currency !== money.currency ? null : signed(total.amount, way)
  })
  return { count: sumOf(counts), sum: sumOf(sums) }
}

function sumOf(values: readonly (number | null)[]): number | null {
  let sum = 0
  for (const value of values) {
    if (value === null) return null
    sum += value
  }
  return Number.isSafeInteger(sum) ? sum : null
}
