import { z } from 'zod'
import { notFound } from './fault.ts'
import { pageInput, pageOf } from './page.ts'
import { procedure } from './procedure.ts'

export const ClientId = z.string().min(1).max(128)

export const Client = z.object({
  id: z.string(),
  state: z.enum(['active', 'frozen', 'closed']),
  currency: z.string(),
  balance: z.int(),
  /** Rows of batches that are not sealed, and held rows: known, not yet confirmed. */
  inProcess: z.int(),
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

export const HistoryItem = z.object({
  at: z.iso.datetime(),
  type: z.string(),
  amount: z.int(),
  /** The wallet's balance after it; null while the row is not posted. */
  balance: z.int().nullable(),
  producer: z.int(),
  producerName: z.string(),
  location: z.string(),
  txId: z.string(),
  batch: z.int(),
  line: z.int(),
  status: z.enum(['confirmed', 'in_process']),
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
    .input(z.object({ client: ClientId, at: z.iso.datetime({ offset: true }).optional() }))
    .output(Balance),
  history: procedure({
    method: 'GET',
    path: '/ledger/history/{client}',
    summary: "A client's transactions, newest first",
    access: 'ledger.read',
  })
    .errors({ not_found: notFound })
    .input(z.object({ client: ClientId, ...pageInput }))
    .output(pageOf(HistoryItem)),
}
