/** What a new workspace is founded on: as was chosen, else as the file of the first zone says. */
import zoneOfHongKong from '../../resources/zones/HK.json' with { type: 'json' }

export type Founding = Readonly<{ zone: string; currency: string; currencyDigits: number }>

export function foundedOn({
  zone = zoneOfHongKong.zone,
  currency = zoneOfHongKong.currency.code,
}: Readonly<{ zone?: string | undefined; currency?: string | undefined }>): Founding {
  const { code, digits } = zoneOfHongKong.currency
  return { zone, currency, currencyDigits: currency === code ? digits : digitsOf(currency) }
}

/** As ISO 4217 has it, which is what the platform goes by. */
const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
