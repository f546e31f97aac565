/** Where the things of the ledger are found in the console, so that every screen links to the same place. */
export const accountAddress = (code: string, currency: string): string =>
  `/ledger?${query({ account: code, currency })}`

export const accountsAddress = (kind: string, currency: string): string =>
  `/ledger?${query({ tab: 'accounts', kind, of: currency })}`

export const transactionAddress = (transaction: number): string => `/ledger?transaction=${transaction}`

/** A posting among those of an account. */
export const postingAddress = (posting: Readonly<{ seq: number; transaction: number; account: string }>): string =>
  `${postingsAddress(posting.account)}&transaction=${posting.transaction}&posting=${posting.seq}`

export const postingsAddress = (account: string): string => `/ledger?${query({ tab: 'postings', in: account })}`

/** All that was posted for some days. */
export const postingsOfDaysAddress = (from: string, to: string): string =>
  `/ledger?${query({ tab: 'postings', from, to })}`

export const clientAddress = (client: string): string => `/clients?${query({ open: client })}`

export const batchAddress = (batch: number): string => `/batches?open=${batch}`

/** A line as it stood in the file of a batch. */
export const fileLineAddress = (batch: number, line: number): string => `${batchAddress(batch)}&line=${line}&look=file`

export const producerAddress = (producer: number): string => `/producers?open=${producer}`

export const proposalAddress = (proposal: number): string => `/approvals?proposal=${proposal}`

const query = (values: Readonly<Record<string, string>>): string => new URLSearchParams(values).toString()

/** The code of a client's wallet. */
export const walletOf = (client: string): string => `wallet:${client}`

/** The code of a producer's clearing account. */
export const clearingOf = (producer: string): string => `clearing:${producer}`

const clientKinds = ['wallet', 'pending', 'receivable']

/** Whose account it is, as its code says it; null for an account of the house. */
export function clientOfCode(code: string): string | null {
  const [kind = '', ...rest] = code.split(':')
  return clientKinds.includes(kind) && rest.length > 0 ? rest.join(':') : null
}

/** The producer whose clearing account it is, by the producer's code; the house has one of its own. */
export function producerOfCode(code: string): string | null {
  const [kind, producer] = code.split(':')
  return kind === 'clearing' && producer !== undefined && producer !== 'house' ? producer : null
}
