/** An amount as documents for people show it: thousands apart, and a minus that is as wide as a figure. */
import { inUnits } from '../close-pack/csv.ts'

export function amountText(minor: number | bigint | string, digits: number): string {
  const [whole = '', rest] = inUnits(minor, digits).replace('-', '\u2212').split('.')
  const grouped = whole.replace(/\B(?=(?:[0-9]{3})+$)/g, ',')
  return rest === undefined ? grouped : `${grouped}.${rest}`
}
