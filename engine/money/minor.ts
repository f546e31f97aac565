/** Money: a whole number of minor units. A safe integer for one amount; sums that may grow past it are bigint or SQL. */
export type Minor = number & { readonly brand: 'Minor' }

export const minor = (units: number): Minor => {
  if (!Number.isSafeInteger(units)) throw new RangeError(`not a whole number of minor units: ${units}`)
  return units as Minor
}
