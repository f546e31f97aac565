/** Amounts and instants as people read them; scripts get the numbers and the UTC instants themselves. */
import type { EngineClient } from '../contract/contract.ts'

export type Figures = Readonly<{
  zone: string
  /** In the workspace's own currency, where no other is named. Sums that may pass 2^53 come as bigint. */
  amount: (minor: number | bigint, currency?: string) => string
  money: (minor: number | bigint, currency?: string) => string
  /** In the workspace's zone, to the minute. */
  time: (instant: string | null) => string
}>

export async function figuresOf(client: EngineClient): Promise<Figures> {
  const { zone, currency: home, currencyDigits } = await client.workspace.get()
  const { items } = await client.settings.currencies()
  const digits = new Map(items.map((each) => [each.code, each.digits]))
  const amount: Figures['amount'] = (minor, currency = home) =>
    inMajorUnits(minor, digits.get(currency) ?? currencyDigits)
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  return {
    zone,
    amount,
    money: (minor, currency = home) => `${amount(minor, currency)} ${currency}`,
    time: (instant) => (instant === null ? '-' : clock.format(Date.parse(instant))),
  }
}

/** From hundredths of a percent, with two digits; a share of nothing is none. */
export const percentOf = (basisPoints: number | null): string =>
  basisPoints === null ? '-' : `${inMajorUnits(basisPoints, 2)} %`

/** Only digits are moved about: no amount passes through a fraction. */
export function inMajorUnits(minor: number | bigint, digits: number): string {
  const text = String(minor)
    .replace('-', '')
    .padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(?:[0-9]{3})+$)/g, ',')
  const rest = digits === 0 ? '' : `.${text.slice(-digits)}`
  return `${minor < 0 ? '-' : ''}${whole}${rest}`
}
