/**
 * What a person typed as an amount, as minor units. Read by moving the point in the text, never by a number with a
 * fraction; and what could be meant in two ways is refused instead of guessed.
 */
export type AmountProblem =
  | 'empty'
  /** Something else than figures, thousands and one point; full-width figures and signs among it. */
  | 'unreadable'
  /** A comma that is no separator of thousands: `12,50` may be twelve and a half, or a slip. */
  | 'ambiguous'
  | 'too_many_decimals'
  | 'zero'
  | 'too_large'

export type AmountReading = Readonly<{ ok: true; minor: number }> | Readonly<{ ok: false; problem: AmountProblem }>

/** The contract's own bound: a number misread as an amount must not become money. */
export const amountMax = 100_000_000_000

/** `1,234.5` with two digits is 123450. */
export function readAmount(typed: string, digits: number): AmountReading {
  const text = typed.trim()
  if (text === '') return refused('empty')
  if (!/^[0-9.,]+$/.test(text) || !/[0-9]/.test(text)) return refused('unreadable')
  const [whole = '', ...fractions] = text.split('.')
  const fraction = fractions[0] ?? ''
  // A point has figures behind it; a second one, or a comma behind one, is the other way of writing numbers.
  if (fractions.length > 1 || fraction.includes(',')) return refused('ambiguous')
  if (fractions.length === 1 && fraction === '') return refused('unreadable')
  if (!wholeNumber.test(whole)) return refused('ambiguous')
  if (fraction.length > digits) return refused('too_many_decimals')
  return inMinor(whole.replaceAll(',', '') + fraction.padEnd(digits, '0'))
}

// Groups of three begin with a figure other than nought: half of the world writes an eighth as `0,125`.
const wholeNumber = /^(?:\d*|[1-9]\d{0,2}(?:,\d{3})+)$/

function inMinor(figures: string): AmountReading {
  const significant = figures.replace(/^0+/, '')
  if (significant === '') return refused('zero')
  // Up to fifteen figures a number is exact; so many are above the bound in any currency.
  if (significant.length > 15 || Number(significant) > amountMax) return refused('too_large')
  return { ok: true, minor: Number(significant) }
}

const refused = (problem: AmountProblem): AmountReading => ({ ok: false, problem })
