/** Amounts as tables and gateways write them, digit by digit into minor units: at no time is there a fraction. */
import type { StatementMapping } from '../../contract/statement-mappings.ts'

export type FigureForm = Pick<StatementMapping, 'units' | 'decimalMark' | 'groupMark'>

export type Currency = Readonly<{ code: string; digits: number }>

/** Null for what is no amount of that currency. A number that isn't written out, as `1e3`, is none: nobody meant it. */
export type ReadFigure = (text: string, currency: Currency) => number | null

const usualGroups = [',', '.', ' ', "'"]

export function figureReader(form: FigureForm): ReadFigure {
  const mark = form.decimalMark
  const groups = form.groupMark === undefined ? usualGroups.filter((one) => one !== mark) : [form.groupMark]
  const whole = groups.filter((one) => one !== 'none').map((one) => `\\d{1,3}(?:${escaped(one)}\\d{3})+`)
  // One kind of mark groups all thousands of an amount, and none stands behind a zero: `0,500` is half of something.
  const pattern = new RegExp(
    `^((?:${['\\d*', ...whole.map((one) => `(?!0)${one}`)].join('|')}))(?:${escaped(mark)}(\\d+))?$`,
  )
  return (text, currency) => {
    const bare = unsigned(text, currency.code)
    if (bare === null) return null
    const units = form.units === 'minor' ? wholeOf(bare.text) : unitsOf(pattern.exec(bare.text), currency.digits)
    return units === null ? null : bare.isNegative ? 0 - units : units
  }
}

const escaped = (mark: string): string => (mark === '.' ? '\\.' : mark)

const wholeOf = (text: string): number | null => (/^\d{1,16}$/.test(text) ? safe(Number(text)) : null)

function unitsOf(parts: RegExpExecArray | null, digits: number): number | null {
  if (parts === null) return null
  const whole = (parts[1] ?? '').replace(/\D/g, '')
  // A digit more than the currency has is another unit, unless it says nothing.
  const decimals = (parts[2] ?? '').replace(/0+$/, '')
  if (whole === '' && parts[2] === undefined) return null
  if (whole.length > 16 || decimals.length > digits) return null
  return safe(Number(whole + decimals.padEnd(digits, '0')))
}

const safe = (units: number): number | null => (Number.isSafeInteger(units) ? units : null)

type Unsigned = Readonly<{ text: string; isNegative: boolean }>

/** Far longer than any amount with all that may stand around it. */
const lengthMax = 60

/** An amount without its sign and its currency: `-£1.00`, `1.00-`, `(1.00)`, `HKD 1.00 DR`, `- $1.00`. */
function unsigned(found: string, currency: string): Unsigned | null {
  if (/^-?[\d.,]+$/.test(found)) return { text: found.replace('-', ''), isNegative: found.startsWith('-') }
  if (found.length > lengthMax) return null
  let text = found
    .replace(/[\u2212\u2010-\u2013]/g, '-')
    .replace(/\s/g, ' ')
    .replace(/[\u2019\u00b4`]/g, "'")
    .trim()
  let isNegative = false
  const brackets = /^\((.*)\)$/.exec(text)
  if (brackets !== null) {
    isNegative = true
    text = brackets[1] ?? ''
  }
  const side = brackets === null ? /^(.*\d)\s*(CR?|DR?|H|S)$/i.exec(text) : null
  const word = side?.[2]?.toUpperCase() ?? ''
  text = side?.[1] ?? text
  const bare = withoutCurrency(text, currency)
  const signs = [...text.matchAll(/[+-]/g)]
  // One sign says which way; two, or a sign and a word, say it twice, and one of them may be wrong.
  if (signs.length > (side === null && brackets === null ? 1 : 0)) return null
  isNegative ||= signs[0]?.[0] === '-' || word.startsWith('D') || word === 'S'
  const digits = /^[+-]? ?(.*?) ?[+-]?$/.exec(bare)?.[1] ?? ''
  return { text: digits.trim(), isNegative }
}

/** `$`, `HK$`, `€` or the currency's own code, before or behind. Another code stays, and makes it unreadable. */
function withoutCurrency(text: string, currency: string): string {
  const names = `(?:[A-Z]{0,3}\\p{Sc}|${currency})`
  return text
    .replace(new RegExp(`^([+-]?) ?${names} ?`, 'u'), '$1')
    .replace(new RegExp(` ?${names}([+-]?)$`, 'u'), '$1')
}
