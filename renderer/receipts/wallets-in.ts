import type { Transaction } from '../../engine/contract/accounts.ts'

const wallet = 'wallet:'

/** Whose wallets a transaction moved: each of them can have a receipt of it. */
export function clientsIn({ postings }: Pick<Transaction, 'postings'>): readonly string[] {
  const codes = postings.flatMap(({ debit, credit }) => [debit, credit])
  return [...new Set(codes.filter((code) => code.startsWith(wallet)).map((code) => code.slice(wallet.length)))]
}
