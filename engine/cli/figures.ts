/** Amounts and instants as people read them; scripts get the numbers and the UTC instants themselves. */
import type { EngineClient } from '../contract/contract.ts'

export type Figures = Readonly<{
  zone: string
  amount: (minor: number) => string
  money: (minor: number) => string
  /** In the workspace's zone, to the minute. */
  time: (instant: string | null) => string
}>

export async function figuresOf(client: EngineClient): Promise<Figures> {
  const { zone, currency, currencyDigits } = await client.workspace.get()
  const amount = (minor: number): string => inMajorUnits(minor, currencyDigits)
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  return {
    zone,
    amount,
    money: (minor) => `${amount(minor)} ${currency}`,
    time: (instant) => (instant === null ? '-' : clock.format(Date.parse(instant))),
  }
}

/** Only digits are moved about: no amount passes through a fraction. */
export function inMajorUnits(minor: number, digits: number): string {
  const text = String(Math.abs(minor)).padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(?:[0-9]{3})+$)/g, ',')
  const rest = digits === 0 ? '' : `.${text.slice(-digits)}`
  return `${minor < 0 ? '-' : ''}${whole}${rest}`
}
