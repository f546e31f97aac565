/**
 * Money is shown, never computed: the amount arrives as a whole number of minor units, becomes a decimal string by
 * moving the point, and only that string is given to `Intl`, which reads strings exactly where it would round numbers.
 */
export type MoneyStyle = Readonly<{ digits: number; locale: string }>

/** `-1234` with two digits is `-12.34`. */
export function decimalString(minor: number | bigint, digits: number): string {
  const sign = minor < 0 ? '-' : ''
  const whole = String(minor)
    .replace('-', '')
    .padStart(digits + 1, '0')
  if (digits === 0) return sign + whole
  return `${sign}${whole.slice(0, -digits)}.${whole.slice(-digits)}`
}

/** Without a symbol: the currency stands in the column's header, or beside the amount. */
export function formatMoney(minor: number | bigint, style: MoneyStyle): string {
  const text = numberFormat(style).format(decimalString(minor, style.digits) as `${number}`)
  return withTrueMinus(text)
}

/** A "+" before money that came in; money that went out has its minus and no colour. */
export function formatSignedMoney(minor: number, style: MoneyStyle): string {
  return minor > 0 ? `+${formatMoney(minor, style)}` : formatMoney(minor, style)
}

/** How many digits a currency has when it is not the workspace's own, whose digits the engine says. */
export function usualDigits(currency: string): number {
  // Before the workspace has said its currency there is none, and `Intl` throws at what can't be one.
  if (!/^[A-Z]{3}$/.test(currency)) return 2
  const options = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
  return options.maximumFractionDigits ?? 2
}

export function formatCount(count: number, locale: string): string {
  return withTrueMinus(numberFormat({ digits: 0, locale }).format(count))
}

// A line never breaks between a figure and its sign.
const percentSign = '\u00a0%'

/** Hundredths of a percent, with two digits and without the sign: 9999 is 99.99. */
export const formatPoints = (basisPoints: number, locale: string): string =>
  formatMoney(basisPoints, { digits: 2, locale })

/** Hundredths of a percent, with two digits: 9999 is 99.99 %. */
export const formatPercent = (basisPoints: number, locale: string): string =>
  `${formatPoints(basisPoints, locale)}${percentSign}`

// The hyphen is narrower than the plus and figures; U+2212 is as wide as they are.
const withTrueMinus = (text: string): string => text.replace('-', '\u2212')

const formats = new Map<string, Intl.NumberFormat>()

function numberFormat({ digits, locale }: MoneyStyle): Intl.NumberFormat {
  const key = `${locale} ${digits}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  formats.set(key, made)
  return made
}
