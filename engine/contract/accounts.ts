/** The accounts of the ledger: what stands on each, what moved it, and whether all of them together come to nothing. */
import { z } from 'zod'
import { notFound } from './fault.ts'
import { AccountCode, BusinessDay, CurrencyCode, plainText, TransactionId } from './money.ts'
import { pageInput, pageOf } from './page.ts'
import { procedure } from './procedure.ts'

export const accountKinds = [
  'wallet',
  'pending',
  'receivable',
  'clearing',
  'gateway',
  'omnibus',
  'payout',
  'suspense',
  'fee-income',
  'fee-expense',
  'write-off',
] as const
export const AccountKind = z.enum(accountKinds)
export type AccountKind = z.infer<typeof AccountKind>

export const WalletState = z.enum(['active', 'frozen', 'closed'])
export type WalletState = z.infer<typeof WalletState>

export const Account = z.object({
  id: z.int(),
  code: z.string(),
  kind: AccountKind,
  currency: z.string(),
  /** Credits less debits: positive is what we owe, negative what is owed to us. */
  balance: z.int(),
  client: z.string().nullable(),
  state: WalletState,
  version: z.int(),
  openedAt: z.iso.datetime(),
})
export type Account = z.infer<typeof Account>

/** Where a posting came from: the row of a batch, or an entry that somebody made. */
export const Source = z.discriminatedUnion('from', [
  z.object({
    from: z.literal('batch'),
    batch: z.int(),
    line: z.int(),
    file: z.string(),
    producer: z.int(),
    producerName: z.string(),
    txId: z.string(),
    location: z.string(),
  }),
  z.object({
    from: z.literal('entry'),
    initiator: z.string(),
    initiatedBy: z.string().nullable(),
    reference: z.string().nullable(),
    orderId: z.string().nullable(),
    bankTransactionId: z.string().nullable(),
    reason: z.string().nullable(),
    related: z.int().nullable(),
    hold: z.int().nullable(),
    proposal: z.int().nullable(),
  }),
])
export type Source = z.infer<typeof Source>

export const Posting = z.object({
  seq: z.int(),
  /** The transaction it belongs to. */
  transaction: z.int(),
  kind: z.string(),
  debit: z.string(),
  credit: z.string(),
  currency: z.string(),
  amount: z.int(),
  occurredAt: z.iso.datetime(),
  postedAt: z.iso.datetime(),
  businessDay: z.string(),
  /** True when its own day was closed already, so that it stands in the first open one. */
  late: z.boolean(),
  debitAfter: z.int(),
  creditAfter: z.int(),
  source: Source,
})
export type Posting = z.infer<typeof Posting>

/** A line of an account's statement: a posting seen from that account. */
export const StatementLine = z.object({
  posting: Posting,
  /** The account on the other side. */
  counter: z.string(),
  /** Signed: what the account gained. */
  amount: z.int(),
  balance: z.int(),
})
export type StatementLine = z.infer<typeof StatementLine>

export const Transaction = z.object({
  id: z.int(),
  kind: z.string(),
  currency: z.string(),
  amount: z.int(),
  at: z.iso.datetime(),
  businessDay: z.string(),
  postings: z.array(Posting),
  /** What refunded, paid out, charged back or reversed it. */
  undoneBy: z.array(z.object({ transaction: z.int(), kind: z.string(), amount: z.int(), at: z.iso.datetime() })),
  /** What of it could still be refunded or reversed. */
  left: z.int(),
  source: Source,
})
export type Transaction = z.infer<typeof Transaction>

export const PostingFilter = z.object({
  account: AccountCode.optional(),
  client: z.string().min(1).max(128).optional(),
  kind: z.string().max(40).optional(),
  currency: CurrencyCode.optional(),
  /** Exactly this amount. */
  amount: z.coerce.number().int().min(1).optional(),
  /** Reference, order, bank transaction or TxId, exactly. */
  reference: plainText(140).optional(),
  /** Part of a reference, order, reason or TxId, in whatever case. */
  text: plainText(140).optional(),
  /** Where a row says that it happened, as it is written there. */
  location: z.string().min(1).max(200).optional(),
  from: BusinessDay.optional(),
  to: BusinessDay.optional(),
})
export type PostingFilter = z.infer<typeof PostingFilter>

/** One line per kind of account and currency. Debits and credits are texts: their sums may pass what a number holds. */
export const TrialBalanceLine = z.object({
  kind: AccountKind,
  currency: z.string(),
  accounts: z.int(),
  debit: z.string(),
  credit: z.string(),
})
export type TrialBalanceLine = z.infer<typeof TrialBalanceLine>

const CodeInPath = AccountCode.meta({ examples: ['omnibus:main'] })

export const accounts = {
  list: procedure({ method: 'GET', path: '/accounts', summary: 'Accounts, by kind and code', access: 'ledger.read' })
    .input(
      z.object({
        ...pageInput,
        kind: AccountKind.optional(),
        currency: CurrencyCode.optional(),
        /** Accounts whose code begins so; for wallets, the client's number. */
        search: AccountCode.optional(),
      }),
    )
    .output(pageOf(Account)),
  get: procedure({
    method: 'GET',
    path: '/accounts/{code}',
    summary: 'One account, by its code',
    access: 'ledger.read',
  })
    .errors({ not_found: notFound })
    .input(z.object({ code: CodeInPath, currency: CurrencyCode.optional() }))
    .output(Account),
  open: procedure({
    method: 'POST',
    path: '/accounts',
    summary: 'Open an account for a gateway or a bank',
    access: 'accounts.manage',
  })
    .errors({
      account_exists: { status: 409, data: z.object({ account: z.string() }) },
      currency_unknown: { status: 404, data: z.object({ currency: z.string() }) },
    })
    .input(
      z.object({
        kind: z.enum(['gateway', 'omnibus']),
        name: z
          .string()
          .max(40)
          .regex(/^[a-z0-9][a-z0-9-]*$/),
        currency: CurrencyCode.optional(),
      }),
    )
    .output(Account),
  statement: procedure({
    method: 'GET',
    path: '/accounts/{code}/statement',
    summary: "An account's postings from one business day to another, oldest first, with the balance after each",
    access: 'ledger.read',
  })
    .errors({ not_found: notFound })
    .input(
      z.object({
        code: CodeInPath,
        currency: CurrencyCode.optional(),
        from: BusinessDay.optional(),
        to: BusinessDay.optional(),
        /** Newest first, for a screen that begins with what happened last. */
        newestFirst: z.stringbool().or(z.boolean()).default(false),
        ...pageInput,
      }),
    )
    .output(
      z.object({
        account: Account,
        /** The sum of what was posted for days before `from`, and up to and including `to`. */
        opening: z.int(),
        closing: z.int(),
        items: z.array(StatementLine),
        next: z.string().nullable(),
      }),
    ),
  postings: procedure({
    method: 'GET',
    path: '/postings',
    summary: 'Postings that match, newest first; a page may end early where much was looked through, and then goes on',
    access: 'ledger.read',
  })
    .input(PostingFilter.extend(pageInput))
    .output(
      pageOf(Posting).extend({
        /** How far back this page looked, when it found less than asked and there is more to look through. */
        lookedBackTo: z.iso.datetime().nullable(),
      }),
    ),
  transaction: procedure({
    method: 'GET',
    path: '/transactions/{transaction}',
    summary: 'A transaction with its postings, where it came from and what undid it',
    access: 'ledger.read',
  })
    .errors({ not_found: notFound })
    .input(z.object({ transaction: TransactionId }))
    .output(Transaction),
  trialBalance: procedure({
    method: 'GET',
    path: '/trial-balance',
    summary: 'Debits and credits by kind of account, now or as the books stood at an instant',
    access: 'ledger.read',
  })
    .input(z.object({ at: z.iso.datetime({ offset: true }).optional() }))
    .output(
      z.object({
        items: z.array(TrialBalanceLine),
        /** Both sides of each currency, as texts like their lines. */
        totals: z.array(TrialBalanceLine.pick({ currency: true, debit: true, credit: true })),
        asOf: z.iso.datetime(),
        balanced: z.boolean(),
      }),
    ),
}
