/** The kinds of field that an ISO 20022 statement is made of. Each answers null where it can't be read, and notes why. */
import type { Day, Reading, StatementFault } from '../statement.ts'
import { childOf, textAt, type XmlElement } from '../xml/xml-element.ts'

export type Money = Readonly<{ amount: number; currency: string }>

/** Reads the fields of one file. The first fault is the one that is told: what follows from it says nothing new. */
export class Fields {
  fault: StatementFault | null = null
  readonly #digitsOf: Reading['digitsOf']

  constructor(reading: Reading) {
    this.#digitsOf = reading.digitsOf
  }

  fail(code: StatementFault['code'], place: number, field: string, found = ''): null {
    this.fault ??= { code, place, field, found: found.slice(0, 80) }
    return null
  }

  missing(element: XmlElement, field: string): null {
    return this.fail('field_missing', element.line, field)
  }

  /** An amount without its sign; `fallback` is the currency where the amount has none of its own. */
  money(element: XmlElement, fallback: string | null, field: string): Money | null {
    const currency = element.attributes?.get('Ccy')?.trim() ?? fallback
    if (currency === null) return this.missing(element, `${field}/Ccy`)
    const amount = this.amount(element, currency, field)
    return amount === null ? null : { amount, currency }
  }

  amount(element: XmlElement, currency: string, field: string): number | null {
    const digits = /^[A-Z]{3}$/.test(currency) ? this.#digitsOf(currency) : null
    if (digits === null) return this.fail('currency_unknown', element.line, field, currency)
    const text = element.text.trim()
    return unitsOf(text, digits) ?? this.fail('amount_unreadable', element.line, field, text)
  }

  /**
   * Which way the money went: 1 came in, -1 went out. Of a reversal it is the way of the undoing already: the standard has
   * the indicator say how the entry itself moves the account, and `RvslInd` add that an earlier one went the other way.
   */
  sign(element: XmlElement, field: string): 1 | -1 | null {
    const found = textAt(element, 'CdtDbtInd')
    if (found === 'CRDT') return 1
    if (found === 'DBIT') return -1
    if (found === null) return this.missing(element, `${field}/CdtDbtInd`)
    return this.fail('field_unreadable', element.line, `${field}/CdtDbtInd`, found)
  }

  /** A day, from a date or a date with a time: the day as written, whatever offset stands behind it. */
  day(element: XmlElement | null, field: string): Day | null {
    const text = element === null ? null : (textAt(element, 'Dt') ?? textAt(element, 'DtTm'))
    if (element === null || text === null) return null
    return dayOf(text) ?? this.fail('field_unreadable', element.line, field, text)
  }

  dayIn(element: XmlElement, name: string, field: string): Day | null {
    const text = textAt(element, name)
    if (text === null) return null
    return dayOf(text) ?? this.fail('field_unreadable', element.line, `${field}/${name}`, text)
  }

  /** Yes or no in either of the ways that a schema allows; null where nothing is said. */
  yes(element: XmlElement, name: string, field: string): boolean | null {
    const child = childOf(element, name)
    const text = child?.text.trim() ?? ''
    if (child === null || text === '') return null
    if (text === 'true' || text === '1') return true
    if (text === 'false' || text === '0') return false
    return this.fail('field_unreadable', child.line, `${field}/${name}`, text)
  }

  /** A number of things. */
  count(element: XmlElement, name: string, field: string): number | null {
    const child = childOf(element, name)
    const text = child?.text.trim() ?? ''
    if (child === null || text === '') return null
    if (/^\d{1,15}$/.test(text)) return Number(text)
    return this.fail('field_unreadable', child.line, `${field}/${name}`, text)
  }
}

/** Minor units of a decimal text, exactly; zeros beyond the currency's digits say nothing, other digits there can't be kept. */
export function unitsOf(text: string, digits: number): number | null {
  const parts = text.length > 64 ? null : /^\+?(\d*)(?:\.(\d*))?$/.exec(text)
  if (parts === null) return null
  const whole = parts[1] ?? ''
  const fraction = parts[2] ?? ''
  if (whole === '' && fraction === '') return null
  if (/[1-9]/.test(fraction.slice(digits))) return null
  const units = Number(`${whole}${fraction.slice(0, digits).padEnd(digits, '0')}` || '0')
  return Number.isSafeInteger(units) ? units : null
}

function dayOf(text: string): Day | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})(?:[TZ+-][\d:.TZ+-]{0,40})?$/.exec(text)
  if (parts === null) return null
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
  return day >= 1 && day <= days ? text.slice(0, 10) : null
}

/** Minus nothing is nothing. */
export const signed = (amount: number, sign: 1 | -1): number => (amount === 0 ? 0 : sign * amount)
