/** Where the things of reconciliation are found in the console, so that every screen links to the same place. */
type Of = Readonly<{ account: string; currency: string }>

// As people read it: a colon means nothing in a path.
const inPath = (account: string): string => encodeURIComponent(account).replaceAll('%3A', ':')

/** The account as a path names it; typed by hand it may be no account at all. */
export function accountInPath(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

export const workspaceAddress = ({ account, currency }: Of, more: Readonly<Record<string, string>> = {}): string =>
  `/reconciliation/${inPath(account)}?${new URLSearchParams({ currency, ...more }).toString()}`

export const matchedAddress = (of: Of): string => workspaceAddress(of, { look: 'matched' })

export const proofAddress = ({ account, currency }: Of, day?: string): string => {
  const query = new URLSearchParams({ currency, ...(day === undefined ? {} : { day }) })
  return `/reconciliation/${inPath(account)}/proof?${query.toString()}`
}

/** A match by its number alone: the screen finds out which account it is of. */
export const matchAddress = (match: number): string => `/reconciliation?match=${match}`

export const statementAddress = (statement: number): string => `/statements?open=${statement}`

/** Both sides of one day that nobody explained yet. */
export const openOfDayAddress = (of: Of, day: string): string => workspaceAddress(of, { to: day })
