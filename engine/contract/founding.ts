/** What a workspace is founded on and keeps: the zone of its days, and the currency that it begins with. */
import { CurrencyCode } from './money.ts'

/** A currency whose minor units are known here, so that nobody has to say how many digits it has. */
export const HomeCurrency = CurrencyCode.refine((code) => currencyCodes().includes(code), 'no such currency')

export const currencyCodes = (): readonly string[] => {
  known ??= Intl.supportedValuesOf('currency')
  return known
}
let known: readonly string[] | undefined

export const foundingDefaults = { zone: 'Asia/Hong_Kong', currency: 'USD' } as const
