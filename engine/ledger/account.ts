/** An account while the writer works on it: read once, changed in memory, written back when the command is done. */
import type { AccountKind, WalletState } from '../contract/accounts.ts'

export type AutoTopUpTerms = {
  readonly threshold: number
  readonly amount: number
  readonly source: number
  armed: boolean
}

export type Account = {
  readonly id: number
  readonly code: string
  readonly kind: AccountKind
  readonly currency: string
  readonly client: string | null
  state: WalletState
  tier: string
  overdraft: number
  /** Credits less debits: positive is what we owe. */
  balance: number
  held: number
  version: number
  /** How many postings moved it, and the last of them. */
  postings: number
  lastPosting: number
  /** Payments of a wallet that are held because it had too little. */
  waiting: number
  readonly openedAt: number
  readonly autoTopUp: AutoTopUpTerms | null
}

export type Wallet = Account & Readonly<{ client: string }>

export const isWallet = (account: Account): account is Wallet => account.kind === 'wallet'

/** What can be spent or set aside: the balance and its overdraft, less what holds set aside already. */
export const availableOn = ({ balance, overdraft, held }: Account): number => balance + overdraft - held

/** Codes of the accounts that there is one of in each currency; they open when they are first needed. */
export const houseAccounts = {
  'clearing:house': 'clearing',
  'omnibus:main': 'omnibus',
  payout: 'payout',
  suspense: 'suspense',
  'fee-income': 'fee-income',
  'fee-expense': 'fee-expense',
  'write-off': 'write-off',
} as const satisfies Readonly<Record<string, AccountKind>>
export type HouseAccount = keyof typeof houseAccounts

export const isHouseAccount = (code: string): code is HouseAccount => Object.hasOwn(houseAccounts, code)

export const walletCode = (client: string): string => `wallet:${client}`
export const pendingCode = (client: string): string => `pending:${client}`
export const receivableCode = (client: string): string => `receivable:${client}`
