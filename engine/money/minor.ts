/** Money: a whole number of minor units. A safe integer for one amount; sums that may grow past it are bigint or SQL. */
export type Minor = number & { readonly brand: 'Minor' }

export const minor = (units: number): Minor => {
  if (!Number.isSafeInteger(units)) throw new RangeError(`not a whole number of minor units: ${units}`)
  return units as Minor
}

/**
 * Reads a positive whole number of minor units as it stands in a file, or answers null. Only ASCII digits without sign,
 * point, exponent, or padding: a looser reading would turn `1e3`, `0x10` or `1.0` into money nobody meant.
 */
export function readMinor(text: string): Minor | null {
  if (!/^[0-9]{1,16}$/.test(text)) return null
  const units = Number(text)
  return Number.isSafeInteger(units) ? (units as Minor) : null
}
