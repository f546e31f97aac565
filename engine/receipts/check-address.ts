/** Where receipts are checked: under the address by which clients reach the house, or else where a host serves it now. */

export const checkPath = '/verify'

export function checkAddress(publicAddress: string | null, served: ReadonlySet<string>): string | null {
  const [first] = served
  const base = publicAddress ?? first
  return base === undefined ? null : new URL(checkPath, base).href
}
