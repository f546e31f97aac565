import type { Charge } from '../statement.ts'
import { childOf, childrenOf, textAt, type XmlElement } from '../xml/xml-element.ts'
import { type Fields, signed } from './fields.ts'

/**
 * The charges of an entry or a payment, in both forms: each with its own `Chrgs` up to version 3, records in one `Chrgs`
 * from 4 on. A total alone stands for the records that are not given.
 */
export function readCharges(element: XmlElement, fields: Fields, currency: string | null): readonly Charge[] {
  const read: (Charge | null)[] = []
  for (const charges of childrenOf(element, 'Chrgs')) {
    const records = childrenOf(charges, 'Rcrd')
    const total = childOf(charges, 'TtlChrgsAndTaxAmt')
    if (records.length > 0) read.push(...records.map((record) => readCharge(record, fields, currency)))
    else if (childOf(charges, 'Amt') !== null) read.push(readCharge(charges, fields, currency))
    else if (total !== null) read.push(chargeOf(charges, total, fields, currency))
  }
  return read.filter((charge) => charge !== null)
}

function readCharge(element: XmlElement, fields: Fields, currency: string | null): Charge | null {
  const amount = childOf(element, 'Amt')
  return amount === null ? fields.missing(element, 'Chrgs/Rcrd/Amt') : chargeOf(element, amount, fields, currency)
}

/** A charge is taken unless it says that it is given back; it is in the amount only where that is said. */
function chargeOf(element: XmlElement, amount: XmlElement, fields: Fields, currency: string | null): Charge | null {
  const money = fields.money(amount, currency, 'Chrgs/Amt')
  const sign = textAt(element, 'CdtDbtInd') === null ? -1 : fields.sign(element, 'Chrgs')
  const isIncluded = fields.yes(element, 'ChrgInclInd', 'Chrgs') ?? false
  if (money === null || sign === null) return null
  const text = textAt(element, 'Tp', 'Cd') ?? textAt(element, 'Tp', 'Prtry', 'Id') ?? textAt(element, 'Tp', 'Prtry')
  return { amount: signed(money.amount, sign), currency: money.currency, isIncluded, text }
}
