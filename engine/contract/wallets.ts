/** The life of a wallet: opened, frozen, closed, and what it does by itself. */
import { z } from 'zod'
import { WalletState } from './accounts.ts'
import { ClientId } from './client-id.ts'
import { fundingFaults } from './funding.ts'
import { AccountCode, Amount, CurrencyCode, plainText } from './money.ts'
import { operationFaults } from './operations.ts'
import { procedure } from './procedure.ts'

export const AutoTopUp = z.object({
  threshold: z.int(),
  amount: z.int(),
  from: z.string(),
  /** False after it acted, until the wallet has been at its threshold again. */
  armed: z.boolean(),
})
export type AutoTopUp = z.infer<typeof AutoTopUp>

export const VirtualAccount = z.object({
  number: z.string(),
  omnibus: z.string(),
  state: z.enum(['active', 'closed']),
})
export type VirtualAccount = z.infer<typeof VirtualAccount>

export const Wallet = z.object({
  client: z.string(),
  account: z.string(),
  currency: z.string(),
  state: WalletState,
  tier: z.string(),
  balance: z.int(),
  /** What can be spent: the balance and its overdraft less what holds set aside. */
  available: z.int(),
  held: z.int(),
  pending: z.int(),
  /** What the client owes us, as a positive amount. */
  receivable: z.int(),
  overdraft: z.int(),
  version: z.int(),
  openedAt: z.iso.datetime(),
  autoTopUp: AutoTopUp.nullable(),
  virtualAccounts: z.array(VirtualAccount),
})
export type Wallet = z.infer<typeof Wallet>

const which = { client: ClientId, currency: CurrencyCode.optional() }
const changed = {
  ...which,
  expectedVersion: z.int().min(0).optional(),
  reason: plainText(500),
}

const walletFaults = {
  wallet_unknown: operationFaults.wallet_unknown,
  wallet_closed: operationFaults.wallet_closed,
  version_moved: operationFaults.version_moved,
} as const

const Payer = AccountCode.meta({ examples: ['gateway:kowloonpay'] })

export const wallets = {
  list: procedure({
    method: 'GET',
    path: '/clients/{client}/wallets',
    summary: "A client's wallets, one per currency",
    access: 'clients.read',
  })
    .errors({ not_found: { status: 404, data: z.object({ noun: z.string(), id: z.string() }) } })
    .input(z.object({ client: ClientId }))
    .output(z.object({ items: z.array(Wallet), next: z.null() })),
  open: procedure({ method: 'POST', path: '/wallets', summary: 'Open a wallet for a client', access: 'wallets.manage' })
    .errors({
      currency_unknown: operationFaults.currency_unknown,
      tier_unknown: { status: 404, data: z.object({ tier: z.string() }) },
      wallet_exists: { status: 409, data: z.object({ client: z.string(), currency: z.string() }) },
    })
    .input(z.object({ client: plainText(128), currency: CurrencyCode.optional(), tier: plainText(40).optional() }))
    .output(Wallet),
  freeze: procedure({
    method: 'POST',
    path: '/wallets/freeze',
    summary: 'Stop everything in and out of a wallet, at once',
    access: 'wallets.freeze',
  })
    .errors(walletFaults)
    .input(z.object(changed))
    .output(Wallet),
  unfreeze: procedure({
    method: 'POST',
    path: '/wallets/unfreeze',
    summary: 'Let a frozen wallet work again',
    access: 'wallets.freeze',
    // A program may stop money at once; that it may go on, a person has looked at.
    peopleOnly: true,
  })
    .errors(walletFaults)
    .input(z.object(changed))
    .output(Wallet),
  close: procedure({
    method: 'POST',
    path: '/wallets/close',
    summary: 'Close a wallet that is empty, for good',
    access: 'wallets.manage',
  })
    .errors({
      ...walletFaults,
      /** Money, holds, pending, owed or held rows are left: each has to go first. */
      wallet_not_empty: {
        status: 409,
        data: z.object({
          balance: z.int(),
          held: z.int(),
          pending: z.int(),
          receivable: z.int(),
          heldRows: z.int(),
        }),
      },
    })
    .input(z.object(changed))
    .output(Wallet),
  setAutoTopUp: procedure({
    method: 'PUT',
    path: '/wallets/auto-top-up',
    summary: 'Top a wallet up by itself, once whenever it drops below a threshold',
    access: 'wallets.manage',
  })
    .errors({
      ...walletFaults,
      account_unknown: operationFaults.account_unknown,
      account_not_meant_for_this: operationFaults.account_not_meant_for_this,
      limit_exceeded: operationFaults.limit_exceeded,
      approval_needed: operationFaults.approval_needed,
    })
    .input(z.object({ ...changed, threshold: Amount, amount: Amount, from: Payer }))
    .output(Wallet),
  removeAutoTopUp: procedure({
    method: 'POST',
    path: '/wallets/auto-top-up/remove',
    summary: 'Top a wallet up by itself no more',
    access: 'wallets.manage',
  })
    .errors(walletFaults)
    .input(z.object(changed))
    .output(Wallet),
  issueVirtualIban: procedure({
    method: 'POST',
    path: '/clients/{client}/virtual-iban',
    summary: 'Give a wallet the next account number of the range that the bank lends us; one that it has it keeps',
    access: 'wallets.manage',
  })
    .errors({
      ...walletFaults,
      account_unknown: operationFaults.account_unknown,
      account_not_meant_for_this: operationFaults.account_not_meant_for_this,
      virtual_account_exists: { status: 409, data: z.object({ virtualAccount: z.string() }) },
      virtual_ibans_off: { status: 409 },
      virtual_ibans_used_up: fundingFaults.virtual_ibans_used_up,
    })
    .input(z.object(which))
    .output(Wallet),
  openVirtualAccount: procedure({
    method: 'POST',
    path: '/wallets/virtual-accounts',
    summary: 'Give a wallet an account number of its own at a bank',
    access: 'wallets.manage',
  })
    .errors({
      ...walletFaults,
      account_unknown: operationFaults.account_unknown,
      account_not_meant_for_this: operationFaults.account_not_meant_for_this,
      virtual_account_exists: { status: 409, data: z.object({ virtualAccount: z.string() }) },
    })
    .input(
      z.object({
        ...which,
        number: z
          .string()
          .min(4)
          .max(34)
          .regex(/^[A-Z0-9]+$/),
        omnibus: AccountCode.default('omnibus:main'),
      }),
    )
    .output(Wallet),
}
