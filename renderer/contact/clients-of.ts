/** Whose money a transaction moved. Pure. */
import type { Transaction } from '../../engine/contract/accounts.ts'
import { clientOfCode } from '../ledger/address.ts'

/** Those whose wallets it moved, each once; of their other accounts they know nothing. */
export function clientsOf({
  postings,
}: Readonly<{ postings: readonly Pick<Transaction['postings'][number], 'debit' | 'credit'>[] }>): readonly string[] {
  const codes = postings.flatMap(({ debit, credit }) => [debit, credit]).filter((code) => code.startsWith('wallet:'))
  return [...new Set(codes.flatMap((code) => clientOfCode(code) ?? []))].toSorted()
}
