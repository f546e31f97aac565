import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { WalletState } from './accounts.ts'
import { ClientId } from './client-id.ts'
import { notFound } from './fault.ts'
import { BusinessDay, CurrencyCode, plainText } from './money.ts'
import { pageInput, pageOf } from './page.ts'
import { procedure } from './procedure.ts'
import { CheckProgress, CheckResult } from './workspace.ts'

/** A client with the wallet in the workspace's own currency, or the one it began with. */
export const Client = z.object({
  id: z.string(),
  state: WalletState,
  currency: z.string(),
  balance: z.int(),
  available: z.int(),
  pending: z.int(),
  tier: z.string(),
  /** Moves with everything that happens to the wallet: a command may say which it saw. */
  version: z.int(),
  /** What held rows would change the balance by: known, not yet confirmed. Payments make it less. */
  inProcess: z.int(),
  wallets: z.int(),
  createdAt: z.iso.datetime(),
})
export type Client = z.infer<typeof Client>

export const Balance = z.object({
  client: z.string(),
  currency: z.string(),
  balance: z.int(),
  available: z.int(),
  pending: z.int(),
})
export type Balance = z.infer<typeof Balance>

/** What came from a batch says its producer, place and line; what somebody did says who asked and why. */
export const HistoryItem = z.object({
  at: z.iso.datetime(),
  type: z.string(),
  /** Signed: what the wallet gained. */
  amount: z.int(),
  /** The wallet's balance after it; null while the row is not posted. */
  balance: z.int().nullable(),
  producer: z.int().nullable(),
  producerName: z.string().nullable(),
  location: z.string().nullable(),
  txId: z.string().nullable(),
  batch: z.int().nullable(),
  line: z.int().nullable(),
  status: z.enum(['confirmed', 'in_process']),
  /** Null while the row is not posted. */
  transaction: z.int().nullable(),
  businessDay: z.string(),
  late: z.boolean(),
  reference: z.string().nullable(),
  reason: z.string().nullable(),
  /** The account on the other side; null while the row is not posted. */
  counter: z.string().nullable(),
})
export type HistoryItem = z.infer<typeof HistoryItem>

export const clients = {
  list: procedure({ method: 'GET', path: '/clients', summary: 'Clients, by their number', access: 'clients.read' })
    .input(z.object({ ...pageInput, search: ClientId.optional() }))
    .output(pageOf(Client)),
  get: procedure({ method: 'GET', path: '/clients/{client}', summary: 'One client', access: 'clients.read' })
    .errors({ not_found: notFound })
    .input(z.object({ client: ClientId }))
    .output(Client),
}

export const ledger = {
  balance: procedure({
    method: 'GET',
    path: '/ledger/balance/{client}',
    summary: "A client's balance now, or as it stood",
    access: 'ledger.read',
  })
    .errors({ not_found: notFound })
    .input(
      z.object({
        client: ClientId,
        at: z.iso.datetime({ offset: true }).optional(),
        currency: CurrencyCode.optional(),
      }),
    )
    .output(Balance),
  history: procedure({
    method: 'GET',
    path: '/ledger/history/{client}',
    summary: "A client's transactions, newest first",
    access: 'ledger.read',
  })
    .errors({ not_found: notFound })
    .input(
      z.object({
        client: ClientId,
        currency: CurrencyCode.optional(),
        kind: z.string().max(40).optional(),
        /** Exactly this amount, in or out. */
        amount: z.coerce.number().int().min(1).optional(),
        /** Part of a TxId, place, reference or reason, in whatever case. */
        text: plainText(140).optional(),
        from: BusinessDay.optional(),
        to: BusinessDay.optional(),
        ...pageInput,
      }),
    )
    .output(pageOf(HistoryItem)),
  check: procedure({
    method: 'GET',
    path: '/consistency-check',
    summary: 'Prove every law of the ledger over the whole store, and say exactly what differs',
    access: 'workspace.check',
  }).output(CheckResult),
  watchCheck: procedure({
    method: 'POST',
    path: '/consistency-check/progress',
    summary: 'The same proof as a stream: how far it is, and the result at the end',
    access: 'workspace.check',
  })
    .input(z.object({ deep: z.boolean().default(false) }))
    .output(eventIterator(CheckProgress, CheckResult)),
}
